/**
 * Where two resolutions of one store part: the earliest event, in canonical order, at which one ledger has a decision
 * that the other has not.
 *
 * Rows are compared by what they say, with profiles named by their founders: every event gets the sum of a hash per
 * row of the one ledger less that of the other, so one walk over both answers for all profiles. Rows that repeat also
 * speak at their last event. Company links are left out. Cost: linear in rows; a difference goes unseen with a chance
 * of 2^-32.
 */

import { combineNumber, makeHash } from '../../base/hash.ts';
import type { Slices } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import { compareEvents } from '../canonical-order.ts';
import type { Decision, DecisionIndex, ProfileIndex } from '../identity.ts';
import { DECISION_ACTIONS, REASON_CODES } from '../identity.ts';
import type { Resolution } from '../resolution.ts';
import type { EventNames } from './aligned-events.ts';
import { rowOfEvent } from './aligned-events.ts';

/** Decisions read between two pauses. */
const ROWS_AT_ONCE = 4096;

export interface Divergence {
  readonly event: EventIndex;
  /** Decisions at that event that only the one side has; none when only the crediting differs. */
  readonly before: readonly DecisionIndex[];
  readonly after: readonly DecisionIndex[];
}

export class LedgerDifference {
  readonly #before: Resolution;
  readonly #after: Resolution;
  readonly #names: EventNames;
  /** EventIndex → 0 where both ledgers say the same. */
  readonly #sums: Int32Array;

  constructor(before: Resolution, after: Resolution, names: EventNames) {
    this.#before = before;
    this.#after = after;
    this.#names = names;
    this.#sums = new Int32Array(names.length);
  }

  /** To be driven to its end before anything is asked. */
  *read(): Slices {
    yield* this.#addRows(this.#before, 1);
    yield* this.#addRows(this.#after, -1);
  }

  /** The first event of those given, in canonical order, at which the ledgers differ, or null. */
  first(events: ArrayLike<EventIndex>): Divergence | null {
    for (let place = 0; place < events.length; place += 1)
      if (this.#sums[events[place]!] !== 0) return this.#at(events[place]!);
    return null;
  }

  /** The first event at which the ledgers differ about either of two partners, or null. Cost: their decisions. */
  ofPair(before: ProfileIndex, after: ProfileIndex): Divergence | null {
    const { store } = this.#before;
    let found: EventIndex = -1;
    for (const event of [...this.#spokenOf(this.#before, before), ...this.#spokenOf(this.#after, after)]) {
      if (this.#sums[event] === 0) continue;
      if (found < 0 || compareEvents(store, event, found) < 0) found = event;
    }
    return found < 0 ? null : this.#at(found);
  }

  #at(event: EventIndex): Divergence {
    const before = spokenAt(this.#before, event, this.#names);
    const after = spokenAt(this.#after, event, this.#names);
    return { event, before: without(before, after), after: without(after, before) };
  }

  *#addRows(resolution: Resolution, sign: number): Slices {
    for (let start = 0; start < resolution.decisionCount; start += ROWS_AT_ONCE) {
      const end = Math.min(resolution.decisionCount, start + ROWS_AT_ONCE);
      for (let index = start; index < end; index += 1)
        if (resolution.isDecision(index)) this.#addRow(resolution, resolution.decision(index), sign);
      yield;
    }
  }

  #addRow(resolution: Resolution, row: Decision, sign: number): void {
    if (row.action === 'link') return;
    const names = this.#names;
    const sums = this.#sums;
    const first = names[row.event]!;
    sums[first] = (sums[first]! + sign * hashOf(wordsOf(resolution, row, names), 0)) | 0;
    if (row.count === 1) return;
    const last = names[row.lastEvent]!;
    sums[last] = (sums[last]! + sign * hashOf(wordsOf(resolution, row, names), row.count)) | 0;
  }

  /** Events at which the ledger speaks of a profile; none without one. */
  *#spokenOf(resolution: Resolution, profile: ProfileIndex): Generator<EventIndex> {
    if (profile < 0) return;
    for (const index of resolution.decisionsOf(profile)) {
      const { event, lastEvent } = resolution.decision(index);
      yield this.#names[event]!;
      if (lastEvent !== event) yield this.#names[lastEvent]!;
    }
  }
}

const scratch = makeHash();

/** A hash of what a row says; with its count, of its repeats. */
function hashOf(words: readonly number[], count: number): number {
  scratch.fill(0);
  for (const part of words) combineNumber(scratch, part);
  combineNumber(scratch, count);
  return scratch[0]!;
}

function wordsOf(resolution: Resolution, row: Decision, names: EventNames): number[] {
  return [
    DECISION_ACTIONS.indexOf(row.action),
    REASON_CODES.indexOf(row.reason),
    row.identifier,
    row.via,
    ...nameOf(resolution, row.profile, names),
    ...(row.other < 0 ? [-1, -1] : nameOf(resolution, row.other, names)),
  ];
}

/** What a profile is called in every resolution of the store. */
function nameOf(resolution: Resolution, profile: ProfileIndex, names: EventNames): number[] {
  return [resolution.founder(profile), names[resolution.foundedBy(profile)]!];
}

interface Spoken {
  readonly index: DecisionIndex;
  readonly says: string;
}

function spokenAt(resolution: Resolution, event: EventIndex, names: EventNames): Spoken[] {
  const row = rowOfEvent(resolution.timeline.rows, event);
  if (row < 0) return [];
  return resolution.decisionsAt(row).flatMap((index) => {
    const decision = resolution.decision(index);
    if (decision.action === 'link') return [];
    const repeats = decision.lastEvent === row ? decision.count : 1;
    return [{ index, says: [repeats, ...wordsOf(resolution, decision, names)].join(' ') }];
  });
}

function without(rows: readonly Spoken[], others: readonly Spoken[]): DecisionIndex[] {
  const said = new Set(others.map(({ says }) => says));
  return rows.filter(({ says }) => !said.has(says)).map(({ index }) => index);
}
