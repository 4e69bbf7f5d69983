/**
 * Keys of an event under policies that know *unique* namespaces: a profile has at most one value of each (a limit of 1).
 * Vendors' requests have room for one value of such a namespace; an event of a log that carries more is taken by the
 * first, and the others join nobody.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandKey } from '../island-event.ts';

export interface UniqueKeys {
  /** In the order of the event; at most one of each unique namespace. */
  readonly taken: readonly IslandKey[];
  readonly surplus: readonly IslandKey[];
}

export function isUnique(key: IslandKey): boolean {
  return key.maxPerProfile === 1;
}

export function takeUnique(keys: readonly IslandKey[]): UniqueKeys {
  const seen = new Set<string>();
  const taken: IslandKey[] = [];
  const surplus: IslandKey[] = [];
  for (const key of keys) {
    const isSurplus = isUnique(key) && seen.has(key.namespace);
    (isSurplus ? surplus : taken).push(key);
    seen.add(key.namespace);
  }
  return { taken, surplus };
}

/** Notes that surplus values did not come to the profile of their event. */
export function refuseSurplus(
  draft: IslandDraft,
  surplus: readonly IslandKey[],
  profile: DraftProfile,
  event: EventIndex,
): void {
  for (const { identifier } of surplus) {
    const [owner] = draft.eachOwner(identifier);
    draft.refuse(identifier, profile, { event, reason: 'TWO_UNIQUES_ON_EVENT', owner: owner ?? null });
  }
}
