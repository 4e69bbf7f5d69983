/**
 * Two resolutions, profile by profile: a row for every pair of partners and for every profile that has none, and per
 * row what stayed, went to other rows and came from them, in events and in identifiers held.
 *
 * Columns, because there are as many rows as profiles. Cost: linear in events, identifiers and profiles.
 */

import type { Slices } from '../../base/slices.ts';
import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { Resolution } from '../resolution.ts';
import type { AlignedEvents } from './aligned-events.ts';
import { NO_EVENT } from './aligned-events.ts';
import type { Pairing } from './pairing.ts';

/** Before = kept + moved + lost, after = kept + moved + gained. */
export interface Flow {
  readonly before: number;
  readonly after: number;
  /** With the partner of who had it. */
  readonly kept: number;
  /** With somebody else. */
  readonly moved: number;
  /** With nobody any more, or no event of this side. */
  readonly lost: number;
  readonly gained: number;
}

function emptyFlow(): { -readonly [K in keyof Flow]: number } {
  return { before: 0, after: 0, kept: 0, moved: 0, lost: 0, gained: 0 };
}

/** Identifiers whose holders are compared between two pauses. */
const IDENTIFIERS_AT_ONCE = 4096;

export class ProfileDifferences {
  readonly rowCount: number;
  /** Row → profile of the side, or -1. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** ProfileIndex of the side → row; -1 for profiles that were absorbed. */
  readonly rowOfBefore: Int32Array;
  readonly rowOfAfter: Int32Array;
  /** Row → events credited to both partners; that left for another row or for nobody; that came likewise. */
  readonly kept: Int32Array;
  readonly left: Int32Array;
  readonly came: Int32Array;
  /** Row → identifiers that are no longer held, and newly held. */
  readonly identifiersLeft: Int32Array;
  readonly identifiersCame: Int32Array;
  /** Row → place of its first event, and of the first that left or came; -1 for none. */
  readonly firstPlace: Int32Array;
  readonly firstMoved: Int32Array;
  readonly events = emptyFlow();
  readonly identifiers = emptyFlow();
  /** Events that are events on both sides. */
  readonly commonEvents: number;

  /** Nothing but who is in which row is known before `tally` was driven to its end. */
  constructor(before: Resolution, after: Resolution, aligned: AlignedEvents, pairing: Pairing) {
    this.rowOfBefore = new Int32Array(before.profileCount).fill(-1);
    this.rowOfAfter = new Int32Array(after.profileCount).fill(-1);
    this.rowCount = this.#numberRows(before, after, pairing);
    const column = (): Int32Array => new Int32Array(this.rowCount);
    this.before = column().fill(-1);
    this.after = column().fill(-1);
    placeOf(this.rowOfBefore, this.before);
    placeOf(this.rowOfAfter, this.after);
    this.kept = column();
    this.left = column();
    this.came = column();
    this.identifiersLeft = column();
    this.identifiersCame = column();
    this.firstPlace = column().fill(-1);
    this.firstMoved = column().fill(-1);
    this.commonEvents = countCommon(aligned);
  }

  *tally(before: Resolution, after: Resolution, aligned: AlignedEvents): Slices {
    for (let start = 0; start < aligned.events.length; start += CHEAP_ITEMS) {
      this.#tallyEvents(aligned, start, Math.min(aligned.events.length, start + CHEAP_ITEMS));
      yield;
    }
    const carried = carriedIdentifiers(before);
    for (let start = 0; start < carried.length; start += IDENTIFIERS_AT_ONCE) {
      const end = Math.min(carried.length, start + IDENTIFIERS_AT_ONCE);
      for (let identifier = start; identifier < end; identifier += 1)
        if (carried[identifier] !== 0) this.#tallyIdentifier(identifier, before, after);
      yield;
    }
  }

  /** Events by which the two sides of a row differ. */
  movedOf(row: number): number {
    return this.left[row]! + this.came[row]!;
  }

