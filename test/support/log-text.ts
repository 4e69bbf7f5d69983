/**
 * Logs drawn as text, one event a line:
 *
 *     10:00  anon:a1  email:jane@x        time, then identifiers as namespace:value
 *     -      email:jane@x                 undated
 *     10:05  anon:a1  #m7  <10:09         the record's own id, and when it was received
 *     10:06  anon:a1  ~3                  the dialect's sequence
 *     10:07  anon:a1  +site:acme.example  a company identifier; `!site:` when the event says the person leaves
 *     10:08  anon:a1  city=Lyon           a trait; of the company with `+name=Acme`
 *
 * Short names stand for namespaces (`anon`, `cl`, `fbp`, `crm`, `site`); others are taken as they are.
 */

import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent, Identifier, TraitEntry } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';

const SHORT_NAMES = new Map([
  ['anon', 'anonymous_id'],
  ['cl', 'customerlabs_user_id'],
  ['fbp', 'facebook__fbp'],
  ['crm', 'crm_user_id'],
  ['site', 'identify_by_website'],
]);

/** 2026-03-02T00:00:00Z, the day of every drawn log. */
const DRAWN_DAY = 1_772_409_600_000;

export function logText(text: string): CanonicalEvent[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(drawnEvent);
}

/** `email:jane@x` with its namespace in full. */
export function drawnIdentifier(word: string): Identifier {
  const colon = word.indexOf(':');
  const name = word.slice(0, colon);
  return { namespace: SHORT_NAMES.get(name) ?? name, value: word.slice(colon + 1) };
}

export function appendEvents(engine: IdentityEngine, events: readonly CanonicalEvent[], source = 0): void {
  const builder = new BatchBuilder();
  const firstLine = engine.store.rowCount + 1;
  events.forEach((event, index) => builder.add(event, index, 0));
  engine.append(builder.finish(), source, firstLine);
}

/** A settled engine over a drawn log. */
export function engineOf(
  log: string | readonly CanonicalEvent[],
  ruleset: Ruleset = SHIPPED_RULESETS.customerlabs,
): IdentityEngine {
  const engine = new IdentityEngine(ruleset);
  appendEvents(engine, typeof log === 'string' ? logText(log) : log);
  engine.settle();
  return engine;
}

/** What every present profile holds, as drawn: groups and their members in order of text. */
export function groupsOf(engine: IdentityEngine): string[][] {
  const groups: string[][] = [];
  for (let profile = 0; profile < engine.profileCount; profile += 1) {
    if (engine.isPresent(profile)) groups.push(heldBy(engine, profile));
  }
  return groups.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

export function heldBy(engine: IdentityEngine, profile: number): string[] {
  return engine
    .membershipsOf(profile)
    .filter((membership) => membership.to < 0)
    .map((membership) => drawnName(engine, membership.identifier))
    .sort();
}

/** 1-based lines of the events credited to the owner of an identifier. */
export function linesOf(engine: Resolution, word: string): number[] {
  return engine.eventsOf(ownerOf(engine, word)).map((event) => engine.store.line.at(event));
}

export function ownerOf(engine: Resolution, word: string): number {
  const { namespace, value } = drawnIdentifier(word);
  const identifier = engine.store.identifierTable.find(namespace, value);
  return identifier < 0 ? -1 : engine.ownerOf(identifier);
}

/** Live decisions as drawn, in the order of the ledger: `refuse anon:d OUTRANKED 3–5 ×2`. */
export function decisionsOf(engine: IdentityEngine, ...actions: string[]): string[] {
  const rows: string[] = [];
  for (let row = 0; row < engine.decisionCount; row += 1) {
    if (!engine.isDecision(row)) continue;
    const { action, reason, event, lastEvent, count, identifier } = engine.decision(row);
    if (actions.length > 0 && !actions.includes(action)) continue;
    const { line } = engine.store;
    const span = event === lastEvent ? `${line.at(event)}` : `${line.at(event)}–${line.at(lastEvent)}`;
    const times = count === 1 ? '' : ` ×${count}`;
    rows.push(`${action} ${drawnName(engine, identifier)} ${reason} ${span}${times}`);
  }
  return rows;
}

function drawnName(engine: IdentityEngine, identifier: number): string {
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  for (const [short, name] of SHORT_NAMES) if (name === namespace) return `${short}:${value}`;
  return `${namespace}:${value}`;
}

interface Draft {
  id: string | null;
  receivedAt: number | null;
  sequence: number | null;
  readonly identifiers: Identifier[];
  readonly traits: TraitEntry[];
  readonly companyIdentifiers: Identifier[];
  readonly companyTraits: TraitEntry[];
  leaves: boolean;
}

function drawnEvent(line: string): CanonicalEvent {
  const [time, ...words] = line.split(/\s+/);
  const draft: Draft = {
    id: null,
    receivedAt: null,
    sequence: null,
    identifiers: [],
    traits: [],
    companyIdentifiers: [],
    companyTraits: [],
    leaves: false,
  };
  for (const word of words) readWord(word, draft);
  const hasCompany = draft.companyIdentifiers.length > 0 || draft.companyTraits.length > 0;
  return {
    id: draft.id,
    scope: 'drawn',
    type: hasCompany ? 'group' : 'track',
    name: null,
    at: time === '-' ? null : drawnTime(time!),
    receivedAt: draft.receivedAt,
    sequence: draft.sequence,
    identifiers: draft.identifiers,
    traits: draft.traits,
    properties: {},
    context: {},
    company: hasCompany
      ? { identifiers: draft.companyIdentifiers, traits: draft.companyTraits, leaves: draft.leaves }
      : null,
    order: null,
    touch: null,
  };
}

function readWord(word: string, draft: Draft): void {
  const rest = word.slice(1);
  if (word.startsWith('#')) draft.id = rest;
  else if (word.startsWith('<')) draft.receivedAt = drawnTime(rest);
  else if (word.startsWith('~')) draft.sequence = Number(rest);
  else if (word.startsWith('+') && word.includes('=')) draft.companyTraits.push(drawnTrait(rest));
  else if (word.startsWith('+')) draft.companyIdentifiers.push(drawnIdentifier(rest));
  else if (word.startsWith('!')) {
    draft.companyIdentifiers.push(drawnIdentifier(rest));
    draft.leaves = true;
  } else if (word.includes('=')) draft.traits.push(drawnTrait(word));
  else draft.identifiers.push(drawnIdentifier(word));
}

function drawnTrait(word: string): TraitEntry {
  const [name, value] = word.split('=');
  return { name: name!, value: value! };
}

/** `10:05` or `10:05:30` as epoch ms. */
function drawnTime(text: string): number {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return DRAWN_DAY + ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}
