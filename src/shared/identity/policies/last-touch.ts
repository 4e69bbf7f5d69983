/**
 * Last touch, as warehouse models stitch sessions: whoever was last logged in on a cookie has all its history, also what
 * somebody else did there while logged in.
 *
 * The best strong key of an event is its user; an event without one touches nothing. Every other key of an event with a
 * user passes to that user's profile: with all of an anonymous profile, or of one that only this key named (a merge), else
 * alone (HISTORY_MOVED). An event belongs to its cookie, its best key that names no person, and follows it wherever it
 * goes; without one to its user. Cookies of an event without a user belong together as far as no two users have them.
 *
 * Cost: constant for each key, but for merges, which cost the smaller profile.
 *
 * Source: the user mapping of snowplow/dbt-snowplow-unified and the user stitching of dbt-labs/segment, which know one
 * cookie and one user id; that any other identifier passes along in the same way is Weft's reading.
 */

import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent, IslandKey } from '../island-event.ts';
import type { TakeIslandEvent } from './policy.ts';

export function beginByLastTouch(draft: IslandDraft): TakeIslandEvent {
  const touches = new Touches(draft);
  return (event) => draft.follow(event, touches.take(event).identifier);
}

class Touches {
  readonly #draft: IslandDraft;
  /** The user each profile is of, unless it is anonymous. */
  readonly #users = new Map<DraftProfile, IdentifierIndex>();

  constructor(draft: IslandDraft) {
    this.#draft = draft;
  }

  /** The one profile that holds an identifier; undefined when nobody does. */
  holderOf(identifier: IdentifierIndex): DraftProfile | undefined {
    return this.#draft.ownersOf(identifier)[0];
  }

  /** Moves what an event touches, and returns the key that the event follows from then on. */
  take(event: IslandEvent): IslandKey {
    const user = event.keys.find(({ role }) => role === 'strong');
    return user === undefined ? this.#takeAnonymous(event) : this.#takeOf(user, event);
  }

  #takeOf(user: IslandKey, { event, keys }: IslandEvent): IslandKey {
    const draft = this.#draft;
    let profile = this.holderOf(user.identifier);
    if (profile === undefined) {
      profile = draft.found(user.identifier, event);
      this.#users.set(profile, user.identifier);
    }
    for (const { identifier, namespace } of keys) {
      const holder = this.holderOf(identifier);
      if (holder === profile) continue;
      if (namespace === user.namespace) {
        const owner = holder ?? null;
        draft.refuse(identifier, profile, { event, reason: 'TWO_UNIQUES_ON_EVENT', owner });
      } else if (holder === undefined) {
        draft.attach(identifier, profile, event);
      } else if ((this.#users.get(holder) ?? identifier) === identifier) {
        draft.merge(profile, holder, { survivor: user.identifier, absorbed: identifier }, event);
      } else {
        draft.move(identifier, holder, profile, { event, action: 'hand-over', reason: 'HISTORY_MOVED' });
      }
    }
    return keys.find(({ role }) => role !== 'strong') ?? user;
  }

  #takeAnonymous({ event, keys }: IslandEvent): IslandKey {
    const draft = this.#draft;
    const carrier =
      keys.find(({ identifier }) => this.#userOfHolder(identifier) !== undefined) ??
      keys.find(({ identifier }) => this.holderOf(identifier) !== undefined) ??
      keys[0]!;
    const via = carrier.identifier;
    const profile = this.holderOf(via) ?? draft.found(via, event);
    for (const { identifier } of keys) {
      const holder = this.holderOf(identifier);
      if (holder === profile) continue;
      if (holder === undefined) draft.attach(identifier, profile, event);
      else if (this.#users.has(holder))
        draft.refuse(identifier, profile, { event, reason: 'OUTRANKED', owner: holder, via });
      else draft.merge(profile, holder, { survivor: via, absorbed: identifier }, event);
    }
    return carrier;
  }

  #userOfHolder(identifier: IdentifierIndex): IdentifierIndex | undefined {
    const holder = this.holderOf(identifier);
    return holder === undefined ? undefined : this.#users.get(holder);
  }
}