  #numberRows(before: Resolution, after: Resolution, { afterOf, beforeOf }: Pairing): number {
    let rows = 0;
    for (let profile: ProfileIndex = 0; profile < before.profileCount; profile += 1) {
      if (!before.isPresent(profile)) continue;
      this.rowOfBefore[profile] = rows;
      if (afterOf[profile]! >= 0) this.rowOfAfter[afterOf[profile]!] = rows;
      rows += 1;
    }
    for (let profile: ProfileIndex = 0; profile < after.profileCount; profile += 1)
      if (beforeOf[profile]! < 0 && after.isPresent(profile)) this.rowOfAfter[profile] = rows++;
    return rows;
  }

  #tallyEvents(aligned: AlignedEvents, start: number, end: number): void {
    const flow = this.events;
    for (let place = start; place < end; place += 1) {
      const rowBefore = aligned.before[place]! < 0 ? -1 : this.rowOfBefore[aligned.before[place]!]!;
      const rowAfter = aligned.after[place]! < 0 ? -1 : this.rowOfAfter[aligned.after[place]!]!;
      if (rowBefore >= 0) {
        flow.before += 1;
        this.#meet(this.firstPlace, rowBefore, place);
      }
      if (rowAfter >= 0) {
        flow.after += 1;
        this.#meet(this.firstPlace, rowAfter, place);
      }
      if (rowBefore === rowAfter) {
        if (rowBefore < 0) continue;
        flow.kept += 1;
        this.kept[rowBefore]! += 1;
        continue;
      }
      if (rowBefore >= 0) {
        this.left[rowBefore]! += 1;
        this.#meet(this.firstMoved, rowBefore, place);
      }
      if (rowAfter >= 0) {
        this.came[rowAfter]! += 1;
        this.#meet(this.firstMoved, rowAfter, place);
      }
      if (rowBefore < 0) flow.gained += 1;
      else if (rowAfter < 0) flow.lost += 1;
      else flow.moved += 1;
    }
  }

  /**
   * Counts holdings: an identifier that several profiles hold counts for each of them. Identifiers are counted as the log
   * writes them, because the two sides may take different ones for spellings of one key.
   */
  #tallyIdentifier(identifier: IdentifierIndex, before: Resolution, after: Resolution): void {
    const flow = this.identifiers;
    const rowsBefore = before.ownersOf(identifier).map((owner) => this.rowOfBefore[owner]!);
    const rowsAfter = after.ownersOf(identifier).map((owner) => this.rowOfAfter[owner]!);
    const [had, has] = [new Set(rowsBefore), new Set(rowsAfter)];
    const left = rowsBefore.filter((row) => !has.has(row));
    const came = rowsAfter.filter((row) => !had.has(row));
    for (const row of left) this.identifiersLeft[row]! += 1;
    for (const row of came) this.identifiersCame[row]! += 1;
    const moved = Math.min(left.length, came.length);
    flow.before += rowsBefore.length;
    flow.after += rowsAfter.length;
    flow.kept += rowsBefore.length - left.length;
    flow.moved += moved;
    flow.lost += left.length - moved;
    flow.gained += came.length - moved;
  }

  #meet(column: Int32Array, row: number, place: EventIndex): void {
    if (column[row]! < 0) column[row] = place;
  }
}

/** IdentifierIndex → 1 for those on records; the table has normal forms too. */
function carriedIdentifiers({ store }: Resolution): Uint8Array {
  const carried = new Uint8Array(store.identifierTable.size);
  const identifiers = store.identifiers.values;
  for (let i = 0; i < store.identifiers.length; i += 1) carried[identifiers[i]!] = 1;
  return carried;
}

function placeOf(rowOf: Int32Array, profileOf: Int32Array): void {
  for (let profile = 0; profile < rowOf.length; profile += 1)
    if (rowOf[profile]! >= 0) profileOf[rowOf[profile]!] = profile;
}

function countCommon({ before, after }: AlignedEvents): number {
  let count = 0;
  for (let place = 0; place < before.length; place += 1)
    if (before[place] !== NO_EVENT && after[place] !== NO_EVENT) count += 1;
  return count;
}
