/**
 * What has been concluded so far, and the few moves a policy can make: found, attach, join, refuse, hand over. Each
 * move changes the state and writes its row of the ledger, so the two cannot part.
 *
 * All moves are O(1) amortised: merging two profiles joins rings and adds up counters, however many events they have.
 */

import { int32Column } from '../base/columns.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { Digest } from './digest.ts';
import type { MembershipIndex, ProfileIndex, ReasonCode } from './identity.ts';
import type { NewDecision } from './ledger.ts';
import { Ledger } from './ledger.ts';
import { LimitCounts } from './limit-counts.ts';
import { MembershipTable } from './membership-table.ts';
import type { OverrideTable } from './override-table.ts';
import type { ProfileIds } from './profile-ids.ts';
import { ProfileTable } from './profile-table.ts';
import type { RoleTable } from './role-table.ts';
import { UNLIMITED } from './role-table.ts';
import type { Timeline } from './timeline.ts';

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
  /** For policies that go by what an event is called; they only read it. */
  readonly store: EventStore;
  /** EventIndex → the profile it was credited to, as of then, or one of the CREDIT values. */
  readonly credit = int32Column();
  /** Set by the engine together with `reset`. */
  roles: RoleTable;
  /** Pins and cuts, where there are any; set by the engine together with `reset`. */
  overrides: OverrideTable | null = null;

  readonly #timeline: Timeline;
  /** Of the namespaces with a limit: what profiles hold. */
  readonly limits = new LimitCounts();
  /** Unowned identifiers of the present event that its side may hold: all, and by limit slot. */
  #claimed = 0;
  readonly #claims: number[] = [];
  readonly #row: NewDecision = {
    action: 'create',
    reason: 'NONE',
    event: 0,
    profile: 0,
    other: -1,
    identifier: 0,
    via: -1,
  };

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
    const { profiles, memberships, ledger, digest, credit } = this;
    return (
      profiles.bytes + memberships.bytes + ledger.bytes + digest.bytes + credit.bytes + this.limits.bytes
    );
  }

  /** Forgets everything. */
  reset(): void {
    this.profiles.reset();
    this.memberships.reset();
    this.ledger.reset();
    this.digest.reset();
    this.credit.values.fill(CREDIT_NONE, 0, this.credit.length);
    this.limits.reset();
    this.overrides?.reset();
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

  /** Notes that an identifier of the profile is on an event credited to it, where a window asks. */
  see(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const { limitSlot } = this.roles.termsOf(identifier);
    if (limitSlot < 0 || this.roles.windowsMs[limitSlot] === Number.POSITIVE_INFINITY) return;
    this.limits.see(identifier, profile, limitSlot, this.timeOf(event));
  }

  /** `ordinal`: how many profiles the identifier founded before; counted here when the caller has not counted. */
  found(
    identifier: IdentifierIndex,
    event: EventIndex,
    ordinal: number = this.#foundedBefore(identifier),
  ): ProfileIndex {
    const profile = this.profiles.found(identifier, event, ordinal);
    this.memberships.addProfile();
    this.ledger.addProfile();
    this.#hold(identifier, profile, event);
    this.#write('create', 'NONE', event, profile, identifier);
    return profile;
  }

  attach(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    this.#hold(identifier, profile, event);
    this.#write('attach', 'NONE', event, profile, identifier);
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
    const difference = this.#bestRank(a) - this.#bestRank(b) || this.compareFounded(a, b);
    const survivor = difference <= 0 ? a : b;
    if (survivor === a) this.absorb(a, tieA, b, tieB, event, reason);
    else this.absorb(b, tieB, a, tieA, event, reason);
    return survivor;
  }

  /** Notes that the identifier did not come to `profile`, to which the event is credited. */
  refuse(refusal: Refusal, profile: ProfileIndex, event: EventIndex): void {
    const row = this.#row;
    row.action = 'refuse';
    row.reason = refusal.reason;
    row.event = event;
    row.profile = profile;
    row.other = refusal.owner;
    row.identifier = refusal.identifier;
    row.via = refusal.via;
    this.#note();
  }

  /**
   * Moves an identifier to `profile` from this event on, unless it is pinned to its owner; earlier events stay. Assumes
   * that another one owns it.
   */
  handOver(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const owner = this.ownerOf(identifier);
    if (this.overrides?.holds(identifier, owner) === true) return;
    this.digest.profileChanges(owner);
    this.memberships.end(identifier, event);
    this.#count(identifier, owner, -1);
    this.#hold(identifier, profile, event);
    this.#row.other = owner;
    this.#write('hand-over', 'HANDED_OVER', event, profile, identifier);
  }

  /** Notes a value set aside, or the company link, of an event credited to `profile`. */
  note(
    action: 'block' | 'demote' | 'link',
    identifier: IdentifierIndex,
    profile: ProfileIndex,
    event: EventIndex,
  ): void {
    const row = this.#row;
    row.action = action;
    row.reason = NOTE_REASONS[action];
    row.event = event;
    row.profile = profile;
    row.identifier = identifier;
    this.#note();
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
    this.#absorb(survivor, absorbed, event);
    this.#row.other = absorbed;
    this.#row.via = tieSurvivor;
    this.#write('merge', reason, event, survivor, tieAbsorbed);
  }

  /** Takes an identifier from its holder to another profile, which may hold it already. As for `endMembership`. */
  moveIdentifier(membership: MembershipIndex, { to, isHeld, event, action, reason }: Moved): void {
    const identifier = this.memberships.identifier.at(membership);
    const from = this.endMembership(membership, event);
    if (!isHeld) this.#hold(identifier, to, event);
    this.#row.other = from;
    this.#write(action, reason, event, to, identifier);
  }

  /** Takes an identifier from its holder and gives it to nobody. As for `endMembership`. */
  releaseIdentifier(membership: MembershipIndex, { event, reason, via }: Released): void {
    const from = this.endMembership(membership, event);
    this.#row.via = via;
    this.#write('cut', reason, event, from, this.memberships.identifier.at(membership));
  }

  /** Ends a membership and returns the profile that held. Assumes `recount` before that profile is read. */
  endMembership(membership: MembershipIndex, event: EventIndex): ProfileIndex {
    const holder = this.profiles.canonical(this.memberships.profile.at(membership));
    this.digest.profileChanges(holder);
    this.memberships.endOne(membership, event);
    return holder;
  }

  /** Counts again what a present profile holds, after identifiers have left it. Cost: its memberships. */
  recount(profile: ProfileIndex): void {
    this.digest.profileChanges(profile);
    const { profiles, memberships } = this;
    let mask = 0;
    let count = 0;
    let best = profiles.founder.at(profile);
    let bestRank = UNLIMITED;
    for (const membership of memberships.ofProfile.items(profile)) {
      if (!memberships.isHeld(membership)) continue;
      const identifier = memberships.identifier.at(membership);
      const { rank, strongBit } = this.roles.termsOf(identifier);
      mask |= strongBit;
      count += 1;
      if (rank >= bestRank) continue;
      best = identifier;
      bestRank = rank;
    }
    profiles.strongMask.set(profile, mask);
    profiles.heldCount.set(profile, count);
    profiles.best.set(profile, best);
  }

  /** Credits an event whose profile was decided on later events too. */
  creditLater(profile: ProfileIndex, event: EventIndex, cameAnonymous: boolean): void {
    this.digest.profileChanges(profile);
    this.credit.values[event] = profile;
    this.profiles.countEvent(profile, event, this.store.at.values[event]!, this.store.key.values);
    if (cameAnonymous) this.profiles.markAnonymous(profile);
  }

  /** Credits an event to a present profile, as it is at that moment. */
  creditTo(profile: ProfileIndex, event: EventIndex, carriedAnonymous: boolean): void {
    this.creditLater(profile, event, carriedAnonymous && this.profiles.strongMask.values[profile] === 0);
  }

  /** True when the ruleset has no limit on what a profile may hold, so that nothing need be claimed. */
  get isUnlimited(): boolean {
    return this.roles.maxIdentifiers === UNLIMITED && this.roles.limits.length === 0;
  }

  /** Begins a new event: nothing is claimed. */
  clearClaims(): void {
    this.#claimed = 0;
    this.#claims.fill(0);
  }

  /** Counts an unowned identifier of the event to its side, if the side (`anchor`, or -1) may hold it as well. */
  claim(identifier: IdentifierIndex, anchor: ProfileIndex): void {
    const { limitSlot, maxPerProfile } = this.roles.termsOf(identifier);
    if (this.#sideTotal(anchor) + 1 > this.roles.maxIdentifiers) return;
    if (limitSlot >= 0 && this.#sideHeld(anchor, limitSlot) + 1 > maxPerProfile) return;
    this.#claimed += 1;
    if (limitSlot < 0) return;
    while (this.#claims.length <= limitSlot) this.#claims.push(0);
    this.#claims[limitSlot]! += 1;
  }

  /**
   * True when the side (`anchor`, or -1, and what is claimed) and the owner together would hold too much. A pin may have
   * brought more to one of them than the rules allow: where the other brings nothing, nothing breaks.
   */
  joinExceeds(anchor: ProfileIndex, owner: ProfileIndex): boolean {
    const side = this.#sideTotal(anchor);
    if (side > 0 && side + this.profiles.heldCount.values[owner]! > this.roles.maxIdentifiers) return true;
    let isExceeded = false;
    this.limits.forEach(owner, (slot, count) => {
      const held = this.#sideHeld(anchor, slot);
      if (held > 0 && count > 0 && held + count > this.roles.limits[slot]!) isExceeded = true;
    });
    return isExceeded;
  }

  #sideTotal(anchor: ProfileIndex): number {
    return this.#claimed + (anchor < 0 ? 0 : this.profiles.heldCount.values[anchor]!);
  }

  #sideHeld(anchor: ProfileIndex, slot: number): number {
    return (this.#claims[slot] ?? 0) + (anchor < 0 ? 0 : this.limits.count(anchor, slot));
  }

  /** True when the profile would hold more, or the identifier have belonged to more, than the ruleset allows. */
  holdingExceeds(identifier: IdentifierIndex, profile: ProfileIndex): boolean {
    if (this.profiles.heldCount.values[profile]! + 1 > this.roles.maxIdentifiers) return true;
    const { limitSlot, maxPerProfile, maxProfiles } = this.roles.termsOf(identifier);
    if (limitSlot >= 0 && this.limits.count(profile, limitSlot) + 1 > maxPerProfile) return true;
    return maxProfiles !== UNLIMITED && this.memberships.profilesWith(identifier, profile) > maxProfiles;
  }

  /** Forgets a present profile and all it absorbed. Assumes the same of every profile of its island. */
  forget(profile: ProfileIndex): void {
    this.digest.profileChanges(profile);
    this.memberships.forget(profile);
    this.ledger.forget(profile);
    this.limits.forget(profile);
    this.overrides?.forget(profile);
  }

  /** How many profiles an identifier has founded. */
  #foundedBefore(identifier: IdentifierIndex): number {
    const { memberships, profiles } = this;
    let count = 0;
    for (const membership of memberships.ofIdentifier.items(identifier)) {
      const profile = memberships.profile.at(membership);
      if (
        profiles.founder.at(profile) === identifier &&
        profiles.foundedBy.at(profile) === memberships.from.at(membership)
      )
        count += 1;
    }
    return count;
  }

  #hold(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    this.digest.profileChanges(profile);
    this.memberships.begin(identifier, profile, event);
    this.#count(identifier, profile, 1);
    if (this.roles.hasWindows) this.see(identifier, profile, event);
    const { rank, strongBit } = this.roles.termsOf(identifier);
    if (rank < this.#bestRank(profile)) this.profiles.best.values[profile] = identifier;
    this.profiles.strongMask.values[profile]! |= strongBit;
  }

  #absorb(survivor: ProfileIndex, absorbed: ProfileIndex, event: EventIndex): void {
    this.overrides?.absorb(survivor, absorbed);
    this.digest.profileChanges(survivor);
    this.digest.profileChanges(absorbed);
    if (this.#bestRank(absorbed) < this.#bestRank(survivor))
      this.profiles.best.values[survivor] = this.profiles.best.at(absorbed);
    this.profiles.absorb(survivor, absorbed);
    this.memberships.ofProfile.splice(survivor, absorbed);
    this.ledger.absorb(survivor, absorbed);
    if (!this.isUnlimited) this.limits.absorb(survivor, absorbed, this.roles, this.timeOf(event));
  }

  #bestRank(profile: ProfileIndex): number {
    return this.roles.ranks.values[this.profiles.best.values[profile]!]!;
  }

  #count(identifier: IdentifierIndex, profile: ProfileIndex, change: number): void {
    this.profiles.heldCount.values[profile]! += change;
    const { limitSlot } = this.roles.termsOf(identifier);
    if (limitSlot >= 0) this.limits.add(profile, limitSlot, change);
  }

  /** Writes the prepared row as one of its own; `other` and `via` are as prepared, else none. */
  #write(
    action: 'create' | 'attach' | 'merge' | 'hand-over' | 'cut',
    reason: ReasonCode,
    event: EventIndex,
    profile: ProfileIndex,
    identifier: IdentifierIndex,
  ): void {
    const row = this.#row;
    row.action = action;
    row.reason = reason;
    row.event = event;
    row.profile = profile;
    row.identifier = identifier;
    this.ledger.add(row);
    row.other = -1;
    row.via = -1;
  }

  #note(): void {
    this.ledger.note(this.#row);
    this.#row.other = -1;
    this.#row.via = -1;
  }
}

const NOTE_REASONS = { block: 'ID_BLOCKED', demote: 'ID_DEMOTED', link: 'COMPANY_MEMBER' } as const;
