/** Random overrides of random logs: as drawn, which is plain JSON, and as the document that they stand for. */

import fc from 'fast-check';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Override, OverrideSide } from '#shared/identity/overrides.ts';
import { parseIdentifiers } from './events.ts';
import { eventKeyText } from './reference-resolver.ts';

/** `namespace:value`, or the place of an event in the log. */
type DrawnSide = string | number;

export interface DrawnOverride {
  readonly kind: 'pin' | 'cut' | 'exclude';
  readonly a: DrawnSide;
  readonly b: DrawnSide;
}

const NAMED = [
  'email:a@x.example',
  'email:b@x.example',
  'email:c@x.example',
  'phone:+4917139200',
  'user_id:u1',
  'customerlabs_user_id:d1',
  'customerlabs_user_id:d2',
  'facebook__fbp:f1',
  'anonymous_id:n1',
  'crm_user_id:x1',
  'crm_account_id:c1',
];
/** Never a key, or on no record. */
const ABSENT = ['email:info@x.example', 'gclid:k1', 'email:nobody@x.example'];

export const drawnOverrides = drawnOverridesOf(NAMED, ABSENT);

/** Of identifiers that a log draws from, of `absent` ones that it does not, and of events. */
export function drawnOverridesOf(
  named: readonly string[],
  absent: readonly string[] = ['email:nobody@x.example'],
): fc.Arbitrary<DrawnOverride[]> {
  const side = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...named) },
    { weight: 1, arbitrary: fc.constantFrom(...absent) },
    { weight: 3, arbitrary: fc.nat(15) },
  );
  const kind = fc.constantFrom(
    'pin' as const,
    'pin' as const,
    'cut' as const,
    'cut' as const,
    'exclude' as const,
  );
  return fc.array(fc.record({ kind, a: side, b: side }), { maxLength: 6 });
}

/** Each a minute after the one before, so that their order is the order in which they were drawn. */
export function overridesOf(drawn: readonly DrawnOverride[], events: readonly CanonicalEvent[]): Override[] {
  return drawn.flatMap(({ kind, a, b }, place): Override[] => {
    const why = { reason: 'drawn', at: `2026-01-01T00:${String(place).padStart(2, '0')}:00Z` };
    if (kind === 'exclude') {
      const [identifier] = parseIdentifiers(typeof a === 'string' ? a : NAMED[a % NAMED.length]!);
      return [{ kind, identifier: identifier!, ...why }];
    }
    const [sideA, sideB] = [sideOf(a, events), sideOf(b, events)];
    if (JSON.stringify(sideA) === JSON.stringify(sideB)) return [];
    return [{ kind, a: sideA, b: sideB, ...why }];
  });
}

function sideOf(drawn: DrawnSide, events: readonly CanonicalEvent[]): OverrideSide {
  if (typeof drawn === 'string') return parseIdentifiers(drawn)[0]!;
  return { event: eventKeyText(events[drawn % events.length]!) };
}
