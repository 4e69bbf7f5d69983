/**
 * One step of a resolution: reads an event's identifiers by their roles, lets the policy take its keys, credits it,
 * and notes what was set aside. Assumes canonical order within an island.
 */

import type { Slices } from '../base/slices.ts';
import { EVENT_HAS_COMPANY, EVENT_LEAVES_COMPANY } from '../event/batch.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import { CREDIT_COMPANY, CREDIT_DEMOTED_ONLY, CREDIT_NO_IDENTIFIER } from './identity-state.ts';
import { IslandDraft } from './island-draft.ts';
import { IslandReader } from './island-event.ts';
import { IslandOverrides, isCut } from './island-overrides.ts';
import type { IslandRoot, Islands } from './islands.ts';
import type { FoldingPolicy, IslandPolicy, Policy } from './policies/policy.ts';
import {
  ROLE_ANONYMOUS,
  ROLE_BLOCKED,
  ROLE_COMPANY,
  ROLE_DEMOTED,
  ROLE_LAST_KEY,
  ROLE_SPELLING,
  ROLE_STRONG,
} from './role-table.ts';
import { TakingOrder } from './taking-order.ts';

/** Events that a policy of whole islands takes between two pauses. */
const TAKEN_AT_ONCE = 32;
const NOTED_AT_ONCE = 1024;

export class Fold {
  /** Accepted events without a key, by what they lack. */
  readonly unresolved = { noIdentifier: 0, demotedOnly: 0 };
  policy: Policy;
  readonly keys: TakingOrder;
  readonly #store: EventStore;
  readonly #state: IdentityState;
  readonly #islands: Islands;
  #setAside = 0;
  #hasDemoted = false;
  #hasCompany = false;
  /** Values set aside on one event, each once. */
  readonly #noted = new Set<IdentifierIndex>();

  constructor(store: EventStore, state: IdentityState, islands: Islands, policy: Policy) {
    this.#store = store;
    this.#state = state;
    this.#islands = islands;
    this.policy = policy;
    this.keys = new TakingOrder(store.identifierTable, state);
  }

  reset(): void {
    this.unresolved.noIdentifier = 0;
    this.unresolved.demotedOnly = 0;
  }

  /** Reads an event into `keys`; false when it has none. */
  read(event: EventIndex): boolean {
    const { keys } = this;
    keys.clear();
    this.#setAside = 0;
    this.#hasDemoted = false;
    this.#hasCompany = false;
    const identifiers = this.#store.identifiers.values;
    const roles = this.#state.roles.roles.values;
    const end = this.#store.identifierEnds.values[event]!;
    for (let i = this.#store.identifierStart(event); i < end; i += 1) {
      const role = roles[identifiers[i]!]!;
      if (role <= ROLE_LAST_KEY) keys.push(identifiers[i]!, role);
      else this.#aside(identifiers[i]!, role);
    }
    return keys.count > 0;
  }

