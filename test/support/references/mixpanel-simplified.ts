/**
 * Mixpanel's Simplified ID Merge: a table of devices and the user each is mapped to. Who an event belongs to is looked up
 * at the end, because a mapping holds for earlier events too.
 *
 * [1] mixpanel/docs, docs/tracking-methods/id-management/identifying-users-simplified.mdx.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { Hand } from './folding-by-hand.ts';
import { NO_HAND } from './folding-by-hand.ts';
import type { ReferenceKey } from './keys-by-rank.ts';
import { keysByRank } from './keys-by-rank.ts';

export function referenceMixpanelSimplified(
  events: readonly CanonicalEvent[],
  ruleset: Ruleset,
  hand: Hand = NO_HAND,
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

  const held = () =>
    [...distinctIds]
      .filter((id) => personOf(id) === id)
      .map((person) => ({
        identifiers: [...distinctIds].filter((id) => personOf(id) === person),
        events: [...came].filter(([, id]) => personOf(id) === person).map(([event]) => event),
      }));
  const move = (from: string, to: string): void => {
    for (const id of distinctIds) if (personOf(id) === from) mapping.set(id, to);
  };
  const take = (event: CanonicalEvent): void => {
    const all = keysByRank(event, ruleset);
    const left = hand.screen(
      event,
      all.map(({ text }) => text),
      held(),
    );
    const [first, ...others] = all.filter(({ text }) => left.includes(text));
    if (first === undefined) return;
    const refuse = (
      { text: identifier }: ReferenceKey,
      reason: (typeof refusals)[number]['reason'],
    ): void => {
      refusals.push({ event: event.id!, identifier, reason });
    };
    // The distinct id of an event is its user id, and where it has none its device id [1].
    distinctIds.add(first.text);
    came.set(event.id!, first.text);
    if (first.isDevice) {
      for (const other of others)
        if (personOf(other.text) !== personOf(first.text)) refuse(other, 'LOGIN_REQUIRED');
      return;
    }
    // Chosen: an address that was given for a user before stands for that user.
    const user = personOf(first.text);
    users.add(user);
    for (const device of others) {
      if (personOf(device.text) === user) continue;
      if (device.namespace === first.namespace) {
        // Two user ids never become one [1].
        refuse(device, 'TWO_UNIQUES_ON_EVENT');
      } else if (users.has(personOf(device.text))) {
        // A device is mapped on the first event that it shares with a user id, and stays mapped [1].
        refuse(device, 'ALREADY_IDENTIFIED');
      } else {
        // From then on both are one [1].
        distinctIds.add(device.text);
        move(personOf(device.text), user);
      }
    }
  };
  for (const event of events) {
    take(event);
    for (let pin = hand.nextPin(held()); pin !== null; pin = hand.nextPin(held())) {
      // The first id of a person is the one that the others are mapped to.
      const [survivor, absorbed] = pin.map((place) => personOf(held()[place]!.identifiers[0]!));
      move(absorbed!, survivor!);
      if (users.has(absorbed!)) users.add(survivor!);
    }
  }
  return { profiles: held(), refusals };
}
