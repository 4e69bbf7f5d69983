/** How readers see the state: the `Identity` interface over the columns, lists in canonical order. */

import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { CompanyGraph } from './companies.ts';
import type {
  Decision,
  DecisionIndex,
  IdentifierRole,
  Identity,
  Membership,
  ProfileIndex,
  ProfileState,
  UnresolvedReason,
} from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import { CREDIT_DEMOTED_ONLY, CREDIT_NO_IDENTIFIER } from './identity-state.ts';
import type { Ledger } from './ledger.ts';
import type { ProfileIds } from './profile-ids.ts';
import { LaterProfileIds } from './profile-ids.ts';
import type { Timeline } from './timeline.ts';
import type { Workings } from './workings.ts';

export abstract class IdentityView implements Identity {
  readonly store: EventStore;
  readonly ids: ProfileIds;
  abstract islandOf(profile: ProfileIndex): EventIndex[];
  readonly #laterIds: LaterProfileIds;
  #workings: Workings;

  constructor(workings: Workings) {
    this.store = workings.timeline.store;
    this.ids = workings.ids;
    this.#laterIds = new LaterProfileIds(workings.ids);
    this.#workings = workings;
    workings.companies.credits = this;
  }

  get timeline(): Timeline {
    return this.#workings.timeline;
  }

  get companies(): CompanyGraph {
    return this.#workings.companies;
  }

  protected get workings(): Workings {
    return this.#workings;
  }

  /** Everything is read from these from now on. */
  protected set workings(workings: Workings) {
    this.#workings = workings;
    workings.companies.credits = this;
  }

  protected get columns(): IdentityState {
    return this.#workings.state;
  }

  get ledger(): Ledger {
    return this.columns.ledger;
  }

  get profileCount(): number {
    return this.columns.profiles.count;
  }

  isPresent(profile: ProfileIndex): boolean {
    return this.columns.profiles.isPresent(profile);
  }

  canonical(profile: ProfileIndex): ProfileIndex {
    return this.columns.profiles.canonical(profile);
  }

  state(profile: ProfileIndex): ProfileState {
    return this.columns.profiles.state(profile);
  }

  founder(profile: ProfileIndex): IdentifierIndex {
    return this.columns.profiles.founder.at(profile);
  }

  foundedBy(profile: ProfileIndex): EventIndex {
    return this.columns.profiles.foundedBy.at(profile);
  }

  bestIdentifier(profile: ProfileIndex): IdentifierIndex {
    return this.columns.profiles.best.at(profile);
  }

  profileId(profile: ProfileIndex): string {
    return this.ids.idOfProfile(this.columns.profiles, profile);
  }

