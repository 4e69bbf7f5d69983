import type { DecisionRow } from '#shared/protocol/results/decision.ts';
import type { GraphEdge, GraphNode, GraphView } from '#shared/protocol/results/graph.ts';
import { EVENT, EVIDENCE, ROW } from '../../../support/sample-answers.ts';

/** A phone and an email that a merge joined, and a kiosk that was refused and moved on. */

export function node(value: string, parts: Partial<GraphNode> = {}): GraphNode {
  return {
    key: `email:${value}`,
    namespace: 'email',
    value,
    role: 'strong',
    group: ROW.id,
    events: 2,
    firstSeenAt: EVIDENCE.at,
    lastSeenAt: EVIDENCE.at,
    isHeld: true,
    elsewhere: null,
    ...parts,
  };
}

export function edge(from: string, to: string, parts: Partial<GraphEdge> = {}): GraphEdge {
  return {
    from: `email:${from}`,
    to: `email:${to}`,
    events: 1,
    kind: 'evidence',
    bridge: false,
    merges: [],
    evidence: [EVIDENCE],
    ...parts,
  };
}

const MERGE: DecisionRow = EVENT.decisions[0]!;

export const GRAPH: GraphView = {
  revision: 3,
  id: ROW.id,
  title: ROW.title,
  nodes: [
    node('a@x.example'),
    node('b@x.example', { group: 'ab'.repeat(16) }),
    node('c@x.example', { isHeld: false, elsewhere: 'cd'.repeat(16), events: 0, group: 'cd'.repeat(16) }),
  ],
  edges: [
    edge('a@x.example', 'b@x.example', { events: 7, bridge: true, merges: [1] }),
    edge('b@x.example', 'c@x.example', { kind: 'refused' }),
  ],
  merges: [{ ...MERGE, number: 1 }],
  omitted: 4,
};
