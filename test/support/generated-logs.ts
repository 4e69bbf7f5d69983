/** Generated logs as tests read them. The reader here knows just enough of the format to serve as a second opinion. */

import { generateLog, type LogSettings } from '#main/sample/generate-log.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { eventOf } from './plain-events.ts';
import type { ReferenceEvent, ReferenceResult } from './reference-resolver.ts';

interface Descriptor {
  readonly v: unknown;
}

interface PlainRecord {
  readonly customerlabs_user_id?: string;
  readonly timestamp: string;
  readonly event_id?: string;
  readonly properties: { readonly customProperties: Record<string, Descriptor> };
}

/** Identifiers, time, id and content of a generated record; nothing else. */
export function readPlainly(record: string): CanonicalEvent {
  const {
    customerlabs_user_id: device,
    timestamp,
    event_id: id,
    ...rest
  } = JSON.parse(record) as PlainRecord;
  const custom = rest.properties.customProperties;
  const ids: string[] = [];
  const add = (namespace: string, value: unknown): void => {
    if (typeof value === 'string') ids.push(`${namespace}:${value}`);
  };
  add('customerlabs_user_id', device);
  add('email', custom['identify_by_email']?.v);
  add('phone', custom['identify_by_phone']?.v);
  const external = (custom['external_ids']?.v ?? {}) as Record<string, Descriptor>;
  for (const [name, { v }] of Object.entries(external)) add(name === 'identify_by_phone' ? 'phone' : name, v);
  const website = custom['identify_by_website']?.v;
  const draft = { ids, at: Date.parse(timestamp), id: id ?? null };
  const company = typeof website === 'string' ? [`website:${website}`] : [];
  return { ...eventOf({ ...draft, company }), properties: JSON.parse(JSON.stringify(rest)) };
}

export interface GeneratedLog {
  readonly records: readonly string[];
  /** Line by line, whom it is of. */
  readonly people: readonly string[];
}

export function generatedLog(settings: LogSettings): GeneratedLog {
  const lines = Array.from(generateLog(settings));
  return { records: lines.map((line) => line.record), people: lines.map((line) => line.person) };
}

export function referenceEvents(records: readonly string[]): ReferenceEvent[] {
  return records.map((record, index) => ({ event: readPlainly(record), source: 0, line: index + 1 }));
}

/** Share of credited events that lie in islands in which something was refused. */
export function shareInConflict(result: ReferenceResult): number {
  const root = new Map<string, string>();
  const find = (id: string): string => {
    const up = root.get(id) ?? id;
    return up === id ? id : find(up);
  };
  for (const profile of result.profiles)
    for (const id of profile.formerIds) root.set(find(id), find(profile.id));
  const refused = result.decisions.filter((row) => row.action === 'refuse' && row.other !== null);
  for (const row of refused) root.set(find(row.profile), find(row.other ?? ''));
  const troubled = new Set(refused.map((row) => find(row.profile)));
  const inTrouble = Array.from(result.credits.values()).filter((id) => troubled.has(find(id)));
  return inTrouble.length / result.credits.size;
}
