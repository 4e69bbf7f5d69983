/**
 * Which profiles of an island hold an identifier and no login id? For each identifier they are kept in the order of
 * founding, so that on a device that thousands have used the present one is found at the end of the list. A profile
 * that gets its first login id leaves the lists of all it holds, one that loses its last comes back.
 */

import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { IslandDraft } from '../island-draft.ts';

export class AnonymousProfiles {
  readonly #draft: IslandDraft;
  /** DraftProfile → login ids it holds. */
  readonly #logins = new Map<DraftProfile, number>();
  readonly #holders = new Map<IdentifierIndex, DraftProfile[]>();

  constructor(draft: IslandDraft) {
    this.#draft = draft;
  }

  isKnown(profile: DraftProfile): boolean {
    return (this.#logins.get(profile) ?? 0) > 0;
  }

  /** Ascending. To be read before the next change. */
  holdersOf(identifier: IdentifierIndex): readonly DraftProfile[] {
    return this.#holders.get(identifier) ?? [];
  }

  /** To be called after a profile has come to hold an identifier. */
  gained(profile: DraftProfile, identifier: IdentifierIndex, isLogin: boolean): void {
    const wasKnown = this.isKnown(profile);
    if (isLogin) this.#logins.set(profile, (this.#logins.get(profile) ?? 0) + 1);
    if (!wasKnown && isLogin) for (const held of this.#draft.holdingsOf(profile)) this.#leave(held, profile);
    if (!wasKnown && !isLogin) this.#enter(identifier, profile);
  }

  /** To be called after a profile has lost an identifier. */
  lost(profile: DraftProfile, identifier: IdentifierIndex, isLogin: boolean): void {
    if (isLogin) this.#logins.set(profile, (this.#logins.get(profile) ?? 0) - 1);
    if (this.isKnown(profile)) return;
    if (isLogin) for (const held of this.#draft.holdingsOf(profile)) this.#enter(held, profile);
    else this.#leave(identifier, profile);
  }

  #enter(identifier: IdentifierIndex, profile: DraftProfile): void {
    const holders = this.#holders.get(identifier);
    if (holders === undefined) this.#holders.set(identifier, [profile]);
    else holders.splice(placeOf(holders, profile), 0, profile);
  }

  #leave(identifier: IdentifierIndex, profile: DraftProfile): void {
    const holders = this.#holders.get(identifier);
    if (holders === undefined) return;
    const place = placeOf(holders, profile);
    if (holders[place] === profile) holders.splice(place, 1);
  }
}

/** Where a profile is among ascending ones, or would be. */
function placeOf(profiles: readonly DraftProfile[], profile: DraftProfile): number {
  let [low, high] = [0, profiles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (profiles[middle]! < profile) low = middle + 1;
    else high = middle;
  }
  return low;
}
