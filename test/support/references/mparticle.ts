/**
 * mParticle's four identity strategies, plain and slow. Shares no code with the policy. What the pages leave open is marked
 * "Chosen".
 *
 * Pages of mParticle/docs, src/pages/guides/idsync (October 2023): [1] components, [2] profile-link-strategy,
 * [3] profile-isolation-strategy, [4] profile-conversion-strategy, [5] best-match-strategy.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { ReasonCode } from '#shared/identity/identity.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome, PolicyReference } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys.ts';
import { keysOf } from './keys.ts';

export type Strategy = 'conversion' | 'link' | 'isolation' | 'best-match';

/** A user profile with its identity record. */
interface Profile {
  record: string[];
  readonly events: string[];
}

export function referenceMparticle(strategy: Strategy): PolicyReference {
  return (events, ruleset) => {
    const directory = new Directory(strategy, ruleset);
    for (const event of events) directory.request(event);
    return directory.outcome();
  };
}

class Directory {
  readonly #strategy: Strategy;
  readonly #ruleset: Ruleset;
  /** Of everything seen so far, by its text. */
  readonly #keys = new Map<string, ReferenceKey>();
  /** In the order of founding. */
  readonly #profiles: Profile[] = [];
  readonly #refusals: PolicyOutcome['refusals'][number][] = [];
  readonly #previous = new Map<string, Profile>();

  constructor(strategy: Strategy, ruleset: Ruleset) {
    this.#strategy = strategy;
    this.#ruleset = ruleset;
  }

