/**
 * Which of several values of a trait counts, and where each was said.
 *
 * The ruleset names a strategy, for all traits and for single ones. In canonical order undated events come first, so
 * what they say is older than anything dated. By source, the value counts that the best-placed source said last. Nothing
 * is dropped: every other value ever said is kept with the last event that said it, latest first.
 */

import { invariant, unreachable } from '../base/assert.ts';
import type { TextCode } from '../base/dictionary.ts';
import type { JsonValue } from '../base/types.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { Ruleset } from '../identity/rules.ts';
import type { PlainStrategy, Survivor } from '../identity/survivor-rules.ts';
import { defaultSurvivor, survivorOf } from '../identity/survivor-rules.ts';

export interface SaidValue {
  /** JSON text. */
  readonly value: string;
  /** The last event that said it; of what counts by its source, the last one of that source. */
  readonly event: EventIndex;
}

export interface Trait {
  readonly name: string;
  /** Of a union: the list of all values, with the last event that said one. */
  readonly winner: SaidValue;
  readonly others: readonly SaidValue[];
}

type Walk = (store: EventStore, event: EventIndex, say: (name: number, value: number) => void) => void;

/** Traits of a person, by name, from events in canonical order. Cost: linear in what the events say. */
export function computeTraits(
  store: EventStore,
  events: readonly EventIndex[],
  rules: Ruleset['survivorship'],
): Trait[] {
  return survive(store, events, { walk: walkTraits, rules });
}

/** Traits of a company from the events that speak of it, in canonical order. */
export function computeCompanyTraits(
  store: EventStore,
  events: readonly EventIndex[],
  rules: Ruleset['survivorship'],
): Trait[] {
  return survive(store, events, { walk: walkCompanyTraits, rules });
}

/** Names of sources in the rules that no source of the store bears, each once. */
export function unknownSources({ sourceNames }: EventStore, { survivorship }: Ruleset): string[] {
  const named = [defaultSurvivor(survivorship), ...(survivorship.traits ?? [])].flatMap((one) =>
    one.strategy === 'by-source' ? one.sources : [],
  );
  return [...new Set(sourceNames.unknownIn(named))];
}

/** The values of one trait, as they are said one after the other in canonical order. */
export class SaidValues {
  readonly #store: EventStore;
  readonly #survivor: Survivor;
  /** By source: what the best-placed source so far said last. */
  #best: { readonly place: number; readonly value: TextCode; readonly event: EventIndex } | null = null;
  /** In the order in which they were last said. */
  readonly #said = new Map<TextCode, { event: EventIndex; readonly place: number; count: number }>();
  #count = 0;

  constructor(store: EventStore, survivor: Survivor) {
    this.#store = store;
    this.#survivor = survivor;
  }

  say(value: TextCode, event: EventIndex): void {
    const known = this.#said.get(value);
    const entry = known ?? { event, place: this.#count, count: 0 };
    entry.event = event;
    entry.count += 1;
    this.#count += 1;
    if (known !== undefined) this.#said.delete(value); // entered again at the end: a Map keeps the order of entry
    this.#said.set(value, entry);
    if (this.#survivor.strategy !== 'by-source') return;
    const place = this.#store.sourceNames.placeIn(this.#survivor.sources, this.#store.source.at(event));
    if (this.#best === null || place <= this.#best.place) this.#best = { place, value, event };
  }

  /** Assumes that something was said. */
  survivor(): Omit<Trait, 'name'> {
    const { dictionary } = this.#store;
    const latestFirst = Array.from(this.#said, ([value, said]) => ({
      value: dictionary.text(value),
      ...said,
    })).reverse();
    const plain = ({ value, event }: SaidValue): SaidValue => ({ value, event });
    const all = latestFirst.map(plain);
    if (this.#best !== null) {
      const { event } = this.#best;
      const value = dictionary.text(this.#best.value);
      return { winner: { value, event }, others: all.filter((other) => other.value !== value) };
    }
    const { strategy } = this.#survivor;
    invariant(strategy !== 'by-source', 'something was said');
    const earliestFirst = latestFirst.toSorted((a, b) => a.place - b.place);
    if (strategy === 'union')
      return { winner: { value: unionOf(earliestFirst), event: all[0]!.event }, others: all };
    const winner = latestFirst.indexOf(winnerOf(latestFirst, earliestFirst[0]!, strategy) ?? latestFirst[0]!);
    return { winner: all[winner]!, others: all.filter((_, place) => place !== winner) };
  }
}

interface Candidate extends SaidValue {
  /** Where it was first said. */
  readonly place: number;
  readonly count: number;
}

/** Undefined when none fits the strategy: then the value said last counts. */
function winnerOf(
  latestFirst: readonly Candidate[],
  earliest: Candidate,
  strategy: Exclude<PlainStrategy, 'union'>,
): Candidate | undefined {
  switch (strategy) {
    case 'most-recent':
      return latestFirst[0];
    case 'oldest':
      return earliest;
    case 'most-frequent': {
      const most = latestFirst.reduce((count, one) => Math.max(count, one.count), 0);
      return latestFirst.find(({ count }) => count === most);
    }
    case 'non-empty':
      return latestFirst.find(({ value }) => !isEmpty(value));
    default:
      return unreachable(strategy);
  }
}

/** A list of all values that are not empty, in the order in which they were first said; lists are taken apart. */
function unionOf(said: readonly SaidValue[]): string {
  const elements = new Set<string>();
  for (const { value } of said) {
    if (!value.startsWith('[')) elements.add(value);
    else for (const element of JSON.parse(value) as JsonValue[]) elements.add(JSON.stringify(element));
  }
  return `[${[...elements].filter((element) => !isEmpty(element)).join(',')}]`;
}

/** Of JSON text: null, blank text, an empty list or object. */
function isEmpty(json: string): boolean {
  return json === 'null' || json === '[]' || json === '{}' || /^"(?:\s|\\[nrt])*"$/.test(json);
}

function survive(
  store: EventStore,
  events: readonly EventIndex[],
  { walk, rules }: { readonly walk: Walk; readonly rules: Ruleset['survivorship'] },
): Trait[] {
  const said = new Map<TextCode, SaidValues>();
  for (const event of events) {
    walk(store, event, (name, value) => {
      let values = said.get(name);
      if (values === undefined) {
        values = new SaidValues(store, survivorOf(rules, store.dictionary.text(name)));
        said.set(name, values);
      }
      values.say(value, event);
    });
  }
  const traits = Array.from(said, ([code, values]) => {
    const name = store.dictionary.text(code);
    return { name, ...values.survivor() };
  });
  return traits.sort((a, b) => compareText(a.name, b.name));
}

function walkTraits(store: EventStore, event: EventIndex, say: (name: number, value: number) => void): void {
  const { facts } = store;
  const entry = entryOfRow(facts.traitRow, event);
  if (entry < 0) return;
  const end = facts.traitEnds.at(entry);
  for (let i = runStart(facts.traitEnds, entry); i < end; i += 1)
    say(facts.traitName.at(i), facts.traitValue.at(i));
}

function walkCompanyTraits(
  store: EventStore,
  event: EventIndex,
  say: (name: number, value: number) => void,
): void {
  const { facts } = store;
  const entry = entryOfRow(facts.companyRow, event);
  if (entry < 0) return;
  const end = facts.companyTraitEnds.at(entry);
  for (let i = runStart(facts.companyTraitEnds, entry); i < end; i += 1)
    say(facts.companyTraitName.at(i), facts.companyTraitValue.at(i));
}

/** Order by code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
