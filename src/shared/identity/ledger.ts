/**
 * The ledger: every decision as a row of typed columns. State is a fold of it.
 *
 * Rows are reachable from both profiles they concern, through rings that join when the profiles merge. Refusals,
 * blocks, demotions and links that repeat between the same parties are one row with first event, last event and
 * count; an open-addressing table on (action, identifier, parties) finds it. Rows of an island that is resolved again
 * are killed and made anew.
 */

import { copyColumns, int32Column, uint8Column } from '../base/columns.ts';
import { Rings } from '../base/rings.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Decision, DecisionAction, DecisionIndex, ProfileIndex, ReasonCode } from './identity.ts';
import { DECISION_ACTIONS, REASON_CODES } from './identity.ts';

const ACTION_INDEX = new Map<DecisionAction, number>(
  DECISION_ACTIONS.map((action, index) => [action, index]),
);
const REASON_INDEX = new Map<ReasonCode, number>(REASON_CODES.map((reason, index) => [reason, index]));
/** In place of the action of a row that no longer holds. */
const DEAD = 255;
const FIRST_SLOTS = 1 << 10;
/** Rows killed between two pauses. */
const KILLED_AT_ONCE = 2048;
/** Bit beside the reason: taken out of the digest until it is read next. */
const WAITING = 128;

export interface NewDecision {
  action: DecisionAction;
  reason: ReasonCode;
  event: EventIndex;
  profile: ProfileIndex;
  other: ProfileIndex;
  identifier: IdentifierIndex;
  via: IdentifierIndex;
}

export class Ledger {
  readonly #action = uint8Column();
  readonly #reason = uint8Column();
  readonly #event = int32Column();
  readonly #lastEvent = int32Column();
  readonly #count = int32Column();
  readonly #profile = int32Column();
  readonly #other = int32Column();
  readonly #identifier = int32Column();
  readonly #via = int32Column();
  readonly #ofProfile = new Rings(int32Column(), int32Column());
  readonly #ofOther = new Rings(int32Column(), int32Column());
  /** Rows that may repeat. */
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #slotsUsed = 0;
  /** Live rows by action and reason. */
  readonly #counts = new Int32Array(DECISION_ACTIONS.length * REASON_CODES.length);
  deadCount = 0;
  /** Called before a row changes or dies. */
  beforeChange: (row: DecisionIndex) => void = () => {};

  /** Rows ever made, dead ones included. */
  get count(): number {
    return this.#action.length;
  }

