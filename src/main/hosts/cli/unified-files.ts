/**
 * The files of `weft unify --out`: profiles, companies, events, decisions and rejections as NDJSON, and a manifest that
 * says what they were made of. Times are ISO 8601 in UTC, null when undated.
 */

import { hashToHex } from '#shared/base/hash.ts';
import type { JsonObject } from '#shared/base/types.ts';
import { ROW_LEFT_OUT } from '#shared/event/event-selection.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import type { DecisionIndex, ProfileIndex } from '#shared/identity/identity.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { rulesetTitle } from '#shared/identity/rules.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import type { IdentitySummary } from '#shared/identity/summary.ts';
import { presentProfiles, timeOf } from '#shared/profile/engine-view.ts';
import { companyRecord, isoOrNull, profileRecord } from '#shared/profile/records.ts';
import { writeObjects } from '../../delivery/table-writer.ts';
import type { OutputFolder } from './output-folder.ts';
import type { OverridesOutcome } from './overrides.ts';
import type { Rejections } from './rejections.ts';

export interface ReadFile {
  readonly name: string;
  readonly size: number;
  readonly fingerprint: string;
  /** Of the whole content, as it lies on the disk; null where it was not asked for. */
  readonly sha256: string | null;
}

export interface Unified {
  readonly engine: Resolution;
  /** Every source of the engine, by its number. */
  readonly files: readonly ReadFile[];
  readonly rejections: Rejections;
  readonly summary: IdentitySummary;
  /** Of the program. */
  readonly version: string;
  readonly rules: { readonly ruleset: Ruleset; readonly fingerprint: string };
  /** null: none were given. */
  readonly overrides: OverridesOutcome | null;
}

/** Assumes a settled engine. The manifest is written last. */
export async function writeUnifiedFiles(output: OutputFolder, unified: Unified): Promise<void> {
  const { engine, files, rejections, summary, rules, version, overrides } = unified;
  const sourceName = (source: number): string => files[source]?.name ?? `source ${source}`;
  await output.write('profiles.ndjson', (sink) => writeObjects(profiles(engine, sourceName), sink));
  await output.write('companies.ndjson', (sink) => writeObjects(companies(engine), sink));
  await output.write('events.ndjson', (sink) => writeObjects(events(engine, sourceName), sink));
  await output.write('decisions.ndjson', (sink) => writeObjects(decisions(engine), sink));
  await output.write('rejections.ndjson', (sink) => rejections.copyTo(sink));
  const manifest: JsonObject = {
    version,
    sources: files.map((file): JsonObject => ({ ...file })),
    rules: {
      name: rulesetTitle(rules.ruleset),
      policy: rules.ruleset.policy,
      fingerprint: rules.fingerprint,
    },
    ...(overrides && { overrides: { ...overrides } }),
    counts: { ...summary } as unknown as JsonObject,
    digest: summary.digest,
  };
  await output.write('manifest.json', (sink) =>
    sink.write(new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)),
  );
}

function* profiles(engine: Resolution, sourceName: (source: number) => string): Generator<JsonObject> {
  for (const profile of presentProfiles(engine)) yield profileRecord(engine, profile, sourceName);
}

function* companies(engine: Resolution): Generator<JsonObject> {
  for (let company = 0; company < engine.companies.companyCount; company += 1) {
    if (engine.companies.isPresent(company)) yield companyRecord(engine, company);
  }
}

function* events(engine: Resolution, sourceName: (source: number) => string): Generator<JsonObject> {
  const { store } = engine;
  const { rows } = engine.timeline;
  for (let event: EventIndex = 0; event < store.rowCount; event += 1) {
    if (rows.status.values[event] === ROW_LEFT_OUT) continue;
    const accepted = rows.acceptedRowOf(event);
    const profile = engine.creditOf(accepted);
    const unresolved = engine.unresolvedReason(accepted);
    const place = (row: EventIndex): JsonObject => ({
      source: sourceName(store.source.at(row)),
      line: store.line.at(row),
      record: store.record.at(row),
    });
    yield {
      ...place(event),
      eventId: store.eventId(event),
      eventKey: hashToHex(store.key.values, event * 4),
      profileId: profile < 0 ? null : engine.profileId(profile),
      ...(unresolved === null ? {} : { unresolved }),
      ...(accepted === event ? {} : { duplicateOf: place(accepted) }),
    };
  }
}

function* decisions(engine: Resolution): Generator<JsonObject> {
  for (let decision = 0; decision < engine.decisionCount; decision += 1) {
    if (engine.isDecision(decision)) yield decisionRecord(engine, decision);
  }
}

function decisionRecord(engine: Resolution, index: DecisionIndex): JsonObject {
  const { store } = engine;
  const decision = engine.decision(index);
  const idOf = (profile: ProfileIndex): string => engine.profileId(profile);
  const named = [decision.identifier, decision.via].filter((identifier) => identifier >= 0);
  const rank = engine.rank(decision.identifier);
  return {
    at: isoOrNull(timeOf(engine, decision.event)),
    eventId: store.eventId(decision.event),
    ...(decision.lastEvent === decision.event ? {} : { lastEventId: store.eventId(decision.lastEvent) }),
    count: decision.count,
    action: decision.action,
    ...(decision.reason === 'NONE' ? {} : { reason: decision.reason }),
    ...(rank > 0 ? { rule: `${rank} ${store.identifierTable.namespaceName(decision.identifier)}` } : {}),
    profile: idOf(decision.profile),
    ...(decision.other < 0 ? {} : { other: idOf(decision.other) }),
    identifiers: named.map((identifier) => ({ ...store.identifierTable.get(identifier) })),
    sentence: decisionSentence(engine, index),
  };
}
