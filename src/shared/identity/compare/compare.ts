/**
 * What is different between two resolutions of one store: the one kind of diff that what-if, the comparison of two
 * policies, time travel and the order lens give.
 *
 * Profiles are paired by the events they share; what does not follow its partner has moved. Totals are exact, lists
 * are the most telling few. Swapping the sides swaps the answer. Companies are left out: they know no policy. What
 * moved in money `profile/revenue-moved.ts` adds. Cost: linear in events, identifiers and decisions.
 */

import { invariant } from '../../base/assert.ts';
import type { Slices } from '../../base/slices.ts';
import { finish } from '../../base/slices.ts';
import type { ProfileIndex, ProfileState } from '../identity.ts';
import { PROFILE_STATES } from '../identity.ts';
import type { Resolution } from '../resolution.ts';
import type { AlignedEvents, EventNames } from './aligned-events.ts';
import { alignEvents, nameEvents } from './aligned-events.ts';
import type { Divergence } from './divergence.ts';
import { LedgerDifference } from './divergence.ts';
import { pairProfiles } from './pairing.ts';
import type { Parted } from './parted.ts';
import { listParted, ofLeft, ofRight } from './parted.ts';
import type { Flow } from './profile-differences.ts';
import { ProfileDifferences } from './profile-differences.ts';
import type { Few } from './top-few.ts';
import { TopFew } from './top-few.ts';

const DEFAULT_LIMIT = 50;

export interface ProfileDifference {
  /** The profile of the side, or -1. */
  readonly before: ProfileIndex;
  readonly after: ProfileIndex;
  /** Events credited to both; that left the one; that came to the other. */
  readonly kept: number;
  readonly left: number;
  readonly came: number;
  readonly identifiersLeft: number;
  readonly identifiersCame: number;
  readonly stateBefore: ProfileState | null;
  readonly stateAfter: ProfileState | null;
  readonly divergence: Divergence | null;
}

export interface StateChange {
  readonly before: ProfileState;
  readonly after: ProfileState;
  readonly count: number;
}

export interface Comparison {
  readonly profiles: {
    readonly before: number;
    readonly after: number;
    readonly paired: number;
    /** Paired, with the same events, identifiers and state. */
    readonly unchanged: number;
    /** Of before, without a partner; of after. */
    readonly gone: number;
    readonly created: number;
  };
  readonly events: Flow;
  readonly identifiers: Flow;
  /** Between partners, in order of the states. */
  readonly states: readonly StateChange[];
  readonly firstDivergence: Divergence | null;
  /** Most events moved first. */
  readonly differing: Few<ProfileDifference>;
  readonly split: Few<Parted>;
  readonly merged: Few<Parted>;
  /** Who is who, for what else is to be compared. */
  readonly rows: ProfileDifferences;
}

/** Assumes two settled resolutions of one store. `limit` bounds every list. */
export function compare(before: Resolution, after: Resolution, options: CompareOptions = {}): Comparison {
  return finish(compareInSlices(before, after, options));
}

export function* compareInSlices(
  before: Resolution,
  after: Resolution,
  { limit = DEFAULT_LIMIT, names = nameEvents(before.store) }: CompareOptions = {},
): Slices<Comparison> {
  invariant(before.store === after.store, 'two resolutions of one store');
  const aligned = yield* alignEvents(before, after, names);
  const pairing = pairProfiles(before, after, aligned);
  yield;
  const rows = new ProfileDifferences(before, after, aligned, pairing);
  yield* rows.tally(before, after, aligned);
  const ledgers = new LedgerDifference(before, after, names);
  yield* ledgers.read();
  const sides = { before, after, rows, ledgers, aligned };
  const { cells, afterOf, beforeOf } = pairing;
  return {
    ...(yield* compareRows(sides, limit)),
    events: rows.events,
    identifiers: rows.identifiers,
    firstDivergence: ledgers.first(aligned.events),
    split: listParted(ofLeft(cells), afterOf, limit),
    merged: listParted(ofRight(cells), beforeOf, limit),
    rows,
  };
}

