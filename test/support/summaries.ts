/**
 * What was concluded, in one plain and sorted form: of the engine's columns and of the reference's maps, so that two
 * results are compared by `toEqual` and a difference reads as one.
 */

import { hashToHex } from '#shared/base/hash.ts';
import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import type { IdentifierIndex } from '#shared/event/identifier-table.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { identifierText, type ReferenceResult } from './reference-resolver.ts';

interface ProfileSummary {
  readonly id: string;
  readonly founder: string;
  readonly state: string;
  readonly identifiers: readonly string[];
  readonly handedAway: readonly string[];
  readonly formerIds: readonly string[];
  readonly eventKeys: readonly string[];
}

export interface Summary {
  readonly accepted: number;
  readonly duplicates: { readonly same: number; readonly sameContent: number };
  readonly idReused: number;
  readonly profiles: readonly ProfileSummary[];
  /** `event key → profile id` */
  readonly credits: readonly string[];
  /** `event key → reason` */
  readonly unresolved: readonly string[];
  readonly decisions: readonly string[];
  readonly companies: readonly {
    identifiers: readonly string[];
    members: readonly string[];
    eventKeys: readonly string[];
  }[];
}

export function summaryOfReference(result: ReferenceResult): Summary {
  return {
    accepted: result.accepted,
    duplicates: result.duplicates,
    idReused: result.idReused,
    profiles: sortedById(result.profiles),
    credits: Array.from(result.credits, ([key, id]) => `${key} → ${id}`).toSorted(),
    unresolved: Array.from(result.unresolved, ([key, reason]) => `${key} → ${reason}`).toSorted(),
    decisions: result.decisions.map((row) => decisionText(row)).toSorted(),
    companies: result.companies.toSorted((a, b) => compare(a.identifiers[0]!, b.identifiers[0]!)),
  };
}

export function summaryOfEngine(engine: IdentityEngine): Summary {
  const { store } = engine;
  const { counts } = engine.timeline.rows;
  const accepted = acceptedRows(engine);
  const key = (row: number): string => hashToHex(store.key.values, row * 4);
  const credited = accepted.filter((row) => engine.creditOf(row) >= 0);
  const unresolved = accepted.filter((row) => engine.unresolvedReason(row) !== null);
  return {
    accepted: accepted.length,
    duplicates: { same: counts.same, sameContent: counts.sameContent },
    idReused: counts.idReused,
    profiles: sortedById(presentProfiles(engine).map((profile) => profileSummary(engine, profile))),
    credits: credited.map((row) => `${key(row)} → ${engine.profileId(engine.creditOf(row))}`).toSorted(),
    unresolved: unresolved.map((row) => `${key(row)} → ${engine.unresolvedReason(row)}`).toSorted(),
    decisions: decisionsOf(engine).toSorted(),
    companies: companiesOf(engine),
  };
}

export function acceptedRows(engine: IdentityEngine): number[] {
  const { rowCount, status } = engine.timeline.rows;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  return rows.filter((row) => status.values[row] === ROW_ACCEPTED);
}

export function presentProfiles(engine: IdentityEngine): number[] {
  const all = Array.from({ length: engine.profileCount }, (_, profile) => profile);
  return all.filter((profile) => engine.isPresent(profile));
}

export function textOf(engine: IdentityEngine, identifier: IdentifierIndex): string {
  return identifierText(engine.store.identifierTable.get(identifier));
}

function profileSummary(engine: IdentityEngine, profile: number): ProfileSummary {
  const ever = [...new Set(engine.membershipsOf(profile).map((one) => one.identifier))];
  const held = ever.filter((identifier) => engine.ownerOf(identifier) === profile);
  const texts = (identifiers: readonly IdentifierIndex[]): string[] =>
    identifiers.map((identifier) => textOf(engine, identifier)).toSorted();
  return {
    id: engine.profileId(profile),
    founder: textOf(engine, engine.founder(profile)),
    state: engine.state(profile),
    identifiers: texts(held),
    handedAway: texts(ever.filter((identifier) => !held.includes(identifier))),
    formerIds: engine.formerIds(profile).toSorted(),
    eventKeys: engine.eventsOf(profile).map((row) => hashToHex(engine.store.key.values, row * 4)),
  };
}

function decisionsOf(engine: IdentityEngine): string[] {
  const texts: string[] = [];
  const key = (row: number): string => hashToHex(engine.store.key.values, row * 4);
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const row = engine.decision(index);
    texts.push(
      decisionText({
        ...row,
        event: key(row.event),
        last: key(row.lastEvent),
        profile: engine.profileId(row.profile),
        other: row.other < 0 ? null : engine.profileId(row.other),
        identifier: textOf(engine, row.identifier),
        via: row.action === 'merge' ? textOf(engine, row.via) : null,
      }),
    );
  }
  return texts;
}

function companiesOf(engine: IdentityEngine): Summary['companies'] {
  const { companies, store } = engine;
  const all = Array.from({ length: companies.companyCount }, (_, company) => company);
  return all
    .filter((company) => companies.isPresent(company))
    .map((company) => ({
      identifiers: companies
        .identifiersOf(company)
        .map((one) => textOf(engine, one))
        .toSorted(),
      members: [
        ...new Set(companies.membersOf(company).map((link) => engine.profileId(link.profile))),
      ].toSorted(),
      eventKeys: companies.eventsOf(company).map((row) => hashToHex(store.key.values, row * 4)),
    }))
    .toSorted((a, b) => compare(a.identifiers[0]!, b.identifiers[0]!));
}

interface DecisionRow {
  readonly action: string;
  readonly reason: string;
  readonly event: string;
  readonly last: string;
  readonly count: number;
  readonly profile: string;
  readonly other: string | null;
  readonly identifier: string;
  readonly via: string | null;
}

function decisionText(row: DecisionRow): string {
  const parties = `${row.profile} | ${row.other ?? '-'} through ${row.via ?? '-'}`;
  return `${row.identifier} ${row.action} ${row.reason} ×${row.count} ${row.event}…${row.last} ${parties}`;
}

function sortedById(profiles: readonly ProfileSummary[]): ProfileSummary[] {
  return profiles.toSorted((a, b) => compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
