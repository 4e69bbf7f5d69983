/**
 * The signs that a merge joined different people, each as an amount that is 0 when there is nothing to see.
 *
 * The ledger is replayed along the events in canonical order, so that the two sides of a merge are seen as they were
 * when they met; signs of the identifiers that tied them are read from the census of the whole log, computed once.
 * Cost: linear in events and rows.
 */

import type { Progress, Slices } from '../../base/slices.ts';
import { finish, withProgress } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import { typicalPartners } from '../fan-out.ts';
import type { DecisionAction, DecisionIndex, ProfileIndex } from '../identity.ts';
import { Sides } from './sides.ts';
import { Visits } from './visits.ts';

/** In the order in which they are shown. */
export const MERGE_SIGNS = [
  'fan-out',
  'weak namespace',
  'single event',
  'distance in time',
  'conflicting traits',
  'conflicting identifiers',
  'both identified',
  'mixed sides',
  'independent histories',
  'shared device',
  'kiosk rhythm',
  'earlier visits',
  'unclaimed events',
  'unclaimed days',
  'hand-overs',
] as const;

const DISPUTES: ReadonlySet<DecisionAction> = new Set(['refuse', 'hand-over', 'cut']);
/** Rows that leave every identifier where it is. */
const UNMOVING: ReadonlySet<DecisionAction> = new Set(['block', 'demote', 'link', 'refuse']);
/** Events, or rows, between two pauses. */
const REPLAYED_AT_ONCE = 4096;
const DAY_MS = 86_400_000;
/** An identifier on so many events is not searched further for a second meeting. */
const MOST_SEARCHED = 256;

export interface MergeSigns {
  /** Live merges in canonical order. */
  readonly merges: readonly DecisionIndex[];
  /** For every merge as many amounts as there are signs. */
  readonly amounts: Float32Array;
  /** The profiles as they are at the end of the log. */
  readonly sides: Sides;
  /** IdentifierIndex → how many times as many partners it has as is usual in its namespace, as a power of two. */
  readonly fanOut: Float32Array;
}

export function readMergeSigns(census: Census): MergeSigns {
  return finish(mergeSignsInSlices(census));
}

/** The same, pausing; progress is in events. */
export function* mergeSignsInSlices(census: Census): Generator<Progress, MergeSigns, undefined> {
  const replay = new Replay(census);
  return yield* withProgress(replay.run(), () => ({ done: replay.done, total: census.rows.length }));
}

class Replay {
  readonly #census: Census;
  readonly #sides: Sides;
  readonly #merges: DecisionIndex[] = [];
  readonly #amounts: number[] = [];
  /** IdentifierIndex → the profile that it came to last. */
  readonly #owners: Int32Array;
  /** IdentifierIndex → hand-overs, cuts and refusals about it. */
  readonly #disputes: Uint32Array;
  readonly #fanOut: Float32Array;
  readonly #visits: Visits;
  /** Events replayed so far. */
  done = 0;

  constructor(census: Census) {
    this.#census = census;
    this.#sides = new Sides(census.engine.profileCount, census.traits);
    this.#owners = new Int32Array(census.keys.length).fill(-1);
    this.#disputes = new Uint32Array(census.keys.length);
    this.#fanOut = fanOutOf(census);
    this.#visits = new Visits(census.keys.length);
  }

  *run(): Slices<MergeSigns> {
    const { rows } = this.#census;
    const { order, ends } = yield* this.#orderRows();
    let next = 0;
    for (; this.done < rows.length; this.done += 1) {
      if (this.done % REPLAYED_AT_ONCE === 0) yield;
      for (const end = ends[this.done]!; next < end; next += 1) this.#replay(order[next]!);
      this.#credit(rows[this.done]!);
    }
    return {
      merges: this.#merges,
      amounts: Float32Array.from(this.#amounts),
      sides: this.#sides,
      fanOut: this.#fanOut,
    };
  }

  /**
   * Live rows that change a membership, by the position of their event and then by number: a counting sort. `ends` says
   * where those of a position end. What was disputed is counted on the way.
   */
  *#orderRows(): Slices<{ order: Uint32Array; ends: Uint32Array }> {
    const { engine, rows } = this.#census;
    const positions = new Int32Array(engine.store.rowCount).fill(-1);
    for (let i = 0; i < rows.length; i += 1) positions[rows[i]!] = i;
    const ends = new Uint32Array(rows.length + 1);
    const placeOf = new Int32Array(engine.decisionCount).fill(-1);
    for (let row = 0; row < engine.decisionCount; row += 1) {
      if (row % REPLAYED_AT_ONCE === 0) yield;
      if (!engine.isDecision(row)) continue;
      const { action, event, identifier, count } = engine.decision(row);
      if (DISPUTES.has(action)) this.#disputes[identifier]! += count;
      if (UNMOVING.has(action)) continue;
      placeOf[row] = positions[event]!;
      ends[positions[event]! + 1]! += 1;
    }
    for (let i = 0; i < rows.length; i += 1) ends[i + 1]! += ends[i]!;
    const order = new Uint32Array(ends[rows.length]!);
    for (let row = 0; row < placeOf.length; row += 1)
      if (placeOf[row]! >= 0) order[ends[placeOf[row]!]!++] = row;
    return { order, ends };
  }

