/** One profile's identifiers as a graph: the bounded neighbourhood with names, times and evidence for drawing. */

import type { EventIndex } from '#shared/event/event-store.ts';
import type { NeighbourhoodEdge, NeighbourhoodNode } from '#shared/identity/neighbourhood.ts';
import { computeNeighbourhood } from '#shared/identity/neighbourhood.ts';
import { timeOf } from '#shared/profile/engine-view.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import type { GraphEdge, GraphNode, GraphView } from '#shared/protocol/results/graph.ts';
import type { QueryContext } from './context.ts';
import { evidenceOf, identifierText, mustFindProfile } from './context.ts';
import { decisionRow } from './decisions.ts';

export function profileGraph(context: QueryContext, params: { readonly id: string }): GraphView {
  const { engine } = context;
  const profile = mustFindProfile(context, params.id);
  const { nodes, edges, merges, omitted } = computeNeighbourhood(engine, profile);
  const drawn = nodes.map((node) => graphNode(context, node));
  return {
    revision: engine.revision,
    id: engine.profileId(profile),
    title: titleOf(engine, profile),
    nodes: drawn,
    edges: edges.map((edge) => graphEdge(context, edge, drawn)),
    merges: merges.map((merge, index) => ({ ...decisionRow(context, merge), number: index + 1 })),
    omitted,
  };
}

function graphNode(context: QueryContext, node: NeighbourhoodNode): GraphNode {
  const { engine } = context;
  const text = identifierText(engine, node.identifier);
  return {
    ...text,
    key: `${text.namespace}:${text.value}`,
    group: engine.profileId(node.group),
    events: node.events,
    firstSeenAt: timeOrNull(context, node.firstEvent),
    lastSeenAt: timeOrNull(context, node.lastEvent),
    isHeld: node.isHeld,
    elsewhere: node.elsewhere < 0 ? null : engine.profileId(node.elsewhere),
  };
}

function timeOrNull({ engine }: QueryContext, event: EventIndex): number | null {
  return event < 0 ? null : timeOf(engine, event);
}

function graphEdge(context: QueryContext, edge: NeighbourhoodEdge, nodes: readonly GraphNode[]): GraphEdge {
  const { events, kind, bridge, merges, evidence } = edge;
  return {
    from: nodes[edge.from]!.key,
    to: nodes[edge.to]!.key,
    events,
    kind,
    bridge,
    merges,
    evidence: evidence.map((event) => evidenceOf(context, event)),
  };
}
