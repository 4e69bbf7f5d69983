/**
 * The numbers of a resolution. Every record read is in exactly one of four: an event, a duplicate, unresolved, or
 * rejected; what was rejected only the sources know.
 */

import type { ProfileState } from './identity.ts';
import type { Resolution } from './resolution.ts';
import { heldKeys, profileStates } from './tallies.ts';

export interface IdentitySummary {
  readonly read: number;
  readonly events: number;
  readonly duplicates: { readonly same: number; readonly sameContent: number };
  readonly idReused: number;
  readonly unresolved: number;
  readonly rejected: number;
  readonly profiles: { readonly [state in ProfileState]: number };
  readonly companies: number;
  readonly merges: number;
  readonly refusals: number;
  /** Namespace → distinct keys that a profile holds. */
  readonly identifiers: { readonly [namespace: string]: number };
  readonly digest: string;
}

/**
 * Assumes a settled resolution; records it leaves out are not counted. Cost: linear in profiles and identifiers the
 * first time, then in what was touched since.
 */
export function summarize(engine: Resolution, rejected: number): IdentitySummary {
  const { ledger, companies } = engine;
  const { rows } = engine.timeline;
  const { same, sameContent, idReused } = rows.counts;
  const unresolved = engine.unresolved.noIdentifier + engine.unresolved.demotedOnly;
  return {
    read: rows.readCount + rejected,
    events: rows.acceptedCount - unresolved,
    duplicates: { same, sameContent },
    idReused,
    unresolved,
    rejected,
    profiles: countStates(engine),
    companies: companies.presentCount,
    merges: ledger.countOf('merge'),
    refusals: ledger.countOf('refuse'),
    identifiers: countKeys(engine),
    digest: engine.digest(),
  };
}

function countStates(engine: Resolution): { [state in ProfileState]: number } {
  const [anonymous = 0, known = 0, unified = 0] = profileStates(engine).counts;
  return { anonymous, known, unified };
}

function countKeys(engine: Resolution): { [namespace: string]: number } {
  const { namespaceNames } = engine.store.identifierTable;
  const { counts } = heldKeys(engine);
  const named: { [namespace: string]: number } = Object.create(null);
  const order = namespaceNames.map((_, index) => index);
  order.sort((a, b) => (namespaceNames[a]! < namespaceNames[b]! ? -1 : 1));
  for (const index of order) if (counts[index]! > 0) named[namespaceNames[index]!] = counts[index]!;
  return named;
}