  findProfile(id: string): ProfileIndex {
    const { memberships, profiles } = this.columns;
    const identifier = this.ids.find(id);
    if (identifier < 0) {
      const later = this.#laterIds.find(profiles, id);
      return later < 0 || profiles.isDead(later) ? -1 : this.canonical(later);
    }
    if (!this.#isKnown(identifier)) return -1;
    // It may have been another profile's before it founded one, where a policy lets several hold it.
    for (const membership of memberships.ofIdentifier.items(identifier)) {
      const profile = memberships.profile.at(membership);
      if (this.founder(profile) === identifier && profiles.ordinal.at(profile) === 0)
        return this.canonical(profile);
    }
    return this.ownerOf(identifier);
  }

  formerIds(profile: ProfileIndex): string[] {
    return this.decisionsOf(profile)
      .map((decision) => this.decision(decision))
      .filter(({ action }) => action === 'merge')
      .map(({ other }) => this.profileId(other));
  }

  eventCount(profile: ProfileIndex): number {
    return this.columns.profiles.eventCount.at(profile);
  }

  firstSeenAt(profile: ProfileIndex): number {
    return this.columns.profiles.firstSeenAt.at(profile);
  }

  lastSeenAt(profile: ProfileIndex): number {
    return this.columns.profiles.lastSeenAt.at(profile);
  }

  creditOf(event: EventIndex): ProfileIndex {
    const { credit } = this.columns;
    const profile = event < credit.length ? credit.at(event) : -1;
    return profile < 0 ? -1 : this.canonical(profile);
  }

  unresolvedReason(event: EventIndex): UnresolvedReason | null {
    if (event >= this.columns.credit.length) return null;
    const credit = this.columns.credit.at(event);
    if (credit === CREDIT_NO_IDENTIFIER) return 'NO_IDENTIFIER';
    return credit === CREDIT_DEMOTED_ONLY ? 'DEMOTED_ONLY' : null;
  }

  eventsOf(profile: ProfileIndex): EventIndex[] {
    const rows = Uint32Array.from(this.columns.profiles.events.items(profile));
    this.timeline.sort(rows);
    return Array.from(rows);
  }

  membershipsOf(profile: ProfileIndex): Membership[] {
    const { memberships } = this.columns;
    return memberships.ofProfile
      .items(profile)
      .sort((a, b) => this.compareEvents(memberships.from.at(a), memberships.from.at(b)) || a - b)
      .map((membership) => memberships.get(membership));
  }

  membershipsOfIdentifier(identifier: IdentifierIndex): Membership[] {
    const key = this.keyOf(identifier);
    if (key < 0) return [];
    const { memberships } = this.columns;
    return memberships.ofIdentifier.items(key).map((membership) => memberships.get(membership));
  }

  ownerOf(identifier: IdentifierIndex): ProfileIndex {
    const key = this.keyOf(identifier);
    return key < 0 ? -1 : this.columns.ownerOf(key);
  }

  ownersOf(identifier: IdentifierIndex): ProfileIndex[] {
    const key = this.keyOf(identifier);
    return key < 0 ? [] : this.columns.memberships.ownersOf(key);
  }

  keyOf(identifier: IdentifierIndex): IdentifierIndex {
    return this.#isKnown(identifier) ? this.columns.roles.keyOf(identifier) : -1;
  }

  find(namespace: string, value: string): IdentifierIndex {
    const known = this.columns.roles.keyValue(namespace, value);
    return this.keyOf(this.store.identifierTable.find(namespace, known));
  }

  /** Also `company` for what only company facts carry, whatever its namespace. */
  role(identifier: IdentifierIndex): IdentifierRole {
    const key = this.keyOf(identifier);
    if (key < 0) return 'recorded';
    const role = this.columns.roles.role(key);
    if (role === 'blocked' || this.ownerOf(key) >= 0) return role;
    return this.companies.companyOf(key) >= 0 ? 'company' : role;
  }

  rank(identifier: IdentifierIndex): number {
    const key = this.keyOf(identifier);
    return key < 0 ? 0 : this.columns.roles.ranks.at(key);
  }

  get decisionCount(): number {
    return this.ledger.count;
  }

  isDecision(decision: DecisionIndex): boolean {
    return this.ledger.isLive(decision);
  }

  decision(decision: DecisionIndex): Decision {
    return this.ledger.get(decision);
  }

  decisionsOf(profile: ProfileIndex): DecisionIndex[] {
    const { ledger } = this;
    return ledger
      .rowsOf(profile)
      .sort((a, b) => this.compareEvents(ledger.event(a), ledger.event(b)) || a - b);
  }

  decisionsAt(event: EventIndex): DecisionIndex[] {
    const profile = this.creditOf(event);
    if (profile < 0) return [];
    const { ledger } = this;
    return ledger
      .rowsOf(profile)
      .filter((row) => ledger.event(row) === event || ledger.lastEvent(row) === event)
      .sort((a, b) => a - b);
  }

  compareEvents(a: EventIndex, b: EventIndex): number {
    return this.timeline.compare(a, b);
  }

  /** False for what only records carry that have not been resolved. */
  #isKnown(identifier: IdentifierIndex): boolean {
    return identifier >= 0 && identifier < this.columns.memberships.identifierCount;
  }
}
