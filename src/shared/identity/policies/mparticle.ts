/**
 * mParticle IDSync, after the pages "Components of IDSync", "Identify users" and those of the four strategies of
 * docs.mparticle.com. An event is a request: which profile does it get? Its identifiers are looked up by priority, each
 * next one telling apart what is left; a *known* profile, one with login ids, is got by one of these only. The profile
 * then gets all identifiers of the request; a unique one leaves whoever had it, who may be left an orphan.
 *
 *                      a login id nobody has                    logout
 *     conversion       joins the profile that was found         founds a profile
 *     link             founds a profile (found: its source)     founds a profile
 *     isolation        founds a profile                         gets the anonymous profile
 *     best match       no login ids, nothing is unique          –
 *
 * Calls are the names of the API's endpoints. `logout` without a login id is one; a logout that still names its user is
 * that user's. `modify` never gets another profile: a log has no mParticle id, so the profile is that of the value which
 * trait `replaces` names (as `namespace:value`, among the event's identifiers), else the one that is found; new values
 * take the place of that one, else of the profile's others in their namespace. Every other event is an `identify`, as
 * all calls "perform the same function": with a login id it is the known user's, also without a `login`; without one
 * it is that of the device's anonymous profile, also after a login there, because a known profile cannot be got so.
 *
 * Our readings: of profiles that nothing tells apart the one founded last is meant, as on a device it is the one in use;
 * a profile has one value of a unique namespace ("add or update"); a known user is new when all its login ids are.
 * Cost: an event looks at the profiles of its login ids, and at the latest anonymous one that fits.
 */

import { must } from '../../base/assert.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { ReasonCode } from '../identity.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent, IslandKey } from '../island-event.ts';
import { AnonymousProfiles } from './anonymous-profiles.ts';
import type { IslandPolicy } from './policy.ts';
import { isUnique, refuseSurplus, takeUnique } from './unique-keys.ts';

interface Strategy {
  /** False: no namespace is of logins, whatever its role. */
  readonly hasLogins: boolean;
  /** Why a new known user does not join the anonymous profile it was found by; null: it does. */
  readonly newUser: ReasonCode | null;
  readonly logoutFounds: boolean;
}

const CONVERSION: Strategy = { hasLogins: true, newUser: null, logoutFounds: true };
const LINK: Strategy = { hasLogins: true, newUser: 'SOURCE_ONLY', logoutFounds: true };
const ISOLATION: Strategy = { hasLogins: true, newUser: 'NEW_USER', logoutFounds: false };
const BEST_MATCH: Strategy = { hasLogins: false, newUser: null, logoutFounds: false };

export const PROFILE_CONVERSION = policyOf(CONVERSION);
export const PROFILE_LINK = policyOf(LINK);
export const PROFILE_ISOLATION = policyOf(ISOLATION);
export const BEST_MATCHES = policyOf(BEST_MATCH);

function policyOf(strategy: Strategy): IslandPolicy {
  return {
    kind: 'island',
    begin(draft) {
      const directory = new Directory(draft, strategy);
      return (event) => directory.take(event);
    },
  };
}

interface Request {
  readonly event: EventIndex;
  /** Identifiers that the profile is to hold, by priority. */
  readonly keys: readonly IslandKey[];
  readonly logins: readonly IslandKey[];
  /** Values of unique namespaces for which a request has no room. */
  readonly surplus: readonly IslandKey[];
  readonly isModify: boolean;
  /** Of a `modify`: the value that it names as replaced. */
  readonly replaced: IslandKey | undefined;
  /** It has no login id either. */
  readonly isLogout: boolean;
}

class Directory {
  readonly #draft: IslandDraft;
  readonly #strategy: Strategy;
  readonly #anonymous: AnonymousProfiles;
  readonly #keys = new Map<IdentifierIndex, IslandKey>();
  /** Profile and unique namespace → the value it came to hold last, so that a hub need not be searched for it. */
  readonly #uniques = new Map<string, IslandKey>();
  /** Identifier → the profile that its previous event went to. */
  readonly #previous = new Map<IdentifierIndex, DraftProfile>();

