/**
 * Which of several values of a trait counts, and where each was said.
 *
 * The strategy is *most recent*: the value said last in canonical order wins; undated events come first in that order,
 * so what they say loses to anything dated. Nothing is dropped: every other value ever said is kept with the last
 * event that said it, latest first.
 */

import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';

export interface SaidValue {
  /** JSON text. */
  readonly value: string;
  /** The last event that said it. */
  readonly event: EventIndex;
}

export interface Trait {
  readonly name: string;
  readonly winner: SaidValue;
  readonly others: readonly SaidValue[];
}

type Walk = (store: EventStore, event: EventIndex, say: (name: number, value: number) => void) => void;

/** Traits of a person, by name, from events in canonical order. Cost: linear in what the events say. */
export function computeTraits(store: EventStore, events: readonly EventIndex[]): Trait[] {
  return survive(store, events, walkTraits);
}

/** Traits of a company from the events that speak of it, in canonical order. */
export function computeCompanyTraits(store: EventStore, events: readonly EventIndex[]): Trait[] {
  return survive(store, events, walkCompanyTraits);
}

function survive(store: EventStore, events: readonly EventIndex[], walk: Walk): Trait[] {
  const said = new Map<number, Map<number, EventIndex>>();
  for (const event of events) {
    walk(store, event, (name, value) => {
      let values = said.get(name);
      if (values === undefined) {
        values = new Map();
        said.set(name, values);
      }
      values.delete(value); // entered again at the end: a Map keeps the order of entry, here that of the last saying
      values.set(value, event);
    });
  }
  const traits: Trait[] = [];
  for (const [name, values] of said) traits.push(toTrait(store, name, values));
  return traits.sort((a, b) => compareText(a.name, b.name));
}

function toTrait(store: EventStore, name: number, values: ReadonlyMap<number, EventIndex>): Trait {
  const latestFirst: SaidValue[] = [];
  for (const [value, event] of values) latestFirst.push({ value: store.dictionary.text(value), event });
  latestFirst.reverse();
  const [winner, ...others] = latestFirst as [SaidValue, ...SaidValue[]]; // a name is entered with its first value
  return { name: store.dictionary.text(name), winner, others };
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
