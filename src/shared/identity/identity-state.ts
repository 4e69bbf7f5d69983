/**
 * What has been concluded so far, and the few moves a policy can make: found, attach, join, refuse, hand over. Each
 * move changes the state and writes its row of the ledger, so the two cannot part.
 *
 * All moves are O(1) amortised: merging two profiles joins rings and adds up counters, however many events they have.
 */

import { copyColumns, int32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { DecisionDraft } from './decision-draft.ts';
import { Digest } from './digest.ts';
import { FollowingEvents } from './following-events.ts';
import { Holdings } from './holdings.ts';
import type { MembershipIndex, ProfileIndex, ReasonCode } from './identity.ts';
import { Ledger } from './ledger.ts';
import { Limits } from './limits.ts';
import { MembershipTable } from './membership-table.ts';
import type { OverrideTable } from './override-table.ts';
import type { ProfileIds } from './profile-ids.ts';
import { ProfileTable } from './profile-table.ts';
import type { RoleTable } from './role-table.ts';
import type { Timeline } from './timeline.ts';
import { TouchLog } from './touched.ts';

/** Values of `credit` that are no profile. */
export const CREDIT_NONE = -1;
export const CREDIT_NO_IDENTIFIER = -2;
export const CREDIT_DEMOTED_ONLY = -3;
export const CREDIT_COMPANY = -4;

export interface Refusal {
  readonly identifier: IdentifierIndex;
  readonly reason: ReasonCode;
  /** The profile that keeps the identifier; -1 for one that nobody has. */
  readonly owner: ProfileIndex;
  readonly via: IdentifierIndex;
}

export interface Moved {
  readonly to: ProfileIndex;
  /** The new profile holds it already. */
  readonly isHeld: boolean;
  readonly event: EventIndex;
  readonly action: 'hand-over' | 'cut';
  readonly reason: ReasonCode;
}

export interface Released {
  readonly event: EventIndex;
  readonly reason: ReasonCode;
  /** What took its place. */
  readonly via: IdentifierIndex;
}

export class IdentityState {
  readonly profiles = new ProfileTable();
  readonly memberships = new MembershipTable(this.profiles);
  readonly ledger = new Ledger();
  readonly digest: Digest;
  readonly touched = new TouchLog();
  /** For policies that go by what an event is called; they only read it. */
  readonly store: EventStore;
  /** EventIndex → the profile it was credited to, as of then, or one of the CREDIT values. */
  readonly credit = int32Column();
  /** Set by the engine together with `reset`. */
  roles: RoleTable;
  /** Pins and cuts, where there are any; set by the engine together with `reset`. */
  overrides: OverrideTable | null = null;

  readonly limits = new Limits(this);
  readonly holdings = new Holdings(this);
  readonly following = new FollowingEvents(this);
  readonly #timeline: Timeline;
  readonly #row = new DecisionDraft(this.ledger);

  constructor(timeline: Timeline, roles: RoleTable, ids: ProfileIds) {
    const { store } = timeline;
    this.store = store;
    this.#timeline = timeline;
    this.roles = roles;
    const { profiles, memberships, ledger } = this;
    this.digest = new Digest({ store, ids, profiles, memberships, ledger });
    ledger.beforeChange = (row) => this.digest.rowChanges(row);
  }

  get bytes(): number {
    const { profiles, memberships, ledger, digest, credit, limits, following, touched } = this;
    const columns = profiles.bytes + memberships.bytes + ledger.bytes + credit.bytes;
    return columns + digest.bytes + limits.counts.bytes + following.bytes + touched.bytes;
  }

  /** Forgets everything. */
  reset(): void {
    this.touched.everything();
    this.profiles.reset();
    this.memberships.reset();
    this.ledger.reset();
    this.digest.reset();
    this.credit.values.fill(CREDIT_NONE, 0, this.credit.length);
    this.limits.counts.reset();
    this.overrides?.reset();
  }

  /** Becomes a copy, but for roles and overrides. */
  *copyFrom(other: IdentityState): Slices {
    yield* this.profiles.copyFrom(other.profiles);
    yield* this.memberships.copyFrom(other.memberships);
    yield* this.ledger.copyFrom(other.ledger);
    yield* this.digest.copyFrom(other.digest);
    yield* this.limits.counts.copyFrom(other.limits.counts);
    yield* this.touched.copyFrom(other.touched);
    yield* copyColumns([this.credit], [other.credit]);
  }

  /** Makes room for all events and identifiers of the store. */
  grow(): void {
    this.credit.extend(this.store.rowCount - this.credit.length, CREDIT_NONE);
    const nextEvent = this.profiles.nextEvent;
    nextEvent.extend(this.store.rowCount - nextEvent.length, -1);
    this.memberships.grow(this.store.identifierTable.size);
  }

  ownerOf(identifier: IdentifierIndex): ProfileIndex {
    return this.memberships.ownerOf(identifier);
  }

  /** Negative when `a` was founded before `b` in canonical order. Numbers of joined islands are not in that order. */
  compareFounded(a: ProfileIndex, b: ProfileIndex): number {
    const foundedBy = this.profiles.foundedBy.values;
    return this.#timeline.compare(foundedBy[a]!, foundedBy[b]!);
  }

  /** By which windows are measured: epoch ms in the order of taking; -Infinity for undated events. */
  timeOf(event: EventIndex): number {
    return this.#timeline.timeOf(event);
  }

  /** `ordinal`: how many profiles the identifier founded before; counted here when the caller has not counted. */
  found(
    identifier: IdentifierIndex,
    event: EventIndex,
    ordinal: number = this.holdings.foundedBefore(identifier),
  ): ProfileIndex {
    const profile = this.profiles.found(identifier, event, ordinal);
    this.memberships.addProfile();
    this.ledger.addProfile();
    this.holdings.begin(identifier, profile, event);
    this.#row.begin('create', 'NONE', event).between(profile, -1).about(identifier, -1).add();
    return profile;
  }

  attach(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    this.holdings.begin(identifier, profile, event);
    this.#row.begin('attach', 'NONE', event).between(profile, -1).about(identifier, -1).add();
  }

  /**
   * Merges two present profiles and returns the survivor: the one whose best identifier ranks higher; equal, the one
   * founded earlier. `tieA` and `tieB` are the identifiers through which the event reaches them.
   */
  join(
    a: ProfileIndex,
    tieA: IdentifierIndex,
    b: ProfileIndex,
    tieB: IdentifierIndex,
    event: EventIndex,
    reason: 'NONE' | 'MUST_LINK' = 'NONE',
  ): ProfileIndex {
    const difference = this.holdings.bestRank(a) - this.holdings.bestRank(b) || this.compareFounded(a, b);
    const survivor = difference <= 0 ? a : b;
    if (survivor === a) this.absorb(a, tieA, b, tieB, event, reason);
    else this.absorb(b, tieB, a, tieA, event, reason);
    return survivor;
  }

  /** Notes that the identifier did not come to `profile`, to which the event is credited. */
  refuse({ identifier, reason, owner, via }: Refusal, profile: ProfileIndex, event: EventIndex): void {
    this.#row.begin('refuse', reason, event).between(profile, owner).about(identifier, via).note();
  }

  /**
   * Moves a device to `profile` from this event on, unless it is pinned to its owner; earlier events stay, but for those
   * that follow it. Assumes that another one owns it.
   */
  handOver(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const owner = this.ownerOf(identifier);
    if (this.overrides?.holds(identifier, owner) === true) return;
    this.holdings.end(identifier, owner, event);
    this.holdings.begin(identifier, profile, event);
    const isFollowed = this.roles.termsOf(identifier).owner === 'last';
    if (isFollowed) this.following.moves += 1;
    const reason = isFollowed ? 'HISTORY_MOVED' : 'HANDED_OVER';
    this.#row.begin('hand-over', reason, event).between(profile, owner).about(identifier, -1).add();
  }

  /** Lets nobody have a device from this event on, unless it is pinned to its owner. Assumes that somebody owns it. */
  release(identifier: IdentifierIndex, via: IdentifierIndex, event: EventIndex): void {
    const owner = this.ownerOf(identifier);
    if (this.overrides?.holds(identifier, owner) === true) return;
    this.holdings.end(identifier, owner, event);
    this.memberships.free(identifier);
    this.#row.begin('cut', 'RELEASED', event).between(owner, -1).about(identifier, via).add();
  }

  /** Notes a value set aside, or the company link, of an event credited to `profile`. */
  note(
    action: 'block' | 'demote' | 'link',
    identifier: IdentifierIndex,
    profile: ProfileIndex,
    event: EventIndex,
  ): void {
    this.#row.begin(action, NOTE_REASONS[action], event).between(profile, -1).about(identifier, -1).note();
  }

  /** Merges two present profiles, of which the policy has chosen the survivor. Ties as in `join`. */
  absorb(
    survivor: ProfileIndex,
    tieSurvivor: IdentifierIndex,
    absorbed: ProfileIndex,
    tieAbsorbed: IdentifierIndex,
    event: EventIndex,
    reason: 'NONE' | 'MUST_LINK' = 'NONE',
  ): void {
    this.overrides?.absorb(survivor, absorbed);
    this.holdings.absorb(survivor, absorbed, event);
    this.ledger.absorb(survivor, absorbed);
    this.#row.begin('merge', reason, event).between(survivor, absorbed).about(tieAbsorbed, tieSurvivor).add();
  }

  /** Takes an identifier from its holder to another profile, which may hold it already. As for `Holdings.endOne`. */
  moveIdentifier(membership: MembershipIndex, { to, isHeld, event, action, reason }: Moved): void {
    const identifier = this.memberships.identifier.at(membership);
    const from = this.holdings.endOne(membership, event);
    if (!isHeld) this.holdings.begin(identifier, to, event);
    this.#row.begin(action, reason, event).between(to, from).about(identifier, -1).add();
  }

  /** Takes an identifier from its holder and gives it to nobody. As for `Holdings.endOne`. */
  releaseIdentifier(membership: MembershipIndex, { event, reason, via }: Released): void {
    const from = this.holdings.endOne(membership, event);
    const identifier = this.memberships.identifier.at(membership);
    this.#row.begin('cut', reason, event).between(from, -1).about(identifier, via).add();
  }

  /** Credits an event whose profile was decided on later events too. */
  creditLater(profile: ProfileIndex, event: EventIndex, cameAnonymous: boolean): void {
    this.changes(profile);
    this.credit.values[event] = profile;
    this.profiles.countEvent(profile, event, this.store.at.values[event]!, this.store.key.values);
    if (cameAnonymous) this.profiles.markAnonymous(profile);
  }

  /** Credits an event to a present profile, as it is at that moment. */
  creditTo(profile: ProfileIndex, event: EventIndex, carriedAnonymous: boolean): void {
    this.creditLater(profile, event, carriedAnonymous && this.profiles.strongMask.values[profile] === 0);
  }

  /** Forgets a present profile and all it absorbed. Assumes the same of every profile of its island. */
  *forget(profile: ProfileIndex): Slices {
    this.changes(profile);
    this.memberships.forget(profile);
    yield* this.ledger.forget(profile);
    this.limits.counts.forget(profile);
    this.overrides?.forget(profile);
  }

  /** To be called before a present profile changes in anything that its readers or the digest know of it. */
  changes(profile: ProfileIndex): void {
    this.touched.profile(profile);
    this.digest.profileChanges(profile);
  }
}

const NOTE_REASONS = { block: 'ID_BLOCKED', demote: 'ID_DEMOTED', link: 'COMPANY_MEMBER' } as const;