  outcome(): PolicyOutcome {
    const profiles = this.#profiles.map(({ record, events }) => ({ identifiers: record, events }));
    return { profiles, refusals: this.#refusals };
  }

  request(event: CanonicalEvent): void {
    // Identifiers are looked up from the best priority down [1]. Chosen: equal ones by type, then by value.
    const keys = keysOf(event, this.#ruleset);
    if (keys.length === 0) return;
    for (const key of keys) this.#keys.set(key.text, key);
    const all = keys.map(({ text }) => text);
    const replaced = event.name === 'modify' ? this.#replacedIn(event, all) : null;
    const rest = all.filter((text) => text !== replaced);
    // Chosen: a request has one value of a unique type; the first counts.
    const texts = rest.filter(
      (text, place) => !this.#isUnique(text) || !rest.slice(0, place).some((one) => isSameType(one, text)),
    );
    const logins = texts.filter((text) => this.#isLogin(text));
    const isLogout = event.name === 'logout' && logins.length === 0;

    const got = this.#answer(texts, { isLogout, isModify: event.name === 'modify', replaced });
    const profile = got ?? { record: [texts[0]!], events: [] };
    if (got === null) this.#profiles.push(profile);

    for (const text of texts) {
      const reason = this.#passedOver(text, profile, { logins, isLogout, isNew: got === null });
      if (reason !== null) this.#refusals.push({ event: event.id!, identifier: text, reason });
    }
    for (const text of texts)
      this.#add(text, profile, { texts, replaced, isModify: event.name === 'modify' });
    for (const text of texts) this.#previous.set(text, profile);
    for (const text of rest)
      if (!texts.includes(text))
        this.#refusals.push({ event: event.id!, identifier: text, reason: 'TWO_UNIQUES_ON_EVENT' });
    profile.events.push(event.id!);
  }

  /** The profile that a request is resolved into; null: a new one. */
  #answer(
    texts: readonly string[],
    call: { readonly isLogout: boolean; readonly isModify: boolean; readonly replaced: string | null },
  ): Profile | null {
    // Under conversion and link a logout begins a new anonymous profile [4][2].
    if (call.isLogout && (this.#strategy === 'conversion' || this.#strategy === 'link')) return null;
    // A modify names its user by an mParticle id and never makes a new one [1]. Chosen: a log has no such ids, but the
    // old value in its place.
    if (call.replaced !== null) {
      const current = this.#profiles.filter(({ record }) => record.includes(call.replaced!));
      if (current.length > 0) return this.#tieBreak(current, texts);
    }
    const logins = texts.filter((text) => this.#isLogin(text));
    const returnable = this.#profiles.filter((profile) => {
      // A profile that has login ids is found by one of them, or not at all [1].
      if (this.#isKnown(profile)) return logins.some((text) => profile.record.includes(text));
      // Under link and isolation a new known user begins a profile, and takes over nothing of the anonymous one [2][3].
      const startsAnew = this.#strategy === 'link' || this.#strategy === 'isolation';
      return call.isModify || logins.length === 0 || !startsAnew;
    });
    const matching = returnable.filter(({ record }) => texts.some((text) => record.includes(text)));
    return matching.length === 0 ? null : this.#tieBreak(matching, texts);
  }

  /** Each identifier in its turn narrows down the profiles that fit, until one is left [1]. */
  #tieBreak(profiles: readonly Profile[], texts: readonly string[]): Profile {
    let left = profiles;
    for (const text of texts) {
      if (left.length === 1) break;
      const matching = left.filter(({ record }) => record.includes(text));
      if (matching.length > 0) left = matching;
    }
    // Chosen: what no identifier tells apart goes to the newest.
    return left.at(-1)!;
  }

  #add(
    text: string,
    profile: Profile,
    request: {
      readonly texts: readonly string[];
      readonly replaced: string | null;
      readonly isModify: boolean;
    },
  ): void {
    const { texts, replaced, isModify } = request;
    // Chosen: what a profile was founded by this very request with is as new to it.
    const isNew = !profile.record.includes(text);
    if (this.#isUnique(text)) {
      // A unique identifier leaves every other profile that has it [1].
      for (const other of this.#profiles) if (other !== profile) remove(other, (one) => one === text);
      if (isNew) remove(profile, (one) => isSameType(one, text) && !texts.includes(one));
    } else if (isModify && isNew) {
      // A new value takes the place of the old one [1]: of the one that the request names, else of whatever the type had.
      const named = replaced !== null && isSameType(replaced, text);
      remove(profile, (one) => (named ? one === replaced : isSameType(one, text) && !texts.includes(one)));
    }
    if (replaced !== null && isSameType(replaced, text)) remove(profile, (one) => one === replaced);
    if (isNew) profile.record.push(text);
  }

  /** Ledger: an identifier was kept from the profile that its request before got, which has it still. */
  #passedOver(
    text: string,
    profile: Profile,
    request: { readonly logins: readonly string[]; readonly isLogout: boolean; readonly isNew: boolean },
  ): ReasonCode | null {
    const previous = this.#previous.get(text);
    if (previous === undefined || previous === profile || this.#isUnique(text)) return null;
    if (!previous.record.includes(text)) return null;
    if (request.isLogout) return 'LOGGED_OUT';
    if (this.#isKnown(previous))
      return request.logins.some((login) => previous.record.includes(login)) ? 'OUTRANKED' : 'LOGIN_REQUIRED';
    if (request.isNew && request.logins.length > 0) {
      if (this.#strategy === 'link') return 'SOURCE_ONLY';
      if (this.#strategy === 'isolation') return 'NEW_USER';
    }
    return 'OUTRANKED';
  }

  /** The value that trait `replaces` names, where the event carries it and another of its type. */
  #replacedIn({ traits }: CanonicalEvent, texts: readonly string[]): string | null {
    const named = traits.find(({ name }) => name === 'replaces')?.value;
    const replaced = texts.find((text) => text === named);
    if (replaced === undefined) return null;
    return texts.some((text) => text !== replaced && isSameType(text, replaced)) ? replaced : null;
  }

  /** Login ids are those that only somebody with an account has [1]; under best match there are none [5]. */
  #isLogin(text: string): boolean {
    return this.#strategy !== 'best-match' && this.#keys.get(text)!.role === 'strong';
  }

  #isUnique(text: string): boolean {
    return this.#keys.get(text)!.isUnique;
  }

  #isKnown({ record }: Profile): boolean {
    return record.some((text) => this.#isLogin(text));
  }
}

function typeOf(text: string): string {
  return text.slice(0, text.indexOf(':'));
}

function isSameType(a: string, b: string): boolean {
  return typeOf(a) === typeOf(b);
}

function remove(profile: Profile, isRemoved: (text: string) => boolean): void {
  profile.record = profile.record.filter((text) => !isRemoved(text));
}