  get bytes(): number {
    let sum = this.#slots.byteLength + this.#ofProfile.tails.bytes + this.#ofOther.tails.bytes;
    for (const column of this.#columns()) sum += column.bytes;
    return sum;
  }

  reset(): void {
    for (const column of this.#columns()) column.clear();
    this.#ofProfile.tails.clear();
    this.#ofOther.tails.clear();
    this.#slots.fill(-1);
    this.#slotsUsed = 0;
    this.#counts.fill(0);
    this.deadCount = 0;
  }

  *copyFrom(other: Ledger): Slices {
    yield* copyColumns(
      [...this.#columns(), this.#ofProfile.tails, this.#ofOther.tails],
      [...other.#columns(), other.#ofProfile.tails, other.#ofOther.tails],
    );
    this.#slots = other.#slots.slice();
    this.#slotsUsed = other.#slotsUsed;
    this.#counts.set(other.#counts);
    this.deadCount = other.deadCount;
  }

  addProfile(): void {
    this.#ofProfile.tails.push(-1);
    this.#ofOther.tails.push(-1);
  }

  /** Adds a row. The argument may be reused by the caller. */
  add(decision: NewDecision): void {
    const row = this.#action.length;
    const action = ACTION_INDEX.get(decision.action)!;
    const reason = REASON_INDEX.get(decision.reason)!;
    this.#action.push(action);
    this.#reason.push(reason);
    this.#event.push(decision.event);
    this.#lastEvent.push(decision.event);
    this.#count.push(1);
    this.#profile.push(decision.profile);
    this.#other.push(decision.other);
    this.#identifier.push(decision.identifier);
    this.#via.push(decision.via);
    this.#ofProfile.next.push(-1);
    this.#ofOther.next.push(-1);
    this.#ofProfile.append(decision.profile, row);
    if (decision.other >= 0) this.#ofOther.append(decision.other, row);
    this.#counts[action * REASON_CODES.length + reason]! += 1;
  }

  /** Adds a row, or counts up the one that says the same of the same parties, whichever way round they are. */
  note(decision: NewDecision): void {
    const action = ACTION_INDEX.get(decision.action)!;
    const low = Math.min(decision.profile, decision.other);
    const high = Math.max(decision.profile, decision.other);
    const slot = this.#probe(action, decision.identifier, low, high);
    const known = this.#slots[slot]!;
    if (known >= 0) {
      this.beforeChange(known);
      this.#lastEvent.set(known, decision.event);
      this.#count.values[known]! += 1;
      return;
    }
    this.#slots[slot] = this.#action.length;
    this.#slotsUsed += 1;
    this.add(decision);
    if (this.#slotsUsed * 2 > this.#slots.length) this.#rehash();
  }

  /** Lets the rows of `absorbed` be reached from `survivor`. */
  absorb(survivor: ProfileIndex, absorbed: ProfileIndex): void {
    this.#ofProfile.splice(survivor, absorbed);
    this.#ofOther.splice(survivor, absorbed);
  }

  /** Kills the rows of a profile and of all it absorbed. Assumes the same of every profile of the island. */
  *forget(profile: ProfileIndex): Slices {
    const rows = this.#ofProfile.items(profile);
    for (let start = 0; start < rows.length; start += KILLED_AT_ONCE) {
      const end = Math.min(rows.length, start + KILLED_AT_ONCE);
      for (let place = start; place < end; place += 1) this.#kill(rows[place]!);
      if (end < rows.length) yield;
    }
    this.#ofProfile.tails.set(profile, -1);
    this.#ofOther.tails.set(profile, -1);
  }

  #kill(row: DecisionIndex): void {
    this.beforeChange(row);
    this.#counts[this.#action.at(row) * REASON_CODES.length + this.#reasonAt(row)]! -= 1;
    this.#action.set(row, DEAD);
    this.deadCount += 1;
  }

  /** Notes whether the digest waits for a row; false when that was noted before. */
  setWaiting(row: DecisionIndex, isWaiting: boolean): boolean {
    const reason = this.#reason.at(row);
    const changed = isWaiting ? reason | WAITING : reason & ~WAITING;
    this.#reason.set(row, changed);
    return changed !== reason;
  }

  isLive(decision: DecisionIndex): boolean {
    return this.#action.at(decision) !== DEAD;
  }

  get(decision: DecisionIndex): Decision {
    return {
      action: DECISION_ACTIONS[this.#action.at(decision)]!,
      reason: REASON_CODES[this.#reasonAt(decision)]!,
      event: this.#event.at(decision),
      lastEvent: this.#lastEvent.at(decision),
      count: this.#count.at(decision),
      profile: this.#profile.at(decision),
      other: this.#other.at(decision),
      identifier: this.#identifier.at(decision),
      via: this.#via.at(decision),
    };
  }

  /** Rows about a profile and all it absorbed, either as the first or the other party, each once, unordered. */
  rowsOf(profile: ProfileIndex): DecisionIndex[] {
    const rows = this.#ofProfile.items(profile);
    const others = this.#ofOther.items(profile);
    if (others.length === 0) return rows;
    return [...new Set([...rows, ...others])];
  }

  event(decision: DecisionIndex): EventIndex {
    return this.#event.at(decision);
  }

  lastEvent(decision: DecisionIndex): EventIndex {
    return this.#lastEvent.at(decision);
  }

  /** Live rows with this action and, if given, this reason. */
  countOf(action: DecisionAction, reason?: ReasonCode): number {
    const start = ACTION_INDEX.get(action)! * REASON_CODES.length;
    if (reason !== undefined) return this.#counts[start + REASON_INDEX.get(reason)!]!;
    let sum = 0;
    for (let i = 0; i < REASON_CODES.length; i += 1) sum += this.#counts[start + i]!;
    return sum;
  }

  #reasonAt(row: DecisionIndex): number {
    return this.#reason.at(row) & ~WAITING;
  }

  #probe(action: number, identifier: number, low: number, high: number): number {
    const mask = this.#slots.length - 1;
    let slot = slotHash(action, identifier, low, high) & mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row < 0 || this.#isRow(row, action, identifier, low, high)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isRow(row: DecisionIndex, action: number, identifier: number, low: number, high: number): boolean {
    if (this.#identifier.at(row) !== identifier || this.#action.at(row) !== action) return false;
    const profile = this.#profile.at(row);
    const other = this.#other.at(row);
    return Math.min(profile, other) === low && Math.max(profile, other) === high;
  }

  /** Makes the table fit the live rows; dead ones drop out. */
  #rehash(): void {
    const old = this.#slots;
    let live = 0;
    for (const row of old) if (row >= 0 && this.isLive(row)) live += 1;
    let size = FIRST_SLOTS;
    while (size < live * 4) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#slotsUsed = live;
    for (const row of old) {
      if (row < 0 || !this.isLive(row)) continue;
      const low = Math.min(this.#profile.at(row), this.#other.at(row));
      const high = Math.max(this.#profile.at(row), this.#other.at(row));
      this.#slots[this.#probe(this.#action.at(row), this.#identifier.at(row), low, high)] = row;
    }
  }

  #columns() {
    return [
      this.#action,
      this.#reason,
      this.#event,
      this.#lastEvent,
      this.#count,
      this.#profile,
      this.#other,
      this.#identifier,
      this.#via,
      this.#ofProfile.next,
      this.#ofOther.next,
    ];
  }
}

function slotHash(action: number, identifier: number, low: number, high: number): number {
  let h =
    Math.imul(identifier + 1, 0x9e3779b1) ^ Math.imul(low + 2, 0x85ebca77) ^ Math.imul(high + 3, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15) ^ action, 0x27d4eb2f);
  return (h ^ (h >>> 13)) >>> 0;
}
