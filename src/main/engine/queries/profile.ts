/** One profile: its six layers with the evidence of every value, and its events in order. */

import { ORDER_KINDS } from '#shared/event/batch.ts';
import { entryOfRow, runStart } from '#shared/event/event-facts.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import type { DecisionIndex, ProfileIndex } from '#shared/identity/identity.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { survivorOf } from '#shared/identity/survivor-rules.ts';
import { buildCompany, memberCount } from '#shared/profile/company.ts';
import type { CompanyLink } from '#shared/profile/engine-view.ts';
import { creditColumn, orNull, timeOf } from '#shared/profile/engine-view.ts';
import type { ExternalId, HeldIdentifier } from '#shared/profile/identifiers.ts';
import type { Order, Transactions } from '#shared/profile/orders.ts';
import { buildProfile } from '#shared/profile/profile.ts';
import { countDecisions } from '#shared/profile/profile-columns.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import { moneyRecord, timesOf } from '#shared/profile/records.ts';
import type { SaidValue, Trait } from '#shared/profile/survivorship.ts';
import type { Touch } from '#shared/profile/touches.ts';
import type { Page } from '#shared/protocol/results/evidence.ts';
import type {
  CompanyLinkRow,
  IdentifierRow,
  OrderRow,
  ProfileView,
  TimelineRow,
  TouchRow,
  TraitRow,
} from '#shared/protocol/results/profile.ts';
import type { QueryContext } from './context.ts';
import { evidenceOf, identifiersOfEvent, identifierText, mustFindProfile } from './context.ts';
import { survivorText } from './rules.ts';

/** Throws a Fault when no identifier has ever had this id; a former id answers with the profile it became. */
export function profileGet(context: QueryContext, params: { readonly id: string }): ProfileView {
  const { engine } = context;
  const profile = mustFindProfile(context, params.id);
  const layers = buildProfile(engine, profile);
  const { merges, refusals } = countDecisions(engine, profile);
  const carriers = countCarriers(context, layers.externalIds);
  const { firstTouch, lastTouch, touches } = layers.engagement;
  return {
    revision: engine.revision,
    id: engine.profileId(profile),
    state: engine.state(profile),
    title: titleOf(engine, profile),
    formerIds: engine.formerIds(profile),
    askedFor: params.id,
    firstSeenAt: orNull(engine.firstSeenAt(profile)),
    lastSeenAt: orNull(engine.lastSeenAt(profile)),
    identity: {
      identifiers: layers.held.map((held) => heldRow(context, held)),
      traits: layers.traits.map((trait) => traitRow(context, trait)),
    },
    behaviour: {
      events: layers.events.length,
      byName: layers.behaviour.map(({ name, count, firstAt, lastAt }) => ({
        name,
        count,
        firstAt: orNull(firstAt),
        lastAt: orNull(lastAt),
      })),
    },
    transactions: transactionsView(context, layers.transactions),
    engagement: {
      firstTouch: firstTouch === null ? null : touchRow(context, firstTouch),
      lastTouch: lastTouch === null ? null : touchRow(context, lastTouch),
      touches,
    },
    externalIds: layers.externalIds.map((external, index) =>
      externalRow(context, external, carriers[index]!),
    ),
    companies: layers.companies.map((link) => companyRow(context, link)),
    merges,
    refusals,
  };
}

/** Events of a profile in canonical order, the latest last. */
export function profileTimeline(
  context: QueryContext,
  params: { readonly id: string; readonly offset: number; readonly limit: number },
): Page<TimelineRow> {
  const { engine } = context;
  const profile = mustFindProfile(context, params.id);
  const events = engine.eventsOf(profile);
  const { offset, limit } = params;
  const shown = events.slice(offset, offset + limit);
  const decisions = decisionsByEvent(context, profile, shown);
  const rows = shown.map((event) => timelineRow(context, event, decisions.get(event) ?? []));
  return { revision: engine.revision, total: events.length, offset, rows };
}

/** Decisions whose first or last event is among these, in the order in which they were taken; one walk for a whole page. */
function decisionsByEvent(
  { engine }: QueryContext,
  profile: ProfileIndex,
  events: readonly EventIndex[],
): Map<EventIndex, DecisionIndex[]> {
  const byEvent = new Map<EventIndex, DecisionIndex[]>(events.map((event) => [event, []]));
  for (const index of engine.decisionsOf(profile)) {
    const { event, lastEvent } = engine.decision(index);
    byEvent.get(event)?.push(index);
    if (lastEvent !== event) byEvent.get(lastEvent)?.push(index);
  }
  for (const list of byEvent.values()) list.sort((a, b) => a - b);
  return byEvent;
}

