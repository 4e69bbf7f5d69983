/**
 * The numbers of a resolution. Every record read is in exactly one of four: an event, a duplicate, unresolved, or
 * rejected; what was rejected only the sources know.
 */

import type { ProfileState } from './identity.ts';
import type { Resolution } from './resolution.ts';

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

/** Assumes a settled resolution; records it leaves out are not counted. Cost: linear in profiles and identifiers, plus what the digest costs. */
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
  const counts = { anonymous: 0, known: 0, unified: 0 };
  for (let profile = 0; profile < engine.profileCount; profile += 1) {
    if (engine.isPresent(profile)) counts[engine.state(profile)] += 1;
  }
  return counts;
}

function countKeys(engine: Resolution): { [namespace: string]: number } {
  const { identifierTable } = engine.store;
  const counts = new Uint32Array(identifierTable.namespaceNames.length);
  for (let identifier = 0; identifier < identifierTable.size; identifier += 1) {
    if (engine.ownerOf(identifier) >= 0) counts[identifierTable.namespace.at(identifier)]! += 1;
  }
  const named: { [namespace: string]: number } = Object.create(null);
  const order = identifierTable.namespaceNames.map((_, index) => index);
  order.sort((a, b) => (identifierTable.namespaceNames[a]! < identifierTable.namespaceNames[b]! ? -1 : 1));
  for (const index of order)
    if (counts[index]! > 0) named[identifierTable.namespaceNames[index]!] = counts[index]!;
  return named;
}
