/** How dialect tests read records and print what they became. */

import { expect } from 'vitest';
import type { JsonValue } from '#shared/base/types.ts';
import type { CanonicalEvent, Dialect, Identifier, Rejection } from '#shared/event/event.ts';

export const OPTIONS = { country: 'DE', zone: 'UTC' };

export function eventOf(dialect: Dialect, record: unknown): CanonicalEvent {
  const result = dialect.toEvent(record as JsonValue, OPTIONS);
  if (!result.ok) expect.fail(result.error.text);
  return result.value;
}

export function rejectionOf(dialect: Dialect, record: unknown): Rejection {
  const result = dialect.toEvent(record as JsonValue, OPTIONS);
  if (result.ok) expect.fail('the record was accepted');
  return result.error;
}

export function texts(identifiers: readonly Identifier[]): string[] {
  return identifiers.map(({ namespace, value }) => `${namespace}:${value}`);
}

/** Traits as an object, for comparison. */
export function traitsOf(event: Pick<CanonicalEvent, 'traits'>): Record<string, unknown> {
  return Object.fromEntries(event.traits.map(({ name, value }) => [name, value]));
}