function timelineRow(
  context: QueryContext,
  event: EventIndex,
  decisions: readonly DecisionIndex[],
): TimelineRow {
  const { engine } = context;
  const { facts, dictionary } = engine.store;
  const order = entryOfRow(facts.orderRow, event);
  const traits = entryOfRow(facts.traitRow, event);
  const currency = order < 0 ? 0 : facts.orderCurrency.at(order);
  return {
    ...evidenceOf(context, event),
    identifiers: identifiersOfEvent(engine, event),
    order:
      order < 0
        ? null
        : {
            amount: orNull(facts.orderAmount.at(order)),
            currency: currency === 0 ? null : dictionary.text(currency),
            kind: ORDER_KINDS[facts.orderKind.at(order)]!,
          },
    traits: traits < 0 ? 0 : facts.traitEnds.at(traits) - runStart(facts.traitEnds, traits),
    decisions: decisions.map((decision) => ({
      decision,
      action: engine.decision(decision).action,
      sentence: decisionSentence(engine, decision),
    })),
  };
}

function heldRow(context: QueryContext, held: HeldIdentifier): IdentifierRow {
  const { engine } = context;
  const owners = new Set<ProfileIndex>();
  for (const { profile } of engine.membershipsOfIdentifier(held.identifier))
    owners.add(engine.canonical(profile));
  return {
    ...identifierText(engine, held.identifier),
    from: timeOf(engine, held.from),
    to: held.to < 0 ? null : timeOf(engine, held.to),
    firstSeenAt: orNull(held.firstAt),
    lastSeenAt: orNull(held.lastAt),
    events: held.events,
    profiles: owners.size,
    evidence: evidenceOf(context, held.from),
  };
}

function externalRow(context: QueryContext, external: ExternalId, profiles: number): IdentifierRow {
  const { engine } = context;
  return {
    ...identifierText(engine, external.identifier),
    from: timeOf(engine, external.event),
    to: null,
    firstSeenAt: orNull(external.firstAt),
    lastSeenAt: orNull(external.lastAt),
    events: external.events,
    profiles,
    evidence: evidenceOf(context, external.event),
  };
}

/** How many profiles have an event with each of these, by place in the list. Cost: one look at every event's identifiers. */
function countCarriers({ engine }: QueryContext, externalIds: readonly ExternalId[]): number[] {
  if (externalIds.length === 0) return [];
  const carriers = externalIds.map(() => new Set<ProfileIndex>());
  const placeOf = new Int32Array(engine.store.identifierTable.size).fill(-1);
  externalIds.forEach(({ identifier }, place) => {
    placeOf[identifier] = place;
  });
  const credits = creditColumn(engine);
  const ends = engine.store.identifierEnds.values;
  const identifiers = engine.store.identifiers.values;
  let at = 0;
  for (let event = 0; event < credits.length; event += 1) {
    for (const end = ends[event]!; at < end; at += 1) {
      const place = placeOf[engine.keyOf(identifiers[at]!)]!;
      if (place >= 0 && credits[event]! >= 0) carriers[place]!.add(credits[event]!);
    }
  }
  return carriers.map((profiles) => profiles.size);
}

function traitRow(context: QueryContext, { name, winner, others }: Trait): TraitRow {
  const said = ({ value, event }: SaidValue) => ({ value, evidence: evidenceOf(context, event) });
  return {
    name,
    ...said(winner),
    rule: survivorText(survivorOf(context.engine.ruleset.survivorship, name)),
    others: others.map(said),
  };
}

function transactionsView(context: QueryContext, transactions: Transactions): ProfileView['transactions'] {
  const [firstAt, lastAt] = timesOf(
    context.engine,
    transactions.orders.flatMap((order) => order.events),
  );
  return {
    orders: transactions.orders.map((order) => orderRow(context, order)),
    revenue: moneyRecord(transactions.revenue),
    refunds: moneyRecord(transactions.refunds),
    products: transactions.products,
    firstAt: orNull(firstAt),
    lastAt: orNull(lastAt),
  };
}

function orderRow(context: QueryContext, order: Order): OrderRow {
  return {
    id: order.id,
    at: timeOf(context.engine, order.event),
    amount: order.amount,
    currency: order.currency,
    refunded: refundOf(order),
    cancelled: order.cancelled,
    items: order.products,
    evidence: order.events.map((event) => evidenceOf(context, event)),
  };
}

/** What was refunded in the order's own currency; of an order that the log does not have, in the refund's. */
function refundOf({ refunds, currency }: Order): number {
  const inOwn = refunds.get(currency ?? '');
  if (inOwn !== undefined || currency !== null) return inOwn ?? 0;
  const [first = 0] = refunds.values();
  return first;
}

function touchRow(context: QueryContext, touch: Touch): TouchRow {
  const { event, ...rest } = touch;
  return { at: timeOf(context.engine, event), ...rest, evidence: evidenceOf(context, event) };
}

function companyRow(context: QueryContext, link: CompanyLink): CompanyLinkRow {
  const { engine } = context;
  const { id, name, traits } = buildCompany(engine, link.company);
  return {
    id,
    name,
    identifiers: engine.companies
      .identifiersOf(link.company)
      .map((identifier) => engine.store.identifierTable.get(identifier)),
    traits: traits.map((trait) => ({ name: trait.name, value: trait.winner.value })),
    members: memberCount(engine, link.company),
    from: timeOf(engine, link.from),
    to: link.to < 0 ? null : timeOf(engine, link.to),
    evidence: evidenceOf(context, link.from),
  };
}
