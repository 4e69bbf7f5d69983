/**
 * What a segment can ask about in this log: event names, traits with their frequent values, namespaces. Counts are of
 * credited events and of what they say. Values are counted in a column over the dictionary, one trait after another,
 * so that memory does not grow with the number of distinct values.
 */

import { runStart } from '../event/event-facts.ts';
import type { EngineView } from '../profile/engine-view.ts';
import { creditColumn, perRevision } from '../profile/engine-view.ts';
import { rowTally } from '../profile/row-tally.ts';
import { compareText } from '../profile/survivorship.ts';
import { scalarText } from './text-operators.ts';

export interface SegmentFieldSet {
  readonly events: readonly { readonly name: string; readonly count: number }[];
  readonly traits: readonly {
    readonly name: string;
    readonly count: number;
    /** Most frequent first. */
    readonly values: readonly string[];
  }[];
  /** Namespaces that profiles have keys or external ids in. */
  readonly namespaces: readonly string[];
}

const MAX_VALUES = 50;

export const segmentFields = perRevision(
  (engine): SegmentFieldSet => ({
    events: rowTally(engine).names,
    traits: countTraits(engine),
    namespaces: usedNamespaces(engine),
  }),
);

function countTraits(engine: EngineView): SegmentFieldSet['traits'] {
  const { dictionary } = engine.store;
  const runs = groupByName(engine);
  const counts = new Uint32Array(dictionary.size);
  const traits = runs.map(({ name, values }) => ({
    name: dictionary.text(name),
    count: values.length,
    values: frequentValues(values, counts).map((code) => scalarText(dictionary.text(code))),
  }));
  return traits.sort((a, b) => b.count - a.count || compareText(a.name, b.name));
}

/** Values of credited trait entries, a run for every name. */
function groupByName(engine: EngineView): { name: number; values: Uint32Array }[] {
  const { traitRow, traitEnds, traitName, traitValue } = engine.store.facts;
  const credits = creditColumn(engine);
  const sizes = new Map<number, number>();
  const eachCredited = (visit: (index: number) => void): void => {
    for (let entry = 0; entry < traitRow.length; entry += 1) {
      if (credits[traitRow.at(entry)]! < 0) continue;
      const end = traitEnds.at(entry);
      for (let i = runStart(traitEnds, entry); i < end; i += 1) visit(i);
    }
  };
  eachCredited((i) => sizes.set(traitName.at(i), (sizes.get(traitName.at(i)) ?? 0) + 1));
  const runs = new Map<number, { name: number; values: Uint32Array; length: number }>();
  for (const [name, size] of sizes) runs.set(name, { name, values: new Uint32Array(size), length: 0 });
  eachCredited((i) => {
    const run = runs.get(traitName.at(i));
    if (run === undefined) return;
    run.values[run.length] = traitValue.at(i);
    run.length += 1;
  });
  return [...runs.values()];
}

/** The most frequent codes; `counts` is all zero before and after. */
function frequentValues(values: Uint32Array, counts: Uint32Array): number[] {
  const distinct: number[] = [];
  for (const value of values) {
    if (counts[value] === 0 && distinct.length < MAX_DISTINCT) distinct.push(value);
    counts[value]! += 1;
  }
  distinct.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const frequent = distinct.slice(0, MAX_VALUES);
  for (const value of values) counts[value] = 0;
  return frequent;
}

/** A trait with more values than this is an id rather than a choice; the first ones stand for it. */
const MAX_DISTINCT = 10_000;

function usedNamespaces(engine: EngineView): string[] {
  const table = engine.store.identifierTable;
  const used = new Uint8Array(table.namespaceNames.length);
  for (let identifier = 0; identifier < table.size; identifier += 1) {
    const namespace = table.namespace.at(identifier);
    if (used[namespace] === 1) continue;
    const role = engine.role(identifier);
    if (role === 'recorded' || role === 'demoted' || engine.ownerOf(identifier) >= 0) used[namespace] = 1;
  }
  return table.namespaceNames.filter((_, namespace) => used[namespace] === 1).sort(compareText);
}
