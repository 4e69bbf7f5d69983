/**
 * WSO2's profile unification from its documentation (how profile unification works, unification rules; before typed
 * matching), over plain objects. Shares no code with the policy. What it leaves open is marked "Chosen".
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
      // "Existing temporary, new permanent: new becomes master, existing becomes child of new."
      masters = [...masters.filter((one) => one !== match), takeIn(record, match)];
    } else {
      // "Permanent and temporary: the permanent one becomes the master. Both temporary: the existing one."
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
  // "If any master profile has the same userId, the two profiles are merged immediately."
  const same = masters.find(({ userId }) => userId !== null && userId === record.userId);
  if (same !== undefined) return same;
  const namespaces = new Set(keys.filter(({ isUnique }) => !isUnique).map(({ namespace }) => namespace));
  // "For each rule by priority: any master with the same value? The first match triggers a merge."
  for (const rule of namespaces) {
    const values = keys.filter(({ namespace }) => namespace === rule).map(({ text }) => text);
    const sharing = masters.filter((master) => values.some((value) => master.values.has(value)));
    // "If both profiles are permanent with different user IDs, they are not merged." Chosen: one row, for the oldest.
    const isApart = (master: Master): boolean => record.userId !== null && master.userId !== null;
    const oldest = sharing[0];
    if (oldest !== undefined && isApart(oldest)) passOver(values.find((value) => oldest.values.has(value))!);
    // "If multiple profiles match, the oldest matching master is selected."
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
