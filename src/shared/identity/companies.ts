/**
 * The company graph: companies are what company identifiers on one event join, whoever the event is credited to.
 *
 * Company events are folded in canonical order: the first identifier founds, of two companies that meet the one
 * founded earlier survives, nothing is refused. Appended company events that come last are folded on; anything else
 * folds all company events again. Members follow from the credits of people, so they are read when asked for.
 */

import { invariant, must } from '../base/assert.ts';
import { copyColumns, int32Column } from '../base/columns.ts';
import { Rings } from '../base/rings.ts';
import type { Slices } from '../base/slices.ts';
import { EVENT_LEAVES_COMPANY } from '../event/batch.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { ProfileIds } from './profile-ids.ts';
import type { RoleTable } from './role-table.ts';
import { ROLE_BLOCKED } from './role-table.ts';
import type { Timeline } from './timeline.ts';

/** Dense number of a company ever founded; may change with every `settle()`. */
export type CompanyIndex = number;

/** Entries folded between two pauses. */
const ENTRIES_AT_ONCE = 2048;

export interface CompanyLink {
  readonly company: CompanyIndex;
  readonly profile: ProfileIndex;
  /** First credited event that names the company. */
  readonly from: EventIndex;
  /** The event by which the person left, or -1. */
  readonly to: EventIndex;
}

/** Who an event is credited to; given by the engine. */
export interface Credits {
  creditOf(event: EventIndex): ProfileIndex;
  eventsOf(profile: ProfileIndex): EventIndex[];
}

export class CompanyGraph {
  /** Present companies. */
  presentCount = 0;
  readonly #store: EventStore;
  readonly #timeline: Timeline;
  readonly #ids: ProfileIds;
  /** Whoever is asked last, as graphs change hands. */
  credits: Credits | null = null;
  /** By which it was settled last. */
  #roles: RoleTable | null = null;
  /** IdentifierIndex → the company it came to first; -1 for what names no company. */
  readonly #companyOf = int32Column();
  readonly #parent = int32Column();
  readonly #founder = int32Column();
  /** Entries of the store's company facts, and identifiers, by company. */
  readonly #entries = new Rings(int32Column(), int32Column());
  readonly #identifiers = new Rings(int32Column(), int32Column());
  #lastEvent: EventIndex = -1;
  #entryCount = 0;

  constructor(timeline: Timeline, ids: ProfileIds) {
    this.#store = timeline.store;
    this.#timeline = timeline;
    this.#ids = ids;
  }

