/**
 * WSO2's profile unification (before typed matching), over plain objects. Shares no code with the policy. What the pages
 * leave open is marked "Chosen".
 *
 * Pages of wso2/identity-customer-data-service, docs/concepts: [1] how-unification-works.md, [2] unification-rules.md.
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyReference } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys.ts';
import { keysOf } from './keys.ts';

interface Master {
  readonly values: Set<string>;
  readonly events: string[];
  readonly userId: string | null;
}

export const referenceWso2Cds: PolicyReference = (events, ruleset) => {
  // In the order of creation.
  let masters: Master[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  for (const event of events) {
    const carried = keysOf(event, ruleset);
    if (carried.length === 0) continue;
    const userIds = carried.filter(({ isUnique }) => isUnique);
    const userId = userIds[0]?.text ?? null;
    // Chosen: a record has one user id, the first by value.
    for (const { text } of userIds.slice(1))
      refusals.push({ event: event.id!, identifier: text, reason: 'TWO_UNIQUES_ON_EVENT' });
    const keys = carried.filter(({ text, isUnique }) => !isUnique || text === userId);
    const record: Master = { values: new Set(keys.map(({ text }) => text)), events: [event.id!], userId };
    const match = matchOf(record, keys, masters, (identifier) =>
      refusals.push({ event: event.id!, identifier, reason: 'BOTH_PERMANENT' }),
    );
    if (match === null) {
      masters.push(record);
    } else if (match.userId === null && userId !== null) {
      // A profile with a user id takes in one without, also one that was there before it [1].
      masters = [...masters.filter((one) => one !== match), takeIn(record, match)];
    } else {
      // Else the one that was there is the master, also of two without a user id [1].
      takeIn(match, record);
    }
  }
  return {
    profiles: masters.map(({ values, events: mine }) => ({ identifiers: [...values], events: mine })),
    refusals,
  };
};

/** The master that the record merges with: one merge a run. */
function matchOf(
  record: Master,
  keys: readonly ReferenceKey[],
  masters: readonly Master[],
  passOver: (identifier: string) => void,
): Master | null {
  // The same user id beats every rule [1].
  const same = masters.find(({ userId }) => userId !== null && userId === record.userId);
  if (same !== undefined) return same;
  const namespaces = new Set(keys.filter(({ isUnique }) => !isUnique).map(({ namespace }) => namespace));
  // Rules in order of priority; the first by which a master has the same value ends the search [1][2].
  for (const rule of namespaces) {
    const values = keys.filter(({ namespace }) => namespace === rule).map(({ text }) => text);
    const sharing = masters.filter((master) => values.some((value) => master.values.has(value)));
    // Two user ids never become one [1]. Chosen: one row, for the oldest.
    const isApart = (master: Master): boolean => record.userId !== null && master.userId !== null;
    const oldest = sharing[0];
    if (oldest !== undefined && isApart(oldest)) passOver(values.find((value) => oldest.values.has(value))!);
    // Of several masters the oldest is taken [1].
    const match = sharing.find((master) => !isApart(master));
    if (match !== undefined) return match;
  }
  return null;
}

function takeIn(master: Master, child: Master): Master {
  for (const value of child.values) master.values.add(value);
  master.events.push(...child.events);
  return master;
}