  constructor(draft: IslandDraft, strategy: Strategy) {
    this.#draft = draft;
    this.#strategy = strategy;
    this.#anonymous = new AnonymousProfiles(draft);
  }

  take(event: IslandEvent): void {
    const request = this.#read(event);
    const found = this.#find(request);
    const profile = found ?? this.#found(request);
    const isFounded = found === null;
    for (const key of request.keys) this.#notePrevious(key, profile, { request, isFounded });
    for (const key of request.keys) this.#give(key, profile, request);
    for (const { identifier } of request.keys) this.#previous.set(identifier, profile);
    refuseSurplus(this.#draft, request.surplus, profile, event.event);
    this.#draft.credit(event, profile);
  }

  #read(event: IslandEvent): Request {
    for (const key of event.keys) this.#keys.set(key.identifier, key);
    const isModify = event.name === 'modify';
    const replaced = isModify ? replacedBy(event) : undefined;
    const { taken: keys, surplus } = takeUnique(event.keys.filter((key) => key !== replaced));
    const logins = keys.filter((key) => this.#isLogin(key));
    const isLogout = event.name === 'logout' && logins.length === 0;
    return { event: event.event, keys, logins, surplus, isModify, replaced, isLogout };
  }

  /** The profile that a request gets; null: a new one. */
  #find(request: Request): DraftProfile | null {
    const { keys, logins, replaced, isLogout } = request;
    if (isLogout && this.#strategy.logoutFounds) return null;
    if (replaced !== undefined) {
      const owners = this.#draft.ownersOf(replaced.identifier);
      if (owners.length > 0) return this.#bestOf(owners, keys);
    }
    const known = new Set(logins.flatMap(({ identifier }) => this.#draft.ownersOf(identifier)));
    for (const [place, key] of keys.entries()) {
      const candidates = this.#candidatesBy(key, known, request);
      if (candidates.length > 0) return this.#bestOf(candidates, keys.slice(place + 1));
    }
    return null;
  }

  /** Profiles that hold a key and may be got by the request, in the order of founding. `known`: by its login ids. */
  #candidatesBy(
    key: IslandKey,
    known: ReadonlySet<DraftProfile>,
    { logins, isModify }: Request,
  ): readonly DraftProfile[] {
    const isApart = logins.length > 0 && this.#strategy.newUser !== null && !isModify;
    const anonymous = isApart ? [] : this.#anonymous.holdersOf(key.identifier);
    const held = [...known].filter((profile) => this.#draft.holds(profile, key.identifier));
    return held.length === 0 ? anonymous : [...anonymous, ...held].sort((a, b) => a - b);
  }

  /** Of profiles in the order of founding: whoever holds the first of the keys, then the next; the last of equal ones. */
  #bestOf(candidates: readonly DraftProfile[], keys: readonly IslandKey[]): DraftProfile {
    let best = must(candidates.at(-1), 'a candidate');
    let bestFit: readonly boolean[] = [];
    for (let i = candidates.length - 1; i >= 0; i -= 1) {
      const fit = keys.map(({ identifier }) => this.#draft.holds(candidates[i]!, identifier));
      const difference = fit.findIndex((holds, place) => holds !== (bestFit[place] ?? false));
      if (difference >= 0 && fit[difference] === true) [best, bestFit] = [candidates[i]!, fit];
      // Nothing fits better than all.
      if (fit.every(Boolean)) break;
    }
    return best;
  }

  #found({ event, keys }: Request): DraftProfile {
    const founder = must(keys[0], 'a request with an identifier');
    const profile = this.#draft.found(founder.identifier, event);
    this.#anonymous.gained(profile, founder.identifier, this.#isLogin(founder));
    return profile;
  }

  /** Lets the profile hold a key of its request. */
  #give(key: IslandKey, profile: DraftProfile, request: Request): void {
    const { event } = request;
    const { identifier } = key;
    const isNew = !this.#draft.holds(profile, identifier);
    if (isUnique(key)) {
      for (const owner of this.#draft.ownersOf(identifier)) {
        if (owner === profile) continue;
        this.#draft.move(identifier, owner, profile, { event, action: 'hand-over', reason: 'ID_MOVED' });
        this.#anonymous.lost(owner, identifier, this.#isLogin(key));
      }
    }
    this.#draft.attach(identifier, profile, event);
    if (isNew) this.#anonymous.gained(profile, identifier, this.#isLogin(key));
    for (const old of this.#replacedBy(key, profile, { request, isNew })) {
      this.#draft.release(old.identifier, profile, { event, reason: 'REPLACED', via: identifier });
      this.#anonymous.lost(profile, old.identifier, this.#isLogin(old));
    }
    if (isUnique(key)) this.#uniques.set(slotOf(key, profile), key);
  }

  /** What a profile lets go of once it holds the key. */
  #replacedBy(
    key: IslandKey,
    profile: DraftProfile,
    { request, isNew }: { readonly request: Request; readonly isNew: boolean },
  ): IslandKey[] {
    const { keys, replaced, isModify } = request;
    const isHeld = (old: IslandKey): boolean => this.#draft.holds(profile, old.identifier);
    if (isUnique(key)) {
      const old = this.#uniques.get(slotOf(key, profile));
      return old !== undefined && old !== key && isHeld(old) ? [old] : [];
    }
    if (replaced?.namespace === key.namespace) return isHeld(replaced) ? [replaced] : [];
    if (!isModify || !isNew) return [];
    return this.#draft
      .holdingsOf(profile)
      .map((identifier) => must(this.#keys.get(identifier), 'a key of an earlier event'))
      .filter((old) => old.namespace === key.namespace && !keys.includes(old));
  }

  /** Notes that a key joined the profile of its request not to the one that its previous event went to. */
  #notePrevious(
    key: IslandKey,
    profile: DraftProfile,
    { request, isFounded }: { readonly request: Request; readonly isFounded: boolean },
  ): void {
    const owner = this.#previous.get(key.identifier);
    // A unique one moves, and has a row of its own.
    if (owner === undefined || owner === profile || isUnique(key)) return;
    if (!this.#draft.holds(owner, key.identifier)) return;
    const { event, keys } = request;
    const tie = keys.find(({ identifier }) => this.#draft.holds(profile, identifier));
    const reason = this.#whyNot(owner, request, isFounded);
    this.#draft.refuse(key.identifier, profile, {
      event,
      reason,
      owner,
      ...(reason === 'OUTRANKED' && tie !== undefined && { via: tie.identifier }),
    });
  }

  /** Why a request did not get a profile that holds one of its keys. */
  #whyNot(profile: DraftProfile, { logins, isLogout }: Request, isFounded: boolean): ReasonCode {
    const { newUser } = this.#strategy;
    if (isLogout) return 'LOGGED_OUT';
    if (this.#anonymous.isKnown(profile)) {
      const isNamed = logins.some(({ identifier }) => this.#draft.holds(profile, identifier));
      return isNamed ? 'OUTRANKED' : 'LOGIN_REQUIRED';
    }
    return isFounded && newUser !== null && logins.length > 0 ? newUser : 'OUTRANKED';
  }

  #isLogin({ role }: IslandKey): boolean {
    return this.#strategy.hasLogins && role === 'strong';
  }
}

function slotOf({ namespace }: IslandKey, profile: DraftProfile): string {
  return `${profile} ${namespace}`;
}

/** The value that a `modify` names as replaced, when the event carries it and another one of its namespace. */
function replacedBy({ keys, trait }: IslandEvent): IslandKey | undefined {
  const named = trait('replaces');
  const replaced = keys.find(({ namespace, value }) => `${namespace}:${value}` === named);
  const isReplaced = keys.some((key) => key !== replaced && key.namespace === replaced?.namespace);
  return isReplaced ? replaced : undefined;
}