  get bytes(): number {
    let sum = this.#companyOf.bytes;
    for (const column of [...this.#companyColumns(), this.#entries.next, this.#identifiers.next])
      sum += column.bytes;
    return sum;
  }

  *copyFrom(other: CompanyGraph): Slices {
    const all = (graph: CompanyGraph) => [
      ...graph.#companyColumns(),
      graph.#companyOf,
      graph.#entries.next,
      graph.#identifiers.next,
    ];
    yield* copyColumns(all(this), all(other));
    this.#roles = other.#roles;
    this.presentCount = other.presentCount;
    this.#lastEvent = other.#lastEvent;
    this.#entryCount = other.#entryCount;
  }

  /** Takes in what was appended. `anew`: rules changed, or an event that counted no longer does. */
  *settle(roles: RoleTable, anew: boolean): Slices {
    this.#roles = roles;
    const { companyRow } = this.#store.facts;
    let first = anew ? 0 : this.#entryCount;
    let entries = yield* this.#acceptedFrom(first);
    if (!anew && entries.length > 0 && this.#lastEvent >= 0) {
      const row = companyRow.at(entries[0]!);
      if (this.#timeline.compare(row, this.#lastEvent) < 0) {
        first = 0;
        entries = yield* this.#acceptedFrom(0);
      }
    }
    if (first === 0) this.#reset();
    this.#entryCount = companyRow.length;
    if (entries.length === 0) return;
    this.#grow();
    for (let start = 0; start < entries.length; start += ENTRIES_AT_ONCE) {
      const end = Math.min(entries.length, start + ENTRIES_AT_ONCE);
      for (let place = start; place < end; place += 1) this.#fold(entries[place]!, roles);
      yield;
    }
    this.#lastEvent = companyRow.at(entries[entries.length - 1]!);
  }

  /** Companies ever founded; iterate with `isPresent`. */
  get companyCount(): number {
    return this.#founder.length;
  }

  isPresent(company: CompanyIndex): boolean {
    return this.#parent.at(company) === company;
  }

  /** 32 hexadecimal digits: the hash of the founding identifier. */
  id(company: CompanyIndex): string {
    return this.#ids.idOf(this.#founder.at(company));
  }

  /** The present company that an identifier names, or -1. */
  companyOf(identifier: IdentifierIndex): CompanyIndex {
    const key = this.#roles === null ? -1 : this.#roles.keyOf(identifier);
    if (key < 0 || key >= this.#companyOf.length) return -1;
    const company = this.#companyOf.at(key);
    return company < 0 ? -1 : this.#canonical(company);
  }

  /** Identifiers of a present company, in the order in which they came. */
  identifiersOf(company: CompanyIndex): IdentifierIndex[] {
    return this.#identifiers.items(company);
  }

  /** Accepted events that name a present company, in canonical order. */
  eventsOf(company: CompanyIndex): EventIndex[] {
    const { companyRow } = this.#store.facts;
    const rows = Uint32Array.from(this.#entries.items(company), (entry) => companyRow.at(entry));
    this.#timeline.sort(rows);
    return Array.from(rows);
  }

  /** Links of a present company, one a member, in the order in which they began. */
  membersOf(company: CompanyIndex): CompanyLink[] {
    const links = new Map<ProfileIndex, CompanyLink>();
    for (const event of this.eventsOf(company)) {
      const profile = this.#mustCredits.creditOf(event);
      if (profile < 0) continue;
      const link = this.#extended(links.get(profile), event, company, profile);
      if (link !== null) links.set(profile, link);
    }
    return [...links.values()];
  }

  /** Links of a present profile, one a company, in the order in which they began. */
  linksOf(profile: ProfileIndex): CompanyLink[] {
    const links = new Map<CompanyIndex, CompanyLink>();
    if (this.#entryCount === 0) return [];
    for (const event of this.#mustCredits.eventsOf(profile)) {
      const company = this.#companyOfEvent(event);
      if (company < 0) continue;
      const link = this.#extended(links.get(company), event, company, profile);
      if (link !== null) links.set(company, link);
    }
    return [...links.values()];
  }

  get #mustCredits(): Credits {
    return must(this.credits, 'a resolution that says who is credited');
  }

  /** Leaving ends a link, being named again takes it up again; leaving what one never joined is nothing. */
  #extended(
    known: CompanyLink | undefined,
    event: EventIndex,
    company: CompanyIndex,
    profile: ProfileIndex,
  ): CompanyLink | null {
    const leaves = (this.#store.flags.at(event) & EVENT_LEAVES_COMPANY) !== 0;
    if (known === undefined) return leaves ? null : { company, profile, from: event, to: -1 };
    if (leaves) return known.to < 0 ? { ...known, to: event } : known;
    return known.to < 0 ? known : { ...known, to: -1 };
  }

  #companyOfEvent(event: EventIndex): CompanyIndex {
    const { facts } = this.#store;
    const entry = entryOfRow(facts.companyRow, event);
    if (entry < 0) return -1;
    for (
      let i = runStart(facts.companyIdentifierEnds, entry);
      i < facts.companyIdentifierEnds.at(entry);
      i += 1
    ) {
      const company = this.companyOf(facts.companyIdentifiers.at(i));
      if (company >= 0) return company;
    }
    return -1;
  }

  /** Entries from `first` on whose event counts, in canonical order. */
  *#acceptedFrom(first: number): Slices<Uint32Array> {
    const { companyRow } = this.#store.facts;
    const accepted = new Uint32Array(companyRow.length - first);
    let count = 0;
    for (let entry = first; entry < companyRow.length; entry += 1) {
      if (this.#timeline.isAccepted(companyRow.at(entry))) accepted[count++] = companyRow.at(entry);
    }
    yield;
    const ordered = accepted.subarray(0, count);
    yield* this.#timeline.sortInSlices(ordered);
    for (let start = 0; start < count; start += ENTRIES_AT_ONCE) {
      const end = Math.min(count, start + ENTRIES_AT_ONCE);
      for (let place = start; place < end; place += 1)
        ordered[place] = entryOfRow(companyRow, ordered[place]!);
      yield;
    }
    return ordered;
  }

  #fold(entry: number, roles: RoleTable): void {
    const { companyIdentifiers, companyIdentifierEnds } = this.#store.facts;
    let company: CompanyIndex = -1;
    const start = runStart(companyIdentifierEnds, entry);
    const end = companyIdentifierEnds.at(entry);
    for (let i = start; i < end; i += 1) {
      const known = this.companyOf(companyIdentifiers.at(i));
      if (known >= 0 && known !== company) company = company < 0 ? known : this.#join(company, known);
    }
    for (let i = start; i < end; i += 1) {
      const identifier = roles.keyOf(companyIdentifiers.at(i));
      if (roles.roles.at(identifier) === ROLE_BLOCKED || this.#companyOf.at(identifier) >= 0) continue;
      if (company < 0) company = this.#found(identifier);
      this.#companyOf.set(identifier, company);
      this.#identifiers.append(company, identifier);
    }
    if (company >= 0) this.#entries.append(company, entry);
  }

  #found(identifier: IdentifierIndex): CompanyIndex {
    const company = this.#founder.length;
    this.#founder.push(identifier);
    this.#parent.push(company);
    this.#entries.tails.push(-1);
    this.#identifiers.tails.push(-1);
    this.presentCount += 1;
    return company;
  }

  /** Numbers are in the order of founding here, because companies are always folded as one. */
  #join(a: CompanyIndex, b: CompanyIndex): CompanyIndex {
    const survivor = Math.min(a, b);
    const absorbed = Math.max(a, b);
    invariant(survivor !== absorbed, 'two companies');
    this.#parent.set(absorbed, survivor);
    this.#entries.splice(survivor, absorbed);
    this.#identifiers.splice(survivor, absorbed);
    this.presentCount -= 1;
    return survivor;
  }

  #canonical(company: CompanyIndex): CompanyIndex {
    const parent = this.#parent.values;
    let node = company;
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]!]!;
      node = parent[node]!;
    }
    return node;
  }

  #grow(): void {
    const { facts, identifierTable } = this.#store;
    for (const column of [this.#companyOf, this.#identifiers.next])
      column.extend(identifierTable.size - column.length, -1);
    this.#entries.next.extend(facts.companyRow.length - this.#entries.next.length, -1);
  }

  #reset(): void {
    for (const column of this.#companyColumns()) column.clear();
    this.#companyOf.values.fill(-1, 0, this.#companyOf.length);
    this.presentCount = 0;
    this.#lastEvent = -1;
  }

  #companyColumns() {
    return [this.#parent, this.#founder, this.#entries.tails, this.#identifiers.tails];
  }
}
