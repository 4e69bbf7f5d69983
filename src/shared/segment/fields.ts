/**
 * What a segment can ask about in this log: event names, traits with their frequent values, namespaces. Counts are of
 * credited events and of what they say. Values are counted in a column over the dictionary, one trait after another,
 * so that memory does not grow with the number of distinct values.
 */

import { EVENT_TYPES } from '../event/event.ts';
import { runStart } from '../event/event-facts.ts';
import type { EngineView } from '../profile/engine-view.ts';
import { creditColumn, perRevision } from '../profile/engine-view.ts';
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
    events: eventNames(engine),
    traits: countTraits(engine),
    namespaces: usedNamespaces(engine),
  }),
);

/** Names of credited events, most frequent first; an event without a name goes by its type. */
export const eventNames = perRevision((engine): { name: string; count: number }[] => {
  const { store } = engine;
  const credits = creditColumn(engine);
  const names = store.name.values;
  const types = store.type.values;
  const byCode = new Uint32Array(store.dictionary.size);
  const byType = new Uint32Array(EVENT_TYPES.length);
  for (let event = 0; event < credits.length; event += 1) {
    if (credits[event]! < 0) continue;
    if (names[event] === 0) byType[types[event]!]! += 1;
    else byCode[names[event]!]! += 1;
  }
  const counts = new Map<string, number>();
  EVENT_TYPES.forEach((type, index) => {
    if (byType[index]! > 0) counts.set(type, byType[index]!);
  });
  for (let code = 1; code < byCode.length; code += 1) {
    if (byCode[code] === 0) continue;
    const name = store.dictionary.text(code);
    counts.set(name, (counts.get(name) ?? 0) + byCode[code]!);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
});

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
