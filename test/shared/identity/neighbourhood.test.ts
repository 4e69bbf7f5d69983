import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Neighbourhood } from '#shared/identity/neighbourhood.ts';
import { computeNeighbourhood, MAX_NODES } from '#shared/identity/neighbourhood.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { engineOf, heldBy, ownerOf } from '../../support/log-text.ts';
import { overridesFrom } from '../../support/override-text.ts';
import { NOBODY_OWNERS } from '../../support/rulesets.ts';

function valueAt(engine: IdentityEngine, graph: Neighbourhood, position: number): string {
  return engine.store.identifierTable.valueText(graph.nodes[position]!.identifier);
}

/** Edges as `d – a@x evidence ×2 bridge merge 1`. */
function edgesOf(engine: IdentityEngine, graph: Neighbourhood): string[] {
  return graph.edges.map((edge) => {
    const ends = [valueAt(engine, graph, edge.from), valueAt(engine, graph, edge.to)].sort().join(' – ');
    const merges = edge.merges.map((number) => ` merge ${number}`).join('');
    return `${ends} ${edge.kind} ×${edge.events}${edge.bridge ? ' bridge' : ''}${merges}`;
  });
}

function graphOf(
  log: string,
  word: string,
  ruleset?: Ruleset,
): { engine: IdentityEngine; graph: Neighbourhood } {
  const engine = engineOf(log, ruleset);
  return { engine, graph: computeNeighbourhood(engine, ownerOf(engine, word)) };
}

describe('the neighbourhood of a profile', () => {
  it('links identifiers that met on its events, with bridges and merges along the log', () => {
    const { engine, graph } = graphOf(
      `
      10:00  anon:d1
      10:01  anon:d1  email:a@x
      10:02  anon:d1  email:a@x
      10:03  anon:d2
      10:04  anon:d2  email:a@x  crm:7
      10:05  crm:8
      10:06  crm:8  email:a@x
    `,
      'email:a@x',
    );
    expect(edgesOf(engine, graph).sort()).toEqual([
      '7 – a@x evidence ×1',
      '7 – d2 evidence ×1',
      '8 – a@x evidence ×1 bridge merge 2',
      'a@x – d1 evidence ×2 bridge',
      'a@x – d2 evidence ×1 merge 1',
    ]);
    expect(graph.merges).toHaveLength(2);
    expect(graph.omitted).toBe(0);
    const node = graph.nodes.find(
      ({ identifier }) => engine.store.identifierTable.valueText(identifier) === 'd1',
    )!;
    expect([
      node.events,
      engine.store.line.at(node.firstEvent),
      engine.store.line.at(node.lastEvent),
    ]).toEqual([3, 1, 3]);
    expect(new Set(graph.nodes.map(({ group }) => group)).size).toBe(3);
  });

  it('shows where a device went and what was refused, from both sides', () => {
    const log = `
      10:00  anon:d  email:a@x  phone:+1
      10:05  anon:d  email:b@x  phone:+1
    `;
    const hers = graphOf(log, 'email:a@x');
    expect(edgesOf(hers.engine, hers.graph).sort()).toEqual([
      '+1 – a@x evidence ×1',
      '+1 – b@x refused ×1',
      '+1 – d evidence ×1',
      'a@x – d evidence ×1',
      'b@x – d handed-over ×1',
      'b@x – d refused ×1',
    ]);
    const elsewhere = hers.graph.nodes.filter((node) => node.elsewhere >= 0);
    expect(elsewhere.map((node) => heldBy(hers.engine, node.elsewhere).at(-1))).toEqual([
      'email:b@x',
      'email:b@x',
    ]);
    const his = graphOf(log, 'email:b@x');
    expect(edgesOf(his.engine, his.graph).sort()).toEqual([
      '+1 – b@x refused ×1',
      'a@x – d handed-over ×1',
      'a@x – d refused ×1',
      'b@x – d evidence ×1 bridge',
    ]);
  });

  it('draws no evidence for a merge that was made by hand', () => {
    const engine = engineOf('10:00  email:a@x\n10:05  email:b@x  anon:d');
    engine.setOverrides(overridesFrom('pin email:a@x email:b@x'));
    engine.settle();
    const graph = computeNeighbourhood(engine, ownerOf(engine, 'email:a@x'));
    expect(graph.merges).toHaveLength(1);
    expect(edgesOf(engine, graph)).toEqual(['b@x – d evidence ×1 bridge']);
  });

  it('keeps the identifiers on most events and counts the rest', () => {
    const lines = ['10:00 email:a@x crm:often', '10:01 crm:often'];
    for (let i = 0; i < 400; i += 1) lines.push(`11:00 email:a@x crm:c${i} #${i}`);
    const { engine, graph } = graphOf(lines.join('\n'), 'email:a@x');
    expect(graph.nodes).toHaveLength(MAX_NODES);
    expect(graph.omitted).toBe(402 - MAX_NODES);
    expect([valueAt(engine, graph, 0), valueAt(engine, graph, 1)]).toEqual(['a@x', 'often']);
  });

  it('keeps the first five events of an edge', () => {
    const log = Array.from({ length: 8 }, (_, index) => `10:0${index} anon:d email:a@x`).join('\n');
    const { engine, graph } = graphOf(log, 'email:a@x');
    expect(graph.edges[0]!.evidence.map((event) => engine.store.line.at(event))).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows what nobody holds any more as nobody’s', () => {
    const log = `
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
    `;
    const { engine, graph } = graphOf(log, 'email:a@x', NOBODY_OWNERS);
    const nodes = graph.nodes.map(
      ({ isHeld, elsewhere }, position) => `${valueAt(engine, graph, position)} ${isHeld} ${elsewhere}`,
    );
    expect(nodes.slice(0, 2).sort()).toEqual(['a@x true -1', 'd false -1']);
    expect(edgesOf(engine, graph)).toContain('b@x – d refused ×1');
  });
});
