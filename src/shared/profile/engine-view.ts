/**
 * What profiles, segments and queries need of the engine: what was concluded, the events it was concluded from, the
 * companies, and a revision that changes whenever any of it does.
 */

import type { EventRows } from '../event/event-selection.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Identity, ProfileIndex } from '../identity/identity.ts';
import type { Ruleset } from '../identity/rules.ts';
import { ABSENT, profileStates } from '../identity/tallies.ts';
import type { Kept, Revised } from '../identity/touched.ts';
import { patched } from '../identity/touched.ts';

/** Dense number of a company; valid within one revision. */
export type CompanyIndex = number;

export interface CompanyLink {
  readonly company: CompanyIndex;
  readonly profile: ProfileIndex;
  readonly from: EventIndex;
  /** The event by which the person left, or -1 while the link holds. */
  readonly to: EventIndex;
}

/** The company graph as its readers see it. */
export interface CompanyView {
  /** Companies ever founded; iterate with `isPresent`. */
  readonly companyCount: number;
  isPresent(company: CompanyIndex): boolean;
  /** 32 hexadecimal digits: the hash of the founding identifier. */
  id(company: CompanyIndex): string;
  /** In the order in which they came. */
  identifiersOf(company: CompanyIndex): IdentifierIndex[];
  /** Events that speak of it, in canonical order. */
  eventsOf(company: CompanyIndex): EventIndex[];
  /** Links of a present company, one a member, ended ones included. */
  membersOf(company: CompanyIndex): CompanyLink[];
  /** Links of a present profile, one a company, in the order in which they began. */
  linksOf(profile: ProfileIndex): CompanyLink[];
}

export interface EngineView extends Identity, Revised {
  readonly store: EventStore;
  /** Of the rules: which of several values of a trait counts. */
  readonly ruleset: Pick<Ruleset, 'survivorship'>;
  /** Which events of the store count. */
  readonly timeline: { readonly rows: EventRows };
  readonly companies: CompanyView;
}

/** A value computed anew in every revision in which it is asked for. */
export function perRevision<T, E extends EngineView = EngineView>(compute: (engine: E) => T): Kept<T, E> {
  return patched(compute, () => null);
}

/** The time of an event, or null when it is undated. */
export function timeOf(engine: EngineView, event: EventIndex): number | null {
  return orNull(engine.store.at.at(event));
}

export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

const settledCredits = perRevision((engine) => {
  const column = new Int32Array(engine.store.rowCount);
  for (let event = 0; event < column.length; event += 1) column[event] = engine.creditOf(event);
  return { column };
});

/** EventIndex → present profile it is credited to, or -1: duplicates, unresolved rows and those not resolved yet. */
export function creditColumn(engine: EngineView): Int32Array {
  const kept = settledCredits(engine);
  const { rowCount } = engine.store;
  if (kept.column.length < rowCount) {
    const grown = new Int32Array(rowCount).fill(-1, kept.column.length);
    grown.set(kept.column);
    kept.column = grown;
  }
  return kept.column;
}

/** Profiles that answer for themselves, in order of their numbers. */
export const presentProfiles = perRevision((engine): Uint32Array => {
  const { column } = profileStates(engine);
  const present = new Uint32Array(column.length);
  let count = 0;
  for (let profile: ProfileIndex = 0; profile < column.length; profile += 1)
    if (column[profile] !== ABSENT) present[count++] = profile;
  return present.slice(0, count);
});
