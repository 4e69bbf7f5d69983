/**
 * The signs that a merge joined different people, each as an amount that is 0 when there is nothing to see.
 *
 * The ledger is replayed along the events in canonical order, so that the two sides of a merge are seen as they were
 * when they met; signs of the identifiers that tied them are read from the census of the whole log, computed once.
 * Cost: linear in events and rows, n log n for putting the rows in order.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import { typicalPartners } from '../fan-out.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import { Sides } from './sides.ts';

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
  'hand-overs',
] as const;

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
  return new Replay(census).run();
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

  constructor(census: Census) {
    this.#census = census;
    this.#sides = new Sides(census.engine.profileCount, census.traits);
    this.#owners = new Int32Array(census.keys.length).fill(-1);
    this.#disputes = new Uint32Array(census.keys.length);
    this.#fanOut = fanOutOf(census);
  }

  run(): MergeSigns {
    const { engine, rows } = this.#census;
    const order = this.#orderRows();
    const count = engine.decisionCount;
    let next = 0;
    for (let position = 0; position < rows.length; position += 1) {
      for (; next < order.length && Math.floor(order[next]! / count) <= position; next += 1)
        this.#replay(order[next]! % count);
      this.#credit(rows[position]!);
    }
    return {
      merges: this.#merges,
      amounts: Float32Array.from(this.#amounts),
      sides: this.#sides,
      fanOut: this.#fanOut,
    };
  }

  /** Live rows that change or dispute a membership, as (position of its event, row) in one number. */
  #orderRows(): Float64Array {
    const { engine, rows } = this.#census;
    const positions = new Int32Array(engine.store.rowCount).fill(-1);
    for (let i = 0; i < rows.length; i += 1) positions[rows[i]!] = i;
    const order = new Float64Array(engine.decisionCount);
    let count = 0;
    for (let row = 0; row < engine.decisionCount; row += 1) {
      if (!engine.isDecision(row)) continue;
      const { action, event, identifier, count: times } = engine.decision(row);
      if (action === 'block' || action === 'demote' || action === 'link') continue;
      if (action === 'refuse' || action === 'hand-over' || action === 'cut')
        this.#disputes[identifier]! += times;
      if (action !== 'refuse') order[count++] = positions[event]! * engine.decisionCount + row;
    }
    return order.subarray(0, count).sort();
  }

  #replay(row: DecisionIndex): void {
    const { action, event, profile, other, identifier, via } = this.#census.engine.decision(row);
    const side = this.#sides.root(profile);
    if (action !== 'merge') {
      this.#owners[identifier] = profile;
      if (action === 'create' || action === 'attach') this.#hold(side, identifier);
      return;
    }
    const absorbed = this.#sides.root(other);
    if (absorbed === side) return;
    this.#merges.push(row);
    this.#measure({ side, absorbed, event, identifier, via });
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
    for (const key of this.#census.keysOn(event)) {
      const owner = this.#owners[key]!;
      if (owner < 0 || engine.canonical(owner) !== profile) continue;
      this.#sides.credit(this.#sides.root(owner), event, engine.store.at.at(event));
      return;
    }
  }

  #measure({ side, absorbed, event, identifier, via }: Meeting): void {
    const sides = this.#sides;
    const shorter = Math.min(sides.eventCount[side]!, sides.eventCount[absorbed]!);
    const ties = [identifier, via].filter((tie) => tie >= 0);
    const most = (column: ArrayLike<number>): number => Math.max(0, ...ties.map((tie) => column[tie]!));
    this.#amounts.push(
      most(this.#fanOut),
      // Strong, anonymous and supplementary identifiers are 1, 2 and 3 in the census.
      Math.max(0, most(this.#census.keys) - 1),
      ties.length === 2 && this.#meetOnce(identifier, via) ? 1 : 0,
      Math.log2(1 + this.#daysApart(side, absorbed)),
      sides.traitConflicts(side, absorbed, event),
      sides.strongConflicts(side, absorbed),
      sides.areStrangers(side, absorbed) ? 1 : 0,
      Math.log2(1 + Math.max(sides.excess(side), sides.excess(absorbed))),
      Math.log2(1 + shorter),
      few(Math.max(sides.switches[side]!, sides.switches[absorbed]!)),
      few(most(this.#census.switches)),
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
