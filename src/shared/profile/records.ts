/**
 * Profiles and companies as lines of `profiles.ndjson` and `companies.ndjson`. Times are ISO 8601 in UTC, null when
 * all events behind them are undated. Objects keyed by names of the log have no prototype, so that a trait called
 * `__proto__` is written like any other.
 */

import { isoTime } from '../base/iso-time.ts';
import type { JsonObject, JsonValue } from '../base/types.ts';
import type { EventIndex, SourceIndex } from '../event/event-store.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import type { EventSummary } from './behaviour.ts';
import { buildCompany, companyName } from './company.ts';
import type { CompanyIndex, CompanyLink, EngineView } from './engine-view.ts';
import type { HeldIdentifier, Sightings } from './identifiers.ts';
import type { Money, Transactions } from './orders.ts';
import { buildProfile } from './profile.ts';
import type { Trait } from './survivorship.ts';
import type { Touch } from './touches.ts';

type SourceName = (source: SourceIndex) => string;

/** Assumes a present profile. */
export function profileRecord(engine: EngineView, profile: ProfileIndex, sourceName: SourceName): JsonObject {
  const layers = buildProfile(engine, profile);
  return {
    id: engine.profileId(profile),
    state: engine.state(profile),
    formerIds: engine.formerIds(profile),
    identity: {
      identifiers: layers.held.map((held) => heldRecord(engine, held)),
      traits: traitsRecord(engine, layers.traits, sourceName),
    },
    behaviour: { events: layers.events.length, byName: behaviourRecord(layers.behaviour) },
    transactions: transactionsRecord(engine, layers.transactions),
    engagement: {
      firstTouch: touchRecord(engine, layers.engagement.firstTouch),
      lastTouch: touchRecord(engine, layers.engagement.lastTouch),
    },
    externalIds: layers.externalIds.map((external) => sightingsRecord(engine, external)),
    companies: layers.companies.map((link) => linkRecord(engine, link)),
    firstSeenAt: isoOrNull(engine.firstSeenAt(profile)),
    lastSeenAt: isoOrNull(engine.lastSeenAt(profile)),
  };
}

/** Assumes a present company. */
export function companyRecord(engine: EngineView, company: CompanyIndex): JsonObject {
  const { id, traits, events } = buildCompany(engine, company);
  const [firstAt, lastAt] = timesOf(engine, events);
  const values = namedObject<JsonValue>();
  for (const trait of traits) values[trait.name] = JSON.parse(trait.winner.value) as JsonValue;
  return {
    id,
    identifiers: engine.companies
      .identifiersOf(company)
      .map((identifier): JsonObject => ({ ...engine.store.identifierTable.get(identifier) })),
    traits: values,
    members: engine.companies.membersOf(company).map((link) => memberRecord(engine, link)),
    firstSeenAt: isoOrNull(firstAt),
    lastSeenAt: isoOrNull(lastAt),
  };
}

export function isoOrNull(at: number | null): string | null {
  return at === null || Number.isNaN(at) ? null : isoTime(at);
}

/** Amounts by currency as a plain object without prototype. */
export function moneyRecord(money: Money): { [currency: string]: number } {
  const record = namedObject<number>();
  for (const [currency, amount] of money) record[currency] = amount;
  return record;
}

/** Epoch ms of the earliest and latest dated event; NaN when there is none. */
export function timesOf(engine: EngineView, events: readonly EventIndex[]): [first: number, last: number] {
  let first = Number.NaN;
  let last = Number.NaN;
  for (const event of events) {
    const at = engine.store.at.at(event);
    if (Number.isNaN(at)) continue;
    if (!(first <= at)) first = at;
    if (!(last >= at)) last = at;
  }
  return [first, last];
}

function namedObject<T>(): { [name: string]: T } {
  return Object.create(null) as { [name: string]: T };
}

function eventTime(engine: EngineView, event: EventIndex): string | null {
  return isoOrNull(engine.store.at.at(event));
}

function sightingsRecord(engine: EngineView, { identifier, firstAt, lastAt }: Sightings): JsonObject {
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return { namespace, value, firstSeenAt: isoOrNull(firstAt), lastSeenAt: isoOrNull(lastAt) };
}

function heldRecord(engine: EngineView, held: HeldIdentifier): JsonObject {
  const { namespace, value } = engine.store.identifierTable.get(held.identifier);
  const from = eventTime(engine, held.from);
  const firstSeenAt = isoOrNull(held.firstAt);
  const lastSeenAt = isoOrNull(held.lastAt);
  if (held.to < 0) return { namespace, value, from, firstSeenAt, lastSeenAt };
  return { namespace, value, from, to: eventTime(engine, held.to), firstSeenAt, lastSeenAt };
}

function traitsRecord(engine: EngineView, traits: readonly Trait[], sourceName: SourceName): JsonObject {
  const record = namedObject<JsonValue>();
  for (const { name, winner } of traits) {
    record[name] = {
      value: JSON.parse(winner.value) as JsonValue,
      source: sourceName(engine.store.source.at(winner.event)),
      at: eventTime(engine, winner.event),
    };
  }
  return record;
}

function behaviourRecord(summaries: readonly EventSummary[]): JsonObject {
  const record = namedObject<JsonValue>();
  for (const { name, count, firstAt, lastAt } of summaries)
    record[name] = { count, firstAt: isoOrNull(firstAt), lastAt: isoOrNull(lastAt) };
  return record;
}

function transactionsRecord(engine: EngineView, transactions: Transactions): JsonObject {
  const [firstAt, lastAt] = timesOf(
    engine,
    transactions.orders.flatMap((order) => order.events),
  );
  return {
    orders: transactions.placed,
    revenue: moneyRecord(transactions.revenue),
    refunds: moneyRecord(transactions.refunds),
    products: transactions.products.map(({ id, name, quantity }) => ({ id, name, quantity })),
    firstAt: isoOrNull(firstAt),
    lastAt: isoOrNull(lastAt),
  };
}

function touchRecord(engine: EngineView, touch: Touch | null): JsonObject | null {
  if (touch === null) return null;
  return {
    source: touch.source,
    medium: touch.medium,
    campaign: touch.campaign,
    clickIds: touch.clickIds.map(({ namespace, value }) => ({ namespace, value })),
    at: eventTime(engine, touch.event),
  };
}

function linkRecord(engine: EngineView, link: CompanyLink): JsonObject {
  const id = engine.companies.id(link.company);
  const name = companyName(engine, link.company);
  return { id, name, ...validityRecord(engine, link) };
}

function memberRecord(engine: EngineView, link: CompanyLink): JsonObject {
  return { id: engine.profileId(link.profile), ...validityRecord(engine, link) };
}

/** `to` is there once the link has ended, and null when that event is undated. */
function validityRecord(engine: EngineView, { from, to }: CompanyLink): JsonObject {
  return to < 0
    ? { from: eventTime(engine, from) }
    : { from: eventTime(engine, from), to: eventTime(engine, to) };
}
