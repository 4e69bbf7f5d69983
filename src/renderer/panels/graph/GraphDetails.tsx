import { CloseButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { GraphEdge, GraphNode, GraphView } from '#shared/protocol/results/graph.ts';
import { formatCount, formatCounted, formatTime } from '../../format.ts';
import { EDGE_TEXTS, mergeNumbers } from '../../pictures/graph-words.ts';
import type { GraphChoice } from '../../pictures/IdentityGraph.tsx';
import { ROLE_TEXTS } from '../../reason-texts.ts';
import { useZone } from '../../state/use-time.ts';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';
import { Sentence } from '../../widgets/Sentence.tsx';
import { EvidenceLink } from '../EvidenceLink.tsx';

interface Props {
  readonly workspace: string;
  readonly graph: GraphView;
  readonly chosen: GraphChoice;
  readonly onChoose: (choice: GraphChoice | null) => void;
}

/** What is chosen in the picture, with the events behind it. */
export function GraphDetails({ workspace, graph, chosen, onChoose }: Props) {
  const node = chosen.kind === 'node' ? graph.nodes[chosen.node] : undefined;
  const edge = chosen.kind === 'edge' ? graph.edges[chosen.edge] : undefined;
  return (
    <div className="graph-details">
      <div className="graph-details-head">
        <h2>{chosen.kind === 'node' ? 'Identifier' : 'Link'}</h2>
        <CloseButton aria-label="Close the details" onClick={() => onChoose(null)} />
      </div>
      {node !== undefined && (
        <NodeDetails workspace={workspace} graph={graph} node={node} onChoose={onChoose} />
      )}
      {edge !== undefined && <EdgeDetails graph={graph} edge={edge} onChoose={onChoose} />}
    </div>
  );
}

function NodeDetails({ workspace, graph, node, onChoose }: Omit<Props, 'chosen'> & { node: GraphNode }) {
  const zone = useZone();
  const edges = graph.edges
    .map((edge, index) => ({ edge, index }))
    .filter(({ edge }) => edge.from === node.key || edge.to === node.key);
  return (
    <>
      <IdentifierChip identifier={node} named max={34} />
      <p className="meta">{ROLE_TEXTS[node.role]}</p>
      <dl className="fact-list">
        <dt>Events here</dt>
        <dd>{formatCount(node.events)}</dd>
        {node.events > 0 && (
          <>
            <dt>First</dt>
            <dd>{formatTime(node.firstSeenAt, zone)}</dd>
            <dt>Last</dt>
            <dd>{formatTime(node.lastSeenAt, zone)}</dd>
          </>
        )}
        {node.elsewhere !== null && (
          <>
            <dt>Belongs to</dt>
            <dd>
              <Link to="/w/$workspace/profiles/$profile" params={{ workspace, profile: node.elsewhere }}>
                another profile
              </Link>
            </dd>
          </>
        )}
      </dl>
      <h3>{formatCounted(edges.length, 'link')}</h3>
      <ul className="graph-links">
        {edges.map(({ edge, index }) => {
          const other = graph.nodes.find(({ key }) => key === (edge.from === node.key ? edge.to : edge.from));
          return (
            <li key={index}>
              {other !== undefined && (
                <IdentifierChip
                  identifier={other}
                  max={22}
                  onSelect={() => onChoose({ kind: 'edge', edge: index })}
                />
              )}
              <span className="meta">{edgeNote(edge)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function edgeNote(edge: GraphEdge): string {
  const events = formatCounted(edge.events, 'event');
  return edge.kind === 'evidence'
    ? `${events}${edge.bridge ? ', bridge' : ''}`
    : `${EDGE_TEXTS[edge.kind]}, ${events}`;
}

const EDGE_EXPLANATIONS: { readonly [kind in GraphEdge['kind']]: string } = {
  evidence: 'Both are on the same events, which is what ties them.',
  refused: 'They met on an event, and a rule kept the two profiles apart.',
  'handed-over': 'A device passed from one person to the other; what happened before stayed where it was.',
};

function EdgeDetails({ graph, edge, onChoose }: Pick<Props, 'graph' | 'onChoose'> & { edge: GraphEdge }) {
  const zone = useZone();
  const merges = graph.merges.filter((merge) => edge.merges.includes(merge.number));
  return (
    <>
      <ul className="graph-links">
        {[edge.from, edge.to].map((key) => {
          const index = graph.nodes.findIndex((node) => node.key === key);
          const node = graph.nodes[index];
          if (node === undefined) return null;
          return (
            <li key={key}>
              <IdentifierChip
                identifier={node}
                named
                max={24}
                onSelect={() => onChoose({ kind: 'node', node: index })}
              />
            </li>
          );
        })}
      </ul>
      <p>{EDGE_EXPLANATIONS[edge.kind]}</p>
      {edge.bridge && (
        <p>
          <strong>A bridge:</strong> nothing else ties the two sides. Without these events the profile falls
          in two.
        </p>
      )}
      {merges.map((merge) => (
        <div key={merge.number}>
          <h3>Merge {mergeNumbers([merge.number])}</h3>
          <Sentence text={merge.sentence} />
        </div>
      ))}
      <h3>{formatCounted(edge.events, 'event')}</h3>
      <ul className="graph-links">
        {edge.evidence.map((evidence) => (
          <li key={evidence.event}>
            <span className="meta">{formatTime(evidence.at, zone)}</span>
            <EvidenceLink evidence={evidence} />
          </li>
        ))}
      </ul>
      {edge.events > edge.evidence.length && (
        <p className="meta">
          and {formatCount(edge.events - edge.evidence.length)} more; the timeline has them all.
        </p>
      )}
    </>
  );
}
