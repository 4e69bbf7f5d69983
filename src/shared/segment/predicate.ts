/**
 * A segment's question: a conjunction or disjunction of conditions on state, traits, identifiers, orders and events.
 * The schema is the grammar; `evaluate.ts` answers it and `sentence.ts` reads it aloud.
 */

import { z } from '../base/zod.ts';
import { PROFILE_STATES } from '../identity/identity.ts';

export const TRAIT_OPERATORS = [
  'is',
  'is-not',
  'contains',
  'starts-with',
  'exists',
  'missing',
  'at-least',
  'at-most',
] as const;

const name = z.string().min(1).max(1000);
const time = z.number();

/** Relative times are anchored to the latest event of the log, never to a clock. */
const window = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ever') }),
  z.strictObject({ kind: z.literal('last-days'), days: z.number().min(0).max(100_000) }),
  z.strictObject({ kind: z.literal('between'), from: time.nullable(), to: time.nullable() }),
]);
export type TimeWindow = z.infer<typeof window>;

export const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('state'), states: z.array(z.enum(PROFILE_STATES)).min(1) }),
  z.strictObject({
    kind: z.literal('trait'),
    name,
    operator: z.enum(TRAIT_OPERATORS),
    value: z.string().max(10_000),
  }),
  z.strictObject({ kind: z.literal('has-identifier'), namespace: name, present: z.boolean() }),
  z.strictObject({
    kind: z.literal('event'),
    name,
    did: z.boolean(),
    atLeast: z.int().min(1).max(1_000_000),
    window,
  }),
  z.strictObject({ kind: z.literal('revenue'), currency: z.string().max(10), atLeast: z.number() }),
]);
export type Condition = z.infer<typeof conditionSchema>;

export const predicateSchema = z.strictObject({
  match: z.enum(['all', 'any']),
  conditions: z.array(conditionSchema).max(100),
});
export type Predicate = z.infer<typeof predicateSchema>;
