/** Random events that say something: names, traits, orders, of a handful of people who share devices. A case is plain JSON. */

import fc from 'fast-check';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { makeEvent, makeOrder } from './events.ts';

export const HOUR = 3_600_000;
const IDENTIFIERS = [
  'email:a@x.example',
  'email:b@x.example',
  'email:info@x.example',
  'phone:+4917139200',
  'customerlabs_user_id:d1',
  'customerlabs_user_id:d2',
  'crm_user_id:c1',
  'gclid:k1',
];
export const NAMES = ['Purchased', 'page', 'Page viewed'];
export const TRAITS = ['city', 'age', '__proto__', 'name', 'first_name', 'Last Name'];
const VALUES = ['Lyon', 'lyon', 'Ly', '7', 10, '10', '', null, true, ['Lyon']];

export interface DrawnEvent {
  readonly ids: readonly string[];
  readonly name: string | null;
  readonly type: CanonicalEvent['type'];
  readonly hour: number | null;
  readonly traits: readonly (readonly [string, number])[];
  readonly order: {
    readonly id: string | null;
    readonly amount: number | null;
    readonly currency: string | null;
    readonly kind: number;
  } | null;
}

export const drawnEvent: fc.Arbitrary<DrawnEvent> = fc.record({
  ids: fc.uniqueArray(fc.constantFrom(...IDENTIFIERS), { maxLength: 3 }),
  name: fc.constantFrom(null, ...NAMES),
  type: fc.constantFrom('page', 'track', 'identify'),
  hour: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 96 }) },
  ),
  traits: fc.array(fc.tuple(fc.constantFrom(...TRAITS), fc.nat(VALUES.length - 1)), { maxLength: 2 }),
  order: fc.option(
    fc.record({
      id: fc.constantFrom(null, 'o1', 'o2'),
      amount: fc.constantFrom(null, 10, 0.1, 49.99),
      currency: fc.constantFrom(null, 'EUR', 'GBP'),
      kind: fc.nat(2),
    }),
  ),
});

export function toEvent({ ids, name, type, hour, traits, order }: DrawnEvent): CanonicalEvent {
  const kinds = ['completed', 'refunded', 'cancelled'] as const;
  const event = makeEvent(ids.join(' '), {
    name,
    type,
    at: hour === null ? null : hour * HOUR,
    order: order === null ? null : makeOrder(order.id, { ...order, kind: kinds[order.kind]! }),
  });
  return { ...event, traits: traits.map(([trait, value]) => ({ name: trait, value: VALUES[value]! })) };
}