  #replay(row: DecisionIndex): void {
    const { action, reason, event, profile, other, identifier, via } = this.#census.engine.decision(row);
    const side = this.#sides.root(profile);
    if (action !== 'merge') {
      if (this.#owners[identifier]! >= 0) this.#visits.forget(identifier);
      this.#owners[identifier] = profile;
      if (action === 'create' || action === 'attach') this.#hold(side, identifier);
      return;
    }
    const absorbed = this.#sides.root(other);
    if (absorbed === side) return;
    // What a person pinned is no guess of the rules.
    if (reason !== 'MUST_LINK') {
      this.#merges.push(row);
      this.#measure({ side, absorbed, event, identifier, via });
    }
    this.#sides.absorb(side, absorbed);
  }

  #hold(side: ProfileIndex, identifier: IdentifierIndex): void {
    const { strongNumber, switches } = this.#census;
    if (this.#census.isStrong(identifier))
      this.#sides.hold(side, strongNumber[this.#census.namespaceOf(identifier)]!);
    this.#sides.switches[side] = Math.max(this.#sides.switches[side]!, switches[identifier]!);
  }

  /** Credits an event to the side that its keys led to at that moment. */
  #credit(event: EventIndex): void {
    const { engine } = this.#census;
    const profile = engine.creditOf(event);
    if (profile < 0) return;
    const at = engine.store.at.at(event);
    let isCredited = false;
    for (const key of this.#census.keysOn(event)) {
      const owner = this.#owners[key]!;
      if (owner < 0 || engine.canonical(owner) !== profile) continue;
      this.#visits.see(key, at);
      if (!isCredited) this.#sides.credit(this.#sides.root(owner), event, at);
      isCredited = true;
    }
  }

  #measure({ side, absorbed, event, identifier, via }: Meeting): void {
    const sides = this.#sides;
    const shorter = Math.min(sides.eventCount[side]!, sides.eventCount[absorbed]!);
    const { switches, keys } = this.#census;
    const at = this.#census.engine.store.at.at(event);
    const ties = [identifier, via].filter((tie) => tie >= 0);
    const devices = ties.filter((tie) => this.#census.isAnonymous(tie));
    const most = (column: ArrayLike<number>): number => Math.max(0, ...ties.map((tie) => column[tie]!));
    const earlier = (one: IdentifierIndex): number => this.#visits.earlier(one, at);
    this.#amounts.push(
      most(this.#fanOut),
      // Strong, anonymous and supplementary identifiers are 1, 2 and 3 in the census.
      Math.max(0, most(keys) - 1),
      ties.length === 2 && this.#meetOnce(identifier, via) ? 1 : 0,
      Math.log2(1 + this.#daysApart(side, absorbed)),
      sides.traitConflicts(side, absorbed, event),
      sides.strongConflicts(side, absorbed),
      sides.areStrangers(side, absorbed) ? 1 : 0,
      Math.log2(1 + Math.max(sides.excess(side), sides.excess(absorbed))),
      Math.log2(1 + shorter),
      few(Math.max(sides.switches[side]!, sides.switches[absorbed]!)),
      few(most(switches)),
      Math.log2(1 + Math.max(0, ...devices.filter((one) => switches[one]! > 0).map(earlier))),
      Math.log2(1 + Math.max(0, ...devices.map(earlier))),
      Math.log2(1 + Math.max(0, ...devices.map((one) => this.#visits.age(one, at) / DAY_MS))),
      few(most(this.#disputes)),
    );
  }

  #meetOnce(a: IdentifierIndex, b: IdentifierIndex): boolean {
    const census = this.#census;
    const [rarer, other] = census.events(a) <= census.events(b) ? [a, b] : [b, a];
    const carriers = census.carriers(rarer);
    let meetings = 0;
    for (let i = 0; i < carriers.length && i < MOST_SEARCHED; i += 1) {
      if (census.carries(carriers[i]!, other)) meetings += 1;
      if (meetings > 1) return false;
    }
    return carriers.length <= MOST_SEARCHED;
  }

  #daysApart(a: ProfileIndex, b: ProfileIndex): number {
    const { firstAt, lastAt } = this.#sides;
    const apart = Math.max(firstAt[a]! - lastAt[b]!, firstAt[b]! - lastAt[a]!) / DAY_MS;
    return apart > 0 ? apart : 0;
  }
}

/** A count in doublings, of which more than two say nothing new. */
export function few(count: number): number {
  return Math.min(2, Math.log2(1 + count));
}

interface Meeting {
  readonly side: ProfileIndex;
  readonly absorbed: ProfileIndex;
  readonly event: EventIndex;
  readonly identifier: IdentifierIndex;
  readonly via: IdentifierIndex;
}

function fanOutOf(census: Census): Float32Array {
  const typical = typicalPartners(census);
  return Float32Array.from(census.partners, (partners, identifier) => {
    if (!census.isKey(identifier)) return 0;
    return Math.max(0, Math.log2((1 + partners) / (1 + typical[census.namespaceOf(identifier)]!)));
  });
}
