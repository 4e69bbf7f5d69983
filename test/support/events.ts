/** Canonical events written by hand, and the columns they become. */

import type { EventBatch } from '#shared/event/batch.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent, Identifier, OrderFact, TouchFact } from '#shared/event/event.ts';
import { EventStore } from '#shared/event/event-store.ts';

let made = 0;

/** An event with an id of its own unless `id` says otherwise; `who` reads `namespace:value namespace:value`. */
export function makeEvent(
  who: string,
  rest: Partial<Omit<CanonicalEvent, 'identifiers' | 'traits'>> & {
    readonly traits?: { readonly [name: string]: CanonicalEvent['traits'][number]['value'] };
  } = {},
): CanonicalEvent {
  made += 1;
  const { traits = {}, ...fields } = rest;
  return {
    id: `event-${made}`,
    scope: 'test',
    type: 'track',
    name: null,
    at: null,
    receivedAt: null,
    sequence: null,
    identifiers: parseIdentifiers(who),
    traits: Object.entries(traits).map(([name, value]) => ({ name, value })),
    properties: {},
    context: {},
    company: null,
    order: null,
    touch: null,
    ...fields,
  };
}

export function parseIdentifiers(text: string): Identifier[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => {
    const colon = word.indexOf(':');
    return { namespace: word.slice(0, colon), value: word.slice(colon + 1) };
  });
}

export function makeOrder(orderId: string | null, rest: Partial<OrderFact> = {}): OrderFact {
  return { kind: 'completed', orderId, amount: null, currency: null, items: [], ...rest };
}

export function makeTouch(rest: Partial<TouchFact> = {}): TouchFact {
  return {
    source: null,
    medium: null,
    campaign: null,
    term: null,
    content: null,
    clickIds: [],
    referrer: null,
    ...rest,
  };
}

/** One batch, an event a line from line 0. */
export function batchOf(events: readonly CanonicalEvent[]): EventBatch {
  const builder = new BatchBuilder();
  events.forEach((event, line) => {
    builder.add(event, line, 0);
  });
  return builder.finish();
}

/** A store that holds the events as rows 0, 1, … of source 0, lines from 1. */
export function storeOf(events: readonly CanonicalEvent[]): EventStore {
  const store = new EventStore();
  store.append(batchOf(events), 0, 1);
  return store;
}

/** Row numbers of that many events. */
export function rows(count: number): number[] {
  return Array.from({ length: count }, (_, row) => row);
}
