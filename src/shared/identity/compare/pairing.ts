/**
 * Which profile of one resolution is which of another: greedily by the events they share, most first; of equal ones
 * the pair with one id, then the pair whose first shared event comes first. A profile has at most one partner.
 *
 * It is the same pairing whichever side is called the first. Profiles that share no event with any are paired by id.
 * Cost: linear, plus n log n for the profiles that share events with more than one.
 */

import type { ProfileIndex } from '../identity.ts';
import type { Resolution } from '../resolution.ts';
import type { AlignedEvents } from './aligned-events.ts';
import type { Contingency } from './contingency.ts';
import { crossTabulate } from './contingency.ts';

export interface Pairing {
  readonly cells: Contingency;
  /** ProfileIndex before → its partner after, or -1; and the other way round. */
  readonly afterOf: Int32Array;
  readonly beforeOf: Int32Array;
}

export function pairProfiles(before: Resolution, after: Resolution, events: AlignedEvents): Pairing {
  const cells = crossTabulate(
    { partOf: events.before, partCount: before.profileCount },
    { partOf: events.after, partCount: after.profileCount },
  );
  const afterOf = new Int32Array(before.profileCount).fill(-1);
  const beforeOf = new Int32Array(after.profileCount).fill(-1);
  const pairing = { cells, afterOf, beforeOf };
  for (const cell of contested(before, after, cells, pairing)) {
    const left = cells.left[cell]!;
    const right = cells.right[cell]!;
    if (afterOf[left]! < 0 && beforeOf[right]! < 0) pair(pairing, left, right);
  }
  pairStrangers(before, after, pairing);
  return pairing;
}

function pair({ afterOf, beforeOf }: Pairing, left: ProfileIndex, right: ProfileIndex): void {
  afterOf[left] = right;
  beforeOf[right] = left;
}

/** Pairs what shares events with one other only, and returns the other cells in the order of choice. */
function contested(before: Resolution, after: Resolution, cells: Contingency, pairing: Pairing): Uint32Array {
  const { left, right, count, first, leftCells, rightCells } = cells;
  const rest = new Uint32Array(left.length);
  let length = 0;
  for (let cell = 0; cell < left.length; cell += 1) {
    if (leftCells[left[cell]!] === 1 && rightCells[right[cell]!] === 1)
      pair(pairing, left[cell]!, right[cell]!);
    else rest[length++] = cell;
  }
  const hasOneId = (cell: number): number => Number(hasSameId(before, left[cell]!, after, right[cell]!));
  return rest
    .slice(0, length)
    .sort((a, b) => count[b]! - count[a]! || hasOneId(b) - hasOneId(a) || first[a]! - first[b]!);
}

function hasSameId(before: Resolution, left: ProfileIndex, after: Resolution, right: ProfileIndex): boolean {
  return before.founder(left) === after.founder(right) && before.profileId(left) === after.profileId(right);
}

function pairStrangers(before: Resolution, after: Resolution, pairing: Pairing): void {
  const { leftCells, rightCells } = pairing.cells;
  const rights = new Map<string, ProfileIndex>();
  const lefts = strangers(before, leftCells);
  if (lefts.length === 0) return;
  for (const right of strangers(after, rightCells)) rights.set(after.profileId(right), right);
  if (rights.size === 0) return;
  for (const left of lefts) {
    const right = rights.get(before.profileId(left));
    if (right !== undefined) pair(pairing, left, right);
  }
}

/** Present profiles without a cell: all their events are nobody's, or no events, on the other side. */
function strangers(resolution: Resolution, cellsOf: Int32Array): ProfileIndex[] {
  const found: ProfileIndex[] = [];
  for (let profile = 0; profile < resolution.profileCount; profile += 1)
    if (cellsOf[profile] === 0 && resolution.isPresent(profile)) found.push(profile);
  return found;
}
