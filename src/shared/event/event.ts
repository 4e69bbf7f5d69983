/**
 * The canonical event: what every dialect turns a record into, and the only thing the engine knows of a log.
 *
 * An event lives as an object only between a dialect and the batch it is written into; afterwards it is a row of
 * columns. Field names of the log are kept as names in entries, never as keys of an object made here, so a field
 * called `__proto__` is data like any other.
 */

import type { EpochMs, JsonObject, JsonValue } from '../base/types.ts';
import type { Identifier } from '../identifier/identifier.ts';

export type { Identifier };

export const EVENT_TYPES = ['page', 'screen', 'track', 'identify', 'group', 'alias'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** A trait of a person or company, as the log says it. */
export interface TraitEntry {
  readonly name: string;
  readonly value: JsonValue;
}

export interface CompanyFact {
  readonly identifiers: readonly Identifier[];
  readonly traits: readonly TraitEntry[];
  /** True when the event says that the person leaves the company; the link ends at the event. */
  readonly leaves?: boolean;
}

export interface OrderItem {
  readonly id: string | null;
  readonly name: string | null;
  readonly quantity: number | null;
  readonly price: number | null;
}

/**
 * What an event says of an order. An order's revenue is the last amount said of it (a resend of an amended order
 * carries the whole order again); refunds are kept apart. Kinds are decided by event name, never by the presence of
 * a revenue property, because checkouts and refunds carry one too.
 */
export interface OrderFact {
  readonly kind: 'completed' | 'refunded' | 'cancelled';
  readonly orderId: string | null;
  readonly amount: number | null;
  /** ISO 4217 in upper case; null when the log does not say. */
  readonly currency: string | null;
  readonly items: readonly OrderItem[];
}

/** Where a visit came from: campaign parameters and click ids of properties, context and page address. */
export interface TouchFact {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly term: string | null;
  readonly content: string | null;
  /** Click ids as namespace (`gclid`, `fbclid`, …) and value; also among the event's identifiers, as recorded ones. */
  readonly clickIds: readonly Identifier[];
  readonly referrer: string | null;
}

export interface CanonicalEvent {
  /** The record's own id, unique within its scope; null when it has none. */
  readonly id: string | null;
  /** What ids are unique within: the dialect's name, or what a mapping names. */
  readonly scope: string;
  readonly type: EventType;
  readonly name: string | null;
  /** null: the record has no time. Such an event is undated and comes first in the order. */
  readonly at: EpochMs | null;
  /** When the vendor received it, as the record says; never the moment Weft read it. */
  readonly receivedAt: EpochMs | null;
  /** The dialect's own sequence number, if it has one. */
  readonly sequence: number | null;
  /** Normalised, without repeats, in the order of the record; recorded and placeholder values included. */
  readonly identifiers: readonly Identifier[];
  readonly traits: readonly TraitEntry[];
  readonly properties: JsonObject;
  /** The part of the record that is worth showing and is neither trait nor property: page, library, campaign … */
  readonly context: JsonObject;
  readonly company: CompanyFact | null;
  readonly order: OrderFact | null;
  readonly touch: TouchFact | null;
}

/** Why a record could not become an event. `field` is a path such as `properties.value`, or null for the record. */
export interface Rejection {
  readonly field: string | null;
  readonly reason: RejectionReason;
  /** What was found and what was expected, for people: `"timestamp" is "yesterday"; expected ISO 8601 or epoch`. */
  readonly text: string;
}

export const REJECTION_REASONS = [
  'not-json',
  'not-an-object',
  'too-long',
  'wrong-type',
  'bad-time',
  'missing-field',
  'unknown-type',
  'unknown-dialect',
  'bad-encoding',
  'truncated',
  'wrong-column-count',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export interface DialectOptions {
  /** ISO 3166-1 alpha-2 in upper case, for phone numbers without a country code; null: such numbers are no keys. */
  readonly country: string | null;
  /** IANA zone for times without one; `UTC` unless the analyst says otherwise. */
  readonly zone: string;
}

export interface Detection {
  /** 0: not this dialect; 1: certain. */
  readonly confidence: number;
  /** One plain sentence saying what was recognised: `has "customProperties", as CustomerLabs events do`. */
  readonly reason: string;
}

/** A way of writing events. One file each under `dialects/`; `detect.ts` asks them all. */
export interface Dialect {
  readonly name: string;
  readonly title: string;
  detect(record: JsonValue): Detection;
  /** Never throws for any JSON value. Assumes `record` came out of JSON.parse or a table reader. */
  toEvent(
    record: JsonValue,
    options: DialectOptions,
  ): { ok: true; value: CanonicalEvent } | { ok: false; error: Rejection };
}
