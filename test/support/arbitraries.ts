/**
 * Small logs built for trouble: few identifiers that meet often, shared devices, several addresses and phones, role
 * mailboxes, placeholders, equal and missing times, missing and reused ids, copies that were received earlier. A case
 * is plain JSON, so that a shrunk failure can be kept as a file.
 */

import fc from 'fast-check';
import type { EventDraft } from './plain-events.ts';

const STRONG = [
  'email:a@x.example',
  'email:b@x.example',
  'email:c@x.example',
  'phone:+4917139200',
  'phone:+4917139201',
  'user_id:u1',
  'user_id:u2',
];
const DEVICES = [
  'customerlabs_user_id:d1',
  'customerlabs_user_id:d2',
  'customerlabs_user_id:d3',
  'anonymous_id:n1',
  'facebook__fbp:f1',
  'facebook__fbp:f2',
  'google_analytics__client_id:g1',
];
const OTHERS = ['crm_user_id:x1', 'crm_user_id:x2', 'shopify_cart_token:t1', 'crm_account_id:c1'];
const NO_KEYS = [
  'email:info@x.example',
  'email:sales@x.example',
  'customerlabs_user_id:undefined',
  'phone:0000000000',
  'gclid:k1',
  'fbclid:k2',
];
const COMPANIES = [
  'identify_by_website:w1.example',
  'identify_by_website:w2.example',
  'identify_by_website:undefined',
  'crm_account_id:c1',
];

const identifier = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...STRONG) },
  { weight: 6, arbitrary: fc.constantFrom(...DEVICES) },
  { weight: 2, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 1, arbitrary: fc.constantFrom(...NO_KEYS) },
);

const MINUTE = 60_000;
const minutes = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most }).map((minute) => minute * MINUTE);

const draft: fc.Arbitrary<EventDraft> = fc.record({
  ids: fc.oneof(
    { weight: 1, arbitrary: fc.uniqueArray(identifier, { maxLength: 1 }) },
    { weight: 5, arbitrary: fc.uniqueArray(identifier, { minLength: 1, maxLength: 4 }) },
  ),
  at: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 9, arbitrary: minutes(0, 12) }),
  receivedAt: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: minutes(0, 14) }),
  sequence: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(3) }),
  id: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 5, arbitrary: fc.nat(40).map((number) => `e${number}`) },
  ),
  note: fc.nat(2),
  company: fc.oneof(
    { weight: 7, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...COMPANIES), { minLength: 1, maxLength: 2 }) },
  ),
  leaves: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** Another record of an event of the log: the very same, received at another time, or with other content. */
const copy = fc.record({
  of: fc.nat(1000),
  receivedAt: fc.oneof(fc.constant(undefined), fc.constant(null), minutes(0, 14)),
  note: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(2) }),
  at: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: minutes(0, 12) }),
});

export function troubledLog(events: {
  readonly min?: number;
  readonly max: number;
}): fc.Arbitrary<EventDraft[]> {
  const drafts = fc.array(draft, { minLength: events.min ?? 1, maxLength: events.max });
  return fc.tuple(drafts, fc.array(copy, { maxLength: 4 })).map(([originals, copies]) => {
    const changed = copies.flatMap(({ of, receivedAt, note, at }) => {
      const original = originals[of % Math.max(1, originals.length)];
      if (original === undefined) return [];
      return [
        {
          ...original,
          ...(receivedAt !== undefined && { receivedAt }),
          ...(note !== undefined && { note }),
          ...(at !== undefined && { at }),
        },
      ];
    });
    return [...originals, ...changed];
  });
}

/** How a log is cut into commits and in which order its records come. */
export interface Delivery {
  /** Sorting these shuffles the log. */
  readonly shuffle: readonly number[];
  /** Where a commit ends, modulo the length of the log. */
  readonly cuts: readonly number[];
}

export const delivery: fc.Arbitrary<Delivery> = fc.record({
  shuffle: fc.array(fc.nat(1000), { maxLength: 24 }),
  cuts: fc.array(fc.nat(40), { maxLength: 5 }),
});

export function deliver<T>(log: readonly T[], { shuffle, cuts }: Delivery): T[][] {
  const order = log.map((_, index) => index);
  order.sort((a, b) => (shuffle[a] ?? 0) - (shuffle[b] ?? 0) || a - b);
  const ends = [...new Set(cuts.map((cut) => cut % (log.length + 1)))].toSorted((a, b) => a - b);
  const commits: T[][] = [];
  let from = 0;
  for (const end of [...ends, log.length]) {
    if (end > from) commits.push(order.slice(from, end).map((index) => log[index]!));
    from = Math.max(from, end);
  }
  return commits;
}
