/**
 * What a resolution has concluded, as its readers see it: profiles, memberships, credits, decisions.
 *
 * `profile`, `segment`, queries and exports read this interface and nothing else of the engine. All numbers are dense
 * and belong to one engine: they may change with every `settle()`, so nothing outside keeps them across commits; what
 * is kept outside are profile ids and event keys.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';

/** Dense number of a profile that was ever founded, absorbed ones included. */
export type ProfileIndex = number;
/** Dense number of a decision in the ledger. */
export type DecisionIndex = number;
/** Dense number of a membership: (identifier, profile, from, to). */
export type MembershipIndex = number;

export const PROFILE_STATES = ['anonymous', 'known', 'unified'] as const;
export type ProfileState = (typeof PROFILE_STATES)[number];

export const IDENTIFIER_ROLES = [
  'strong',
  'anonymous',
  'supplementary',
  'recorded',
  'demoted',
  'blocked',
  'company',
] as const;
export type IdentifierRole = (typeof IDENTIFIER_ROLES)[number];

export const DECISION_ACTIONS = [
  'create',
  'attach',
  'merge',
  'refuse',
  'hand-over',
  'block',
  'demote',
  'link',
  'cut',
] as const;
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

export const REASON_CODES = [
  'NONE',
  'OUTRANKED',
  'SHARED',
  'LIMIT_EXCEEDED',
  'HANDED_OVER',
  'ID_BLOCKED',
  'ID_DEMOTED',
  'COMPANY_MEMBER',
  'TIME_LIMIT_EXCEEDED',
  'MERGE_CAP',
  'MAPPING_CAP',
  'TWO_UNIQUES_ON_EVENT',
  'ALREADY_IDENTIFIED',
  'ILLEGAL_ID',
  'USER_SWITCH',
  'BOTH_PERMANENT',
  'LOGIN_REQUIRED',
  'LINK_CUT_OLDER',
  'HISTORY_MOVED',
  'ID_MOVED',
  'AMBIGUOUS',
  'CANNOT_LINK',
  'MUST_LINK',
  'NEW_USER',
  'SOURCE_ONLY',
  'LOGGED_OUT',
  'REPLACED',
  'RELEASED',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Why an event is credited to nobody. An event that speaks of a company only is not unresolved: its reason is null. */
export const UNRESOLVED_REASONS = ['NO_IDENTIFIER', 'DEMOTED_ONLY'] as const;
export type UnresolvedReason = (typeof UNRESOLVED_REASONS)[number];

/**
 * One row of the ledger. Repeats of one refusal, block, demotion or link between the same parties are one row with
 * its first and last event and a count; every create, attach, merge and hand-over is its own.
 */
export interface Decision {
  readonly action: DecisionAction;
  readonly reason: ReasonCode;
  readonly event: EventIndex;
  /** The same as `event` while the count is 1. */
  readonly lastEvent: EventIndex;
  readonly count: number;
  /**
   * create, attach, block, demote, link: the profile. merge: the survivor. refuse: the profile the event was first
   * credited to. hand-over: the new owner. cut: the profile that has the identifier from then on, or that let go of it
   * when there is no other.
   */
  readonly profile: ProfileIndex;
  /** merge: the absorbed. refuse, hand-over, cut: the profile that kept or lost the identifier. Otherwise -1. */
  readonly other: ProfileIndex;
  /** The identifier the decision is about: founder, attached, the one that joined, refused, moved, set aside, or the company's. */
  readonly identifier: IdentifierIndex;
  /**
   * The identifier on the other side that ties the event to the profile: for a merge the identifier through which the
   * survivor joined, for an OUTRANKED refusal the identifier that outranked, for an ILLEGAL_ID one the illegal id, for a
   * REPLACED cut what took its place, for a RELEASED one who logged in. -1 when there is none.
   */
  readonly via: IdentifierIndex;
}

export interface Membership {
  readonly identifier: IdentifierIndex;
  /** The profile that it joined, as of then; `canonical()` says who answers for it now. */
  readonly profile: ProfileIndex;
  readonly from: EventIndex;
  /** The event that took it away, or -1 while it is held. */
  readonly to: EventIndex;
}

export interface Identity {
  /** Profiles ever founded; iterate with `isPresent`. */
  readonly profileCount: number;
  /** True for a profile that answers for itself: founded under the present rules and not absorbed. */
  isPresent(profile: ProfileIndex): boolean;
  /** The present profile that answers for this one. */
  canonical(profile: ProfileIndex): ProfileIndex;
  state(profile: ProfileIndex): ProfileState;
  founder(profile: ProfileIndex): IdentifierIndex;
  foundedBy(profile: ProfileIndex): EventIndex;
  /** The highest-ranked identifier that a present profile holds, of equal ones the first. */
  bestIdentifier(profile: ProfileIndex): IdentifierIndex;
  /** 32 hexadecimal digits: the hash of the founding identifier and of how many profiles it had founded before. */
  profileId(profile: ProfileIndex): string;
  /** The profile that an id ever issued answers to now: founded, else absorbed into, else the owner; -1 when unknown. */
  findProfile(id: string): ProfileIndex;
  /** Founding ids of the profiles it absorbed, in the order of absorption. */
  formerIds(profile: ProfileIndex): string[];

  eventCount(profile: ProfileIndex): number;
  /** Epoch ms of the earliest and latest dated event; NaN when all are undated. */
  firstSeenAt(profile: ProfileIndex): number;
  lastSeenAt(profile: ProfileIndex): number;

  /** The present profile an accepted event is credited to, or -1. */
  creditOf(event: EventIndex): ProfileIndex;
  unresolvedReason(event: EventIndex): UnresolvedReason | null;
  /** Credited events of a present profile and of all it absorbed, in canonical order. */
  eventsOf(profile: ProfileIndex): EventIndex[];
  /** Every event that could bear on a present profile: all with keys of its island, in order. */
  islandOf(profile: ProfileIndex): EventIndex[];
  /** All memberships ever of a present profile and of all it absorbed, in order of their start. */
  membershipsOf(profile: ProfileIndex): Membership[];
  /** All memberships ever of an identifier, in order. */
  membershipsOfIdentifier(identifier: IdentifierIndex): Membership[];
  /** Present owner of an identifier, or -1; of several, under policies that let it belong to many, the latest. */
  ownerOf(identifier: IdentifierIndex): ProfileIndex;
  /** All present profiles that hold an identifier, in the order in which they came to it. */
  ownersOf(identifier: IdentifierIndex): ProfileIndex[];
  /**
   * The key that an identifier is a spelling of under the rules, mostly itself; -1 for what came after all that was
   * resolved. What is asked of a spelling is answered for its key, and memberships and decisions name keys only.
   */
  keyOf(identifier: IdentifierIndex): IdentifierIndex;
  /** The key that a text is a spelling of, or -1 when nothing is known of it. */
  find(namespace: string, value: string): IdentifierIndex;
  role(identifier: IdentifierIndex): IdentifierRole;
  /** Rank of a key, 1 is the highest; 0 for what is no key. */
  rank(identifier: IdentifierIndex): number;

  /** Rows of the ledger, dead ones included; iterate with `isDecision`. */
  readonly decisionCount: number;
  isDecision(decision: DecisionIndex): boolean;
  decision(decision: DecisionIndex): Decision;
  /** Decisions about a present profile and all it absorbed, in canonical order of their first event. */
  decisionsOf(profile: ProfileIndex): DecisionIndex[];
  /** Decisions whose first or last event is this one. */
  decisionsAt(event: EventIndex): DecisionIndex[];
  /** Negative, zero or positive: the canonical order of two events. */
  compareEvents(a: EventIndex, b: EventIndex): number;
}
