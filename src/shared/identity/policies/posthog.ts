/**
 * PostHog: calls merge, and only what no call has named yet may be merged away.
 *
 * An event's first key is its `distinct_id`; every further one is the second operand of a merge into it, as
 * `$anon_distinct_id` of `$identify` and `alias` of the other calls are (identifier/merge-operands.ts). A person that
 * took part in a merge is identified from then on. It is not merged into another, `$merge_dangerously` aside; but an id
 * that nobody has is added to it without a question, so that the same calls merge or refuse depending on which ids were
 * seen before. An event with one id, or that names devices only, is a plain capture and marks nobody.
 *
 * Source: PostHog's ingestion (plugin-server, merging of persons) and its documentation of `identify`.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import { eventName, eventType } from '../island-event.ts';
import type { TakingOrder } from '../taking-order.ts';
import { isDevice, ownerOrFounded, takeForDevice } from './device-led.ts';

const CALLS: ReadonlySet<string> = new Set(['$identify', '$create_alias', '$merge_dangerously']);

export function takeByPosthog(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  const into = keys.keys[0]!;
  if (keys.count === 1) return ownerOrFounded(state, into, event);
  const name = eventName(state.store, event);
  const isCall = CALLS.has(name ?? '') || eventType(state.store, event) === 'alias';
  if (!isCall && isDevice(state, into)) return takeForDevice(state, keys, event);
  const isForced = name === '$merge_dangerously';
  for (let i = 1; i < keys.count; i += 1) merge(state, { into, other: keys.keys[i]!, isForced }, event);
  return state.ownerOf(into);
}

interface Merge {
  readonly into: IdentifierIndex;
  readonly other: IdentifierIndex;
  /** Also an identified person is merged away. */
  readonly isForced: boolean;
}

/** Ensures that `into` has an owner. */
function merge(state: IdentityState, { into, other, isForced }: Merge, event: EventIndex): void {
  const source = state.ownerOf(other);
  const target = state.ownerOf(into);
  if (source >= 0 && source === target) {
    // By a merge before, so that the person is identified; or by hand.
    state.profiles.markIdentified(source);
    return;
  }
  const illegal = [into, other].find((identifier) => isIllegal(state, identifier));
  if (illegal !== undefined) {
    const anchor = ownerOrFounded(state, into, event);
    state.refuse({ identifier: other, reason: 'ILLEGAL_ID', owner: source, via: illegal }, anchor, event);
    return;
  }
  if (source < 0) state.attach(other, ownerOrFounded(state, into, event), event);
  else if (target < 0) state.attach(into, source, event);
  else if (isForced || !state.profiles.isIdentified(source)) state.absorb(target, into, source, other, event);
  else
    state.refuse(
      { identifier: other, reason: 'ALREADY_IDENTIFIED', owner: source, via: into },
      target,
      event,
    );
  state.profiles.markIdentified(state.ownerOf(into));
}

const ILLEGAL_IN_ANY_CASE = [
  'anonymous',
  'guest',
  'distinctid',
  'distinct_id',
  'id',
  'not_authenticated',
  'email',
  'undefined',
  'true',
  'false',
];
const ILLEGAL_AS_WRITTEN = ['[object Object]', 'NaN', 'None', 'none', 'null', '0', 'undefined'];
const inAnyCase = alsoQuoted(ILLEGAL_IN_ANY_CASE);
const asWritten = alsoQuoted(ILLEGAL_AS_WRITTEN);

function alsoQuoted(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [word, `"${word}"`, `'${word}'`]));
}

/** True for what merges nobody, because careless code sends it for many people. */
function isIllegal(state: IdentityState, identifier: IdentifierIndex): boolean {
  const value = state.store.identifierTable.valueText(identifier);
  return value.trim() === '' || inAnyCase.has(value.toLowerCase()) || asWritten.has(value);
}
