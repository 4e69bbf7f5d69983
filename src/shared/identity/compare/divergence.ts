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
import type { EventIndex, EventStore } from '../../event/event-store.ts';
import { compareEvents } from '../canonical-order.ts';
import type { Decision, DecisionIndex, ProfileIndex } from '../identity.ts';
import { DECISION_ACTIONS, REASON_CODES } from '../identity.ts';
import type { Resolution } from '../resolution.ts';
import { eventOfRow, rowOfEvent } from './aligned-events.ts';

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
  /** EventIndex → 0 where both ledgers say the same. */
  readonly #sums: Int32Array;

  constructor(before: Resolution, after: Resolution) {
    this.#before = before;
    this.#after = after;
    this.#sums = new Int32Array(before.store.rowCount);
  }

  /** To be driven to its end before anything is asked. */
  *read(): Slices {
    yield* addRows(this.#sums, this.#before, 1);
    yield* addRows(this.#sums, this.#after, -1);
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
    for (const event of [...spokenOf(this.#before, before), ...spokenOf(this.#after, after)]) {
      if (this.#sums[event] === 0) continue;
      if (found < 0 || compareEvents(store, event, found) < 0) found = event;
    }
    return found < 0 ? null : this.#at(found);
  }

  #at(event: EventIndex): Divergence {
    const before = spokenAt(this.#before, event);
    const after = spokenAt(this.#after, event);
    return { event, before: without(before, after), after: without(after, before) };
  }
}

function* addRows(sums: Int32Array, resolution: Resolution, sign: number): Slices {
  for (let start = 0; start < resolution.decisionCount; start += ROWS_AT_ONCE) {
    const end = Math.min(resolution.decisionCount, start + ROWS_AT_ONCE);
    for (let index = start; index < end; index += 1)
      if (resolution.isDecision(index)) addRow(sums, resolution, resolution.decision(index), sign);
    yield;
  }
}

function addRow(sums: Int32Array, resolution: Resolution, row: Decision, sign: number): void {
  const { store } = resolution;
  if (row.action === 'link') return;
  const first = eventOfRow(store, row.event);
  sums[first] = (sums[first]! + sign * hashOf(resolution, row, 0)) | 0;
  if (row.count === 1) return;
  const last = eventOfRow(store, row.lastEvent);
  sums[last] = (sums[last]! + sign * hashOf(resolution, row, row.count)) | 0;
}

const scratch = makeHash();

/** A hash of what a row says; with its count, of its repeats. */
function hashOf(resolution: Resolution, row: Decision, count: number): number {
  scratch.fill(0);
  for (const part of wordsOf(resolution, row)) combineNumber(scratch, part);
  combineNumber(scratch, count);
  return scratch[0]!;
}

function wordsOf(resolution: Resolution, row: Decision): number[] {
  const { store } = resolution;
  return [
    DECISION_ACTIONS.indexOf(row.action),
    REASON_CODES.indexOf(row.reason),
    row.identifier,
    row.via,
    ...nameOf(resolution, store, row.profile),
    ...(row.other < 0 ? [-1, -1] : nameOf(resolution, store, row.other)),
  ];
}

/** What a profile is called in every resolution of the store. */
function nameOf(resolution: Resolution, store: EventStore, profile: ProfileIndex): number[] {
  return [resolution.founder(profile), eventOfRow(store, resolution.foundedBy(profile))];
}

/** Events at which the ledger speaks of a profile; none without one. */
function* spokenOf(resolution: Resolution, profile: ProfileIndex): Generator<EventIndex> {
  if (profile < 0) return;
  for (const index of resolution.decisionsOf(profile)) {
    const { event, lastEvent } = resolution.decision(index);
    yield eventOfRow(resolution.store, event);
    if (lastEvent !== event) yield eventOfRow(resolution.store, lastEvent);
  }
}

interface Spoken {
  readonly index: DecisionIndex;
  readonly says: string;
}

function spokenAt(resolution: Resolution, event: EventIndex): Spoken[] {
  const row = rowOfEvent(resolution.timeline.rows, event);
  if (row < 0) return [];
  return resolution.decisionsAt(row).flatMap((index) => {
    const decision = resolution.decision(index);
    if (decision.action === 'link') return [];
    const repeats = decision.lastEvent === row ? decision.count : 1;
    return [{ index, says: [repeats, ...wordsOf(resolution, decision)].join(' ') }];
  });
}

function without(rows: readonly Spoken[], others: readonly Spoken[]): DecisionIndex[] {
  const said = new Set(others.map(({ says }) => says));
  return rows.filter(({ says }) => !said.has(says)).map(({ index }) => index);
}
