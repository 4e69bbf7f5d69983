import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { GraphView } from '#shared/protocol/results/graph.ts';
import { GraphLegend } from '../../pictures/GraphLegend.tsx';
import { graphSentence } from '../../pictures/graph-words.ts';
import type { GraphChoice } from '../../pictures/IdentityGraph.tsx';
import { IdentityGraph } from '../../pictures/IdentityGraph.tsx';
import { useEngine } from '../../state/use-engine.ts';
import { selectIdentifier, useViewState } from '../../state/view-state.ts';
import { Loaded } from '../Loaded.tsx';
import { GraphDetails } from './GraphDetails.tsx';
import { GraphTables } from './GraphTables.tsx';
import './graph.css';

type Show = 'picture' | 'tables';

interface Props {
  readonly workspace: string;
  readonly profile: string;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
}

/** The identity graph of one profile, as a picture with details or as two tables that say the same. */
export function GraphPanel({ workspace, profile, show, onShow }: Props) {
  const state = useEngine('profile.graph', { workspace, id: profile });
  return (
    <Loaded state={state}>
      {(graph) => <Graph key={graph.id} workspace={workspace} graph={graph} show={show} onShow={onShow} />}
    </Loaded>
  );
}

function Graph({ workspace, graph, show, onShow }: Omit<Props, 'profile'> & { graph: GraphView }) {
  const [edge, setEdge] = useState<number | null>(null);
  const selected = useViewState((state) => state.selectedIdentifier);
  const chosen = choiceOf(graph, selected, edge);

  /** The identifier that is chosen here is marked in every other table and picture too. */
  function choose(choice: GraphChoice | null) {
    setEdge(choice?.kind === 'edge' ? choice.edge : null);
    selectIdentifier(choice?.kind === 'node' ? (graph.nodes[choice.node]?.key ?? null) : null);
  }

  return (
    <div className="graph-panel">
      <div className="graph-head">
        <p className="muted" role="status">
          {graphSentence(graph)}
        </p>
        <SegmentedControl
          aria-label="Show the graph as"
          value={show}
          onChange={(value) => onShow(value === 'tables' ? 'tables' : 'picture')}
          data={[
            { value: 'picture', label: 'Picture' },
            { value: 'tables', label: 'Tables' },
          ]}
        />
      </div>
      {show === 'tables' ? (
        <GraphTables graph={graph} />
      ) : (
        <div className="graph-body">
          <IdentityGraph graph={graph} chosen={chosen} onChoose={choose} />
          <aside className="graph-side" aria-label="Details">
            {chosen === null ? (
              <GraphLegend />
            ) : (
              <GraphDetails workspace={workspace} graph={graph} chosen={chosen} onChoose={choose} />
            )}
          </aside>
        </div>
      )}
    </div>
  );
}

function choiceOf(graph: GraphView, selected: string | null, edge: number | null): GraphChoice | null {
  if (edge !== null && edge < graph.edges.length) return { kind: 'edge', edge };
  const node = selected === null ? -1 : graph.nodes.findIndex((other) => other.key === selected);
  return node < 0 ? null : { kind: 'node', node };
}
