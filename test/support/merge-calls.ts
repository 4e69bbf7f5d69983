/** Calls of PostHog's and Mixpanel's that name two ids of one kind, drawn for `PolicyOracle`. */

import type { CanonicalEvent } from '#shared/event/event.ts';
import { parseIdentifiers } from './events.ts';
import type { DrawnEvent } from './policy-oracle.ts';

/** Most events are the given calls, on the first id drawn and another or on all; the others carry one id or are as drawn. */
export function mergeCalls(names: readonly string[]): (drawn: DrawnEvent) => Partial<CanonicalEvent> {
  return ({ call, ids, other }) => {
    const name = names[call];
    const operands = call % 3 === 2 ? [...ids, other] : [ids[0], other];
    if (name !== undefined) return { name, identifiers: parseIdentifiers(operands.join(' ')) };
    if (call === 11) return { type: 'alias' };
    return call % 2 === 0 ? { identifiers: parseIdentifiers(ids[0]!) } : {};
  };
}
