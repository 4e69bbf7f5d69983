/**
 * Mixpanel's Simplified ID Merge as its documentation tells it: a table of devices and the user each is mapped to. Who
 * an event belongs to is looked up at the end, because a mapping holds for earlier events too.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys-by-rank.ts';
import { keysByRank } from './keys-by-rank.ts';

export function referenceMixpanelSimplified(
  events: readonly CanonicalEvent[],
  ruleset: Ruleset,
): PolicyOutcome {
  /** Every id seen as the one an event belongs to, or mapped. */
  const distinctIds = new Set<string>();
  const users = new Set<string>();
  /** Device → user. */
  const mapping = new Map<string, string>();
  /** Event → the id that it came with. */
  const came = new Map<string, string>();
  const refusals: PolicyOutcome['refusals'][number][] = [];
  const personOf = (id: string): string => mapping.get(id) ?? id;

  for (const event of events) {
    const [first, ...others] = keysByRank(event, ruleset);
    if (first === undefined) continue;
    const refuse = (
      { text: identifier }: ReferenceKey,
      reason: (typeof refusals)[number]['reason'],
    ): void => {
      refusals.push({ event: event.id!, identifier, reason });
    };
    // "If an event contains a $user_id, its value will be set as the distinct_id"; "a $device_id without a $user_id: the
    // value of the $device_id".
    distinctIds.add(first.text);
    came.set(event.id!, first.text);
    if (first.isDevice) {
      for (const other of others)
        if (personOf(other.text) !== personOf(first.text)) refuse(other, 'LOGIN_REQUIRED');
      continue;
    }
    // An address that was given for a user before stands for that user.
    const user = personOf(first.text);
    users.add(user);
    for (const device of others) {
      if (personOf(device.text) === user) continue;
      if (device.namespace === first.namespace) {
        // "It is not possible to merge 2 $user_ids."
        refuse(device, 'TWO_UNIQUES_ON_EVENT');
      } else if (mapping.has(device.text) || users.has(device.text)) {
        // The mapping is made when the two are "present in the same event for the first time", and stays.
        refuse(device, 'ALREADY_IDENTIFIED');
      } else {
        // "A mapping is created to merge the values together."
        distinctIds.add(device.text);
        mapping.set(device.text, user);
      }
    }
  }
  const persons = [...new Set([...distinctIds].map(personOf))];
  return {
    profiles: persons.map((person) => ({
      identifiers: [...distinctIds].filter((id) => personOf(id) === person),
      events: [...came].filter(([, id]) => personOf(id) === person).map(([event]) => event),
    })),
    refusals,
  };
}
