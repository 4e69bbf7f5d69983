import { useMemo } from 'react';
import type { GraphEdge, GraphNode, GraphView } from '#shared/protocol/results/graph.ts';
import { formatCount, formatTime, type ZoneMode } from '../../format.ts';
import { EDGE_TEXTS, mergeNumbers, wasHere } from '../../pictures/graph-words.ts';
import { useZone } from '../../state/use-time.ts';
import { showEvent } from '../../state/view-state.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';
import type { Column } from '../../widgets/VirtualTable.tsx';
import { VirtualTable } from '../../widgets/VirtualTable.tsx';
import { EvidenceLink } from '../EvidenceLink.tsx';

/** The same as the picture, to be read, copied and walked through by rows. */
export function GraphTables({ graph }: { graph: GraphView }) {
  const zone = useZone();
  const formers = useMemo(() => formerNumbers(graph), [graph]);
  const nodeColumns = useMemo(() => identifierColumns(zone, formers), [zone, formers]);
  const edgeColumns = useMemo(() => linkColumns(graph), [graph]);
  return (
    <div className="graph-tables">
      <section>
        <h2>Identifiers</h2>
        <VirtualTable
          label="Identifiers of the graph"
          columns={nodeColumns}
          rowCount={graph.nodes.length}
          rowAt={(index) => graph.nodes[index]}
          empty={<EmptyState title="No identifier">All of them were handed over.</EmptyState>}
        />
      </section>
      <section>
        <h2>Links</h2>
        <VirtualTable
          label="Links of the graph"
          columns={edgeColumns}
          rowCount={graph.edges.length}
          rowAt={(index) => graph.edges[index]}
          onOpen={(edge) => showEvent(edge.evidence[0]?.event ?? null)}
          empty={<EmptyState title="No link">No two identifiers were ever on one event.</EmptyState>}
        />
      </section>
    </div>
  );
}

/** Former profiles, numbered in the order in which their identifiers are listed. */
function formerNumbers({ nodes }: GraphView): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const node of nodes)
    if (wasHere(node) && !numbers.has(node.group)) numbers.set(node.group, numbers.size + 1);
  return numbers;
}

function placeText(node: GraphNode, formers: ReadonlyMap<string, number>): string {
  if (!wasHere(node)) return 'somebody else';
  const came = formers.size < 2 ? 'this profile' : `former profile ${formers.get(node.group) ?? ''}`;
  return node.isHeld ? came : `${came}, moved on`;
}

/** Somebody else's identifier was never seen here, which is not the same as an event without a time. */
function seenText(node: GraphNode, at: number | null, zone: ZoneMode): string {
  return node.events === 0 ? '–' : formatTime(at, zone);
}

function identifierColumns(
  zone: ZoneMode,
  formers: ReadonlyMap<string, number>,
): readonly Column<GraphNode>[] {
  return [
    {
      id: 'identifier',
      header: 'Identifier',
      width: 260,
      grows: true,
      cell: (node) => <IdentifierChip identifier={node} named max={40} />,
      text: (node) => node.key,
    },
    {
      id: 'place',
      header: 'Came with',
      width: 190,
      cell: (node) => placeText(node, formers),
      text: (node) => placeText(node, formers),
    },
    {
      id: 'events',
      header: 'Events',
      width: 72,
      numeric: true,
      cell: (node) => formatCount(node.events),
      text: (node) => String(node.events),
    },
    {
      id: 'first',
      header: 'First',
      width: 184,
      cell: (node) => seenText(node, node.firstSeenAt, zone),
      text: (node) => seenText(node, node.firstSeenAt, zone),
    },
    {
      id: 'last',
      header: 'Last',
      width: 184,
      cell: (node) => seenText(node, node.lastSeenAt, zone),
      text: (node) => seenText(node, node.lastSeenAt, zone),
    },
  ];
}

function linkColumns(graph: GraphView): readonly Column<GraphEdge>[] {
  const byKey = new Map(graph.nodes.map((node) => [node.key, node]));
  const end = (id: 'from' | 'to', header: string): Column<GraphEdge> => ({
    id,
    header,
    width: 190,
    grows: true,
    cell: (edge) => {
      const node = byKey.get(edge[id]);
      return node === undefined ? null : <IdentifierChip identifier={node} max={30} />;
    },
    text: (edge) => edge[id],
  });
  return [
    end('from', 'From'),
    end('to', 'To'),
    {
      id: 'kind',
      header: 'Link',
      width: 140,
      cell: (edge) => EDGE_TEXTS[edge.kind],
      text: (edge) => EDGE_TEXTS[edge.kind],
    },
    {
      id: 'events',
      header: 'Events',
      width: 72,
      numeric: true,
      cell: (edge) => formatCount(edge.events),
      text: (edge) => String(edge.events),
    },
    {
      id: 'bridge',
      header: 'Bridge',
      width: 64,
      hint: 'Nothing else ties the two sides',
      cell: (edge) => (edge.bridge ? 'bridge' : ''),
      text: (edge) => (edge.bridge ? 'bridge' : ''),
    },
    {
      id: 'merges',
      header: 'Merges',
      width: 72,
      cell: (edge) => mergeNumbers(edge.merges),
      text: (edge) => mergeNumbers(edge.merges),
    },
    {
      id: 'evidence',
      header: 'First event',
      width: 150,
      cell: (edge) => (edge.evidence[0] === undefined ? '' : <EvidenceLink evidence={edge.evidence[0]} />),
      text: (edge) => edge.evidence.map(({ source, line }) => `${source}:${line}`).join(' '),
    },
  ];
}
