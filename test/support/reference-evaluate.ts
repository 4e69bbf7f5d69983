/**
 * The judge of `evaluate`: every condition read from the events of one profile at a time, as its sentence says, without
 * columns. It shares the operators' test and the time window with nothing: both are written out here again.
 */

import { EVENT_TYPES } from '#shared/event/event.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { computeTransactions } from '#shared/profile/orders.ts';
import type { Condition, Predicate, TimeWindow } from '#shared/segment/predicate.ts';

export interface ReferenceSegment {
  readonly members: readonly ProfileIndex[];
  readonly funnel: readonly number[];
}

export function referenceEvaluate(engine: EngineView, predicate: Predicate): ReferenceSegment {
  const profiles: ProfileIndex[] = [];
  for (let profile = 0; profile < engine.profileCount; profile += 1)
    if (engine.isPresent(profile)) profiles.push(profile);
  const membersOf = (conditions: readonly Condition[]): ProfileIndex[] =>
    profiles.filter((profile) => {
      const holds = conditions.map((condition) => meets(engine, profile, condition));
      if (conditions.length === 0) return true;
      return predicate.match === 'all' ? holds.every(Boolean) : holds.some(Boolean);
    });
  const funnel = predicate.conditions.map(
    (_, last) => membersOf(predicate.conditions.slice(0, last + 1)).length,
  );
  return { members: membersOf(predicate.conditions), funnel };
}

function meets(engine: EngineView, profile: ProfileIndex, condition: Condition): boolean {
  const events = engine.eventsOf(profile);
  switch (condition.kind) {
    case 'state':
      return condition.states.includes(engine.state(profile));
    case 'trait':
      return traitHolds(condition, latestTrait(engine, events, condition.name));
    case 'has-identifier':
      return hasIdentifier(engine, profile, condition.namespace) === condition.present;
    case 'event': {
      const count = events.filter((event) => isCounted(engine, event, condition)).length;
      return count >= condition.atLeast === condition.did;
    }
    case 'revenue': {
      const { revenue } = computeTransactions(engine.store, events);
      return (revenue.get(condition.currency.toUpperCase()) ?? 0) >= condition.atLeast;
    }
  }
}

function latestTrait(engine: EngineView, events: readonly EventIndex[], name: string): unknown {
  const { facts, dictionary } = engine.store;
  let latest: unknown;
  for (const event of events) {
    for (let entry = 0; entry < facts.traitRow.length; entry += 1) {
      if (facts.traitRow.at(entry) !== event) continue;
      const start = entry === 0 ? 0 : facts.traitEnds.at(entry - 1);
      for (let i = start; i < facts.traitEnds.at(entry); i += 1)
        if (dictionary.text(facts.traitName.at(i)) === name)
          latest = JSON.parse(dictionary.text(facts.traitValue.at(i)));
    }
  }
  return latest;
}

function traitHolds(condition: Extract<Condition, { kind: 'trait' }>, value: unknown): boolean {
  const { operator } = condition;
  if (value === undefined || value === null) return operator === 'missing' || operator === 'is-not';
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
  const wanted = condition.value.toLowerCase();
  if (operator === 'exists') return true;
  if (operator === 'missing') return false;
  if (operator === 'is') return text === wanted;
  if (operator === 'is-not') return text !== wanted;
  if (operator === 'contains') return text.includes(wanted);
  if (operator === 'starts-with') return text.startsWith(wanted);
  const isNumber = (side: string): boolean => side.trim() !== '' && Number.isFinite(Number(side));
  const bothNumbers = isNumber(text) && isNumber(wanted);
  if (operator === 'at-least') return bothNumbers ? Number(text) >= Number(wanted) : text >= wanted;
  return bothNumbers ? Number(text) <= Number(wanted) : text <= wanted;
}

function hasIdentifier(engine: EngineView, profile: ProfileIndex, namespace: string): boolean {
  const holds = engine
    .membershipsOf(profile)
    .some(
      ({ identifier, to }) => to < 0 && engine.store.identifierTable.namespaceName(identifier) === namespace,
    );
  return holds || engine.eventsOf(profile).some((event) => carriesExternal(engine, event, namespace));
}

function carriesExternal(engine: EngineView, event: EventIndex, namespace: string): boolean {
  const { store } = engine;
  for (let i = store.identifierStart(event); i < store.identifierEnds.at(event); i += 1) {
    const identifier = store.identifiers.at(i);
    if (!['recorded', 'demoted'].includes(engine.role(identifier))) continue;
    if (store.identifierTable.namespaceName(identifier) === namespace) return true;
  }
  return false;
}

function isCounted(
  engine: EngineView,
  event: EventIndex,
  { name, window }: Extract<Condition, { kind: 'event' }>,
): boolean {
  const label = engine.store.nameText(event) ?? EVENT_TYPES[engine.store.type.at(event)];
  return label === name && isInside(engine, engine.store.at.at(event), window);
}

function isInside(engine: EngineView, at: number, window: TimeWindow): boolean {
  if (window.kind === 'ever') return true;
  if (window.kind === 'between') {
    if (window.from === null && window.to === null) return true;
    return (
      (window.from === null ? !Number.isNaN(at) : at >= window.from) &&
      (window.to === null || at <= window.to)
    );
  }
  let latest = Number.NEGATIVE_INFINITY;
  for (let event = 0; event < engine.store.rowCount; event += 1) {
    const time = engine.store.at.at(event);
    if (engine.store.status.at(event) === 0 && time > latest) latest = time;
  }
  return at >= latest - window.days * 24 * 60 * 60 * 1000;
}