  /** Joins the islands of the keys of the event read last, and of what they are pinned to. */
  unite(event: EventIndex): IslandRoot {
    const { keys } = this;
    const root = this.#islands.unite(keys.keys, keys.count);
    const { overrides } = this.#state;
    return overrides === null ? root : overrides.connect(event, keys, this.#islands, root);
  }

  /** Resolves the event read last, which has keys and lies in the island `root`, under a folding policy. */
  take(event: EventIndex, root: IslandRoot, policy: FoldingPolicy): void {
    const { keys } = this;
    const state = this.#state;
    const { overrides } = state;
    const sole = keys.findOwners();
    // A pin may have put two ids together between which there was no call.
    const goesByCalls = overrides !== null && policy.order === 'record';
    const soleDecides = policy.soleOwnerDecides && !goesByCalls && !state.roles.hasWindows;
    let anchor = soleDecides && overrides?.names(event) !== true ? sole : -1;
    // Whoever owns all keys has nobody to join and nothing to gain: most events end here.
    if (anchor < 0) {
      if (policy.order === 'record') keys.sortByRank();
      else keys.sort();
      if (overrides !== null) {
        if (!overrides.screen(keys, event)) {
          this.leave(event);
          this.#islands.setLastEvent(root, event);
          return;
        }
        anchor = soleDecides ? keys.soleOwner() : -1;
      }
      if (anchor < 0) anchor = this.#decide(event, root, policy);
    }
    if (!state.roles.hasFollowing || !state.following.take(event, anchor, keys))
      state.creditTo(anchor, event, keys.carriesAnonymous);
    this.#noteRest(event, anchor);
    overrides?.follow(event, anchor, keys);
    this.#islands.setLastEvent(root, event);
  }

  #decide(event: EventIndex, root: IslandRoot, policy: FoldingPolicy): ProfileIndex {
    const { profiles } = this.#state;
    const before = profiles.count;
    const anchor = policy.take(this.#state, this.keys, event);
    for (let founded = before; founded < profiles.count; founded += 1)
      this.#islands.addProfile(root, founded);
    return anchor;
  }

  /** Resolves all events of an island, in canonical order. Each has keys. `took` is told how many more are taken. */
  *takeIsland(
    events: readonly EventIndex[],
    { root, policy, took }: { root: IslandRoot; policy: IslandPolicy; took: (count: number) => void },
  ): Slices {
    const state = this.#state;
    const { roles, overrides } = state;
    const draft = new IslandDraft({
      isStrong: (identifier) => roles.roles.at(identifier) === ROLE_STRONG,
      isAnonymous: (identifier) => roles.roles.at(identifier) === ROLE_ANONYMOUS,
      ...(overrides !== null && { isNamed: (named) => isCut(overrides, named) }),
    });
    const byHand = overrides === null ? null : new IslandOverrides(overrides, draft);
    const reader = new IslandReader(this.#store, roles);
    const take = policy.begin(draft);
    const taken: EventIndex[] = [];
    for (let place = 0; place < events.length; place += 1) {
      const event = events[place]!;
      this.read(event);
      const whole = reader.read(event, this.keys.keys.subarray(0, this.keys.count));
      const left = byHand === null ? whole : byHand.screen(whole);
      if (left !== null) {
        taken.push(event);
        take(left);
        byHand?.follow(left, place);
      }
      if ((place + 1) % TAKEN_AT_ONCE > 0) continue;
      took(TAKEN_AT_ONCE);
      yield;
    }
    took(events.length % TAKEN_AT_ONCE);
    byHand?.pin(events, { rankOf: (identifier) => roles.ranks.at(identifier), ...policy });
    yield* draft.writeTo(state, taken, (profile) => this.#islands.addProfile(root, profile));
    for (let place = 0; place < events.length; place += 1) {
      const event = events[place]!;
      this.read(event);
      if (state.credit.at(event) < 0) this.leave(event);
      else this.#noteRest(event, state.credit.at(event));
      if ((place + 1) % NOTED_AT_ONCE === 0) yield;
    }
    this.#islands.setLastEvent(root, events.at(-1)!);
  }

  /** Records why the event read last, which has no keys, is credited to nobody. */
  leave(event: EventIndex): void {
    const credit = this.#state.credit.values;
    if (this.#hasCompany || this.#companyOf(event) >= 0) {
      credit[event] = CREDIT_COMPANY;
    } else if (this.#hasDemoted) {
      credit[event] = CREDIT_DEMOTED_ONLY;
      this.unresolved.demotedOnly += 1;
    } else {
      credit[event] = CREDIT_NO_IDENTIFIER;
      this.unresolved.noIdentifier += 1;
    }
  }

  /** Takes back `leave` for an event that no longer counts. */
  withdraw(event: EventIndex): void {
    const credit = this.#state.credit.values[event]!;
    if (credit === CREDIT_DEMOTED_ONLY) this.unresolved.demotedOnly -= 1;
    if (credit === CREDIT_NO_IDENTIFIER) this.unresolved.noIdentifier -= 1;
  }

  #aside(identifier: IdentifierIndex, role: number): void {
    if (role === ROLE_SPELLING) this.#readKey(this.#state.roles.keyOf(identifier));
    if (role === ROLE_COMPANY) this.#hasCompany = true;
    if (role === ROLE_DEMOTED) this.#hasDemoted = true;
    if (role === ROLE_DEMOTED || role === ROLE_BLOCKED) this.#setAside += 1;
  }

  #readKey(key: IdentifierIndex): void {
    const role = this.#state.roles.roles.at(key);
    if (role <= ROLE_LAST_KEY) this.keys.push(key, role);
    else this.#aside(key, role);
  }

  /** Notes what the event read last carries beside its keys. */
  #noteRest(event: EventIndex, anchor: ProfileIndex): void {
    if (this.#setAside > 0) this.#noteAside(event, anchor);
    if ((this.#store.flags.values[event]! & EVENT_HAS_COMPANY) !== 0) this.#noteCompany(event, anchor);
  }

  #noteAside(event: EventIndex, anchor: ProfileIndex): void {
    const store = this.#store;
    const { roles } = this.#state;
    const end = store.identifierEnds.at(event);
    for (let i = store.identifierStart(event); i < end; i += 1) {
      const key = roles.keyOf(store.identifiers.at(i));
      const role = roles.roles.at(key);
      if ((role !== ROLE_BLOCKED && role !== ROLE_DEMOTED) || this.#noted.has(key)) continue;
      this.#state.note(role === ROLE_BLOCKED ? 'block' : 'demote', key, anchor, event);
      this.#noted.add(key);
    }
    this.#noted.clear();
  }

  #noteCompany(event: EventIndex, anchor: ProfileIndex): void {
    if ((this.#store.flags.at(event) & EVENT_LEAVES_COMPANY) !== 0) return;
    const company = this.#companyOf(event);
    if (company >= 0) this.#state.note('link', company, anchor, event);
  }

  /** The first company identifier of an event that is not blocked, or -1. */
  #companyOf(event: EventIndex): IdentifierIndex {
    if ((this.#store.flags.at(event) & EVENT_HAS_COMPANY) === 0) return -1;
    const { companyRow, companyIdentifierEnds, companyIdentifiers } = this.#store.facts;
    const entry = entryOfRow(companyRow, event);
    if (entry < 0) return -1;
    const end = companyIdentifierEnds.at(entry);
    for (let i = runStart(companyIdentifierEnds, entry); i < end; i += 1) {
      const key = this.#state.roles.keyOf(companyIdentifiers.at(i));
      if (this.#state.roles.roles.at(key) !== ROLE_BLOCKED) return key;
    }
    return -1;
  }
}