export interface CompareOptions {
  readonly limit?: number;
  /** Of when the sides were begun, where the store may have been given more since. */
  readonly names?: EventNames;
}

/** True when the two sides say the same of every event, identifier and profile. */
export function isSame({ differing, firstDivergence }: Comparison): boolean {
  return differing.total === 0 && firstDivergence === null;
}

/** Rows compared between two pauses. */
const ROWS_AT_ONCE = 1 << 14;

interface Sides {
  readonly before: Resolution;
  readonly after: Resolution;
  readonly rows: ProfileDifferences;
  readonly ledgers: LedgerDifference;
  readonly aligned: AlignedEvents;
}

function* compareRows(
  sides: Sides,
  limit: number,
): Slices<Pick<Comparison, 'profiles' | 'states' | 'differing'>> {
  const { before, after, rows } = sides;
  const profiles = { before: 0, after: 0, paired: 0, unchanged: 0, gone: 0, created: 0 };
  const matrix = PROFILE_STATES.map(() => PROFILE_STATES.map(() => 0));
  const few = new TopFew(limit, (a, b) => compareImpact(sides, a, b));
  for (let row = 0; row < rows.rowCount; row += 1) {
    if (row % ROWS_AT_ONCE === 0) yield;
    const had = rows.before[row]!;
    const has = rows.after[row]!;
    if (had >= 0) profiles.before += 1;
    if (has >= 0) profiles.after += 1;
    if (had < 0) profiles.created += 1;
    else if (has < 0) profiles.gone += 1;
    else profiles.paired += 1;
    const isPaired = had >= 0 && has >= 0;
    const changesState = isPaired && before.state(had) !== after.state(has);
    if (changesState)
      matrix[PROFILE_STATES.indexOf(before.state(had))]![PROFILE_STATES.indexOf(after.state(has))]! += 1;
    const moves = rows.movedOf(row) + rows.identifiersLeft[row]! + rows.identifiersCame[row]!;
    if (isPaired && !changesState && moves === 0) profiles.unchanged += 1;
    else few.offer(row);
  }
  return {
    profiles,
    states: matrix.flatMap((counts, from) =>
      counts.flatMap((count, to) =>
        count === 0 ? [] : [{ before: PROFILE_STATES[from]!, after: PROFILE_STATES[to]!, count }],
      ),
    ),
    differing: few.read((row) => differenceOf(sides, row)),
  };
}

function differenceOf({ before, after, rows, ledgers, aligned }: Sides, row: number): ProfileDifference {
  const had = rows.before[row]!;
  const has = rows.after[row]!;
  const firstMoved = rows.firstMoved[row]!;
  const credited = firstMoved < 0 ? null : { event: aligned.events[firstMoved]!, before: [], after: [] };
  return {
    before: had,
    after: has,
    kept: rows.kept[row]!,
    left: rows.left[row]!,
    came: rows.came[row]!,
    identifiersLeft: rows.identifiersLeft[row]!,
    identifiersCame: rows.identifiersCame[row]!,
    stateBefore: had < 0 ? null : before.state(had),
    stateAfter: has < 0 ? null : after.state(has),
    divergence: ledgers.ofPair(had, has) ?? credited,
  };
}

/** Most events moved, then most identifiers, then whose first event comes first; the same whichever side is first. */
function compareImpact({ before, after, rows }: Sides, a: number, b: number): number {
  const identifiers = (row: number): number => rows.identifiersLeft[row]! + rows.identifiersCame[row]!;
  const byNumbers =
    rows.movedOf(b) - rows.movedOf(a) ||
    identifiers(b) - identifiers(a) ||
    rows.firstPlace[a]! - rows.firstPlace[b]!;
  if (byNumbers !== 0) return byNumbers;
  const idOf = (row: number): string =>
    [
      rows.before[row]! < 0 ? '' : before.profileId(rows.before[row]!),
      rows.after[row]! < 0 ? '' : after.profileId(rows.after[row]!),
    ]
      .sort()
      .join();
  return idOf(a) < idOf(b) ? -1 : 1;
}
