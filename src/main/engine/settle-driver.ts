/**
 * Drives a settle in slices, with a pause after every few milliseconds in which the engine thread answers whatever has
 * arrived. What is little is done before `start` returns. One settle runs at a time, and while it does nothing may be
 * appended: it would be out of date, and begin again for ever under a fast import.
 */

import type { DurationMs } from '#shared/base/types.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { SettleBudget } from './settle-budget.ts';

/** So long a query may have to wait for the slices of a settle. */
const SLICES_MS: DurationMs = 12;
/** Events that are resolved in about that time. */
const EVENTS_AT_ONCE = 4096;

export interface SettleDriverOptions {
  readonly now: () => number;
  readonly sleep: (milliseconds: DurationMs) => Promise<void>;
  readonly budget: SettleBudget;
  /** A newer revision is about to take the place of the one that readers know. */
  readonly ended: () => void;
}

export class SettleDriver {
  readonly #options: SettleDriverOptions;
  #running: Promise<void> | null = null;
  /** The settle under way; another, or none, takes its place when it is given up. */
  #work: Generator<unknown, boolean> | null = null;

  constructor(options: SettleDriverOptions) {
    this.#options = options;
  }

  /** Begins to settle unless that is under way. Rejects what waits for it with whatever is thrown on the way. */
  start(engine: IdentityEngine): void {
    if (this.#work !== null || engine.isSettled) return;
    const work = engine.settleInSlices(EVENTS_AT_ONCE);
    if (this.#drive(work)) return;
    this.#work = work;
    this.#running = this.#run(work);
  }

  /** Resolves when no settle is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Gives up the settle under way: the columns that readers know stay as they are. */
  cancel(): void {
    this.#work = null;
    this.#running = null;
  }

  async #run(work: Generator<unknown, boolean>): Promise<void> {
    for (;;) {
      await this.#options.sleep(0);
      if (this.#work !== work) return;
      if (this.#drive(work)) break;
    }
    this.cancel();
  }

  /** Drives the settle for a while; true when it has ended. */
  #drive(work: Generator<unknown, boolean>): boolean {
    const { now, budget, ended } = this.#options;
    return budget.spend(() => {
      const until = now() + SLICES_MS;
      do {
        if (work.next().done !== true) continue;
        ended();
        return true;
      } while (now() < until);
      return false;
    });
  }
}
