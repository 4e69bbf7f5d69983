/**
 * When to resolve again while rows still come in. Each time costs what the appended rows touch, on a tangled log
 * anything up to everything; so all of it together may take a tenth of the time since the import began. And a page that
 * hears of newer rows asks its questions again: the dearer they were, the longer until it hears the next time.
 */

import type { DurationMs } from '#shared/base/types.ts';

const SHARE = 0.1;
/** Spent without asking, so that the first rows show at once. */
const FREE_MS = 100;
/** The picture is renewed, and the page told of it, this often. */
const RENEW_MS = 1000;

export class SettleBudget {
  readonly #now: () => number;
  #startedAt = 0;
  #renewedAt = 0;
  #spentMs: DurationMs = 0;
  /** Spent on questions since the picture was renewed. */
  #answeringMs: DurationMs = 0;
  #isImporting = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isImporting(): boolean {
    return this.#isImporting;
  }

  begin(): void {
    if (this.#isImporting) return;
    this.#isImporting = true;
    this.#startedAt = this.#now();
    this.#renewedAt = this.#startedAt;
    this.#spentMs = 0;
    this.#answeringMs = 0;
  }

  end(): void {
    this.#isImporting = false;
  }

  /** How long until newer rows may be resolved; 0: now. */
  waitMs(): DurationMs {
    if (!this.#isImporting) return 0;
    const elapsed = this.#now() - this.#startedAt;
    return Math.max(0, (this.#spentMs - FREE_MS) / SHARE - elapsed);
  }

  /** Whether it is time to renew the picture; asking again within the next second says no. */
  takeTurn(): boolean {
    const now = this.#now();
    const pauseMs = Math.max(RENEW_MS, this.#answeringMs / SHARE);
    if (!this.#isImporting || this.waitMs() > 0 || now - this.#renewedAt < pauseMs) return false;
    this.#renewedAt = now;
    this.#answeringMs = 0;
    return true;
  }

  /** Runs `settle`, or a part of it, on the budget. */
  spend<T>(settle: () => T): T {
    const from = this.#now();
    const result = settle();
    this.#spentMs += this.#now() - from;
    return result;
  }

  /** Answers a question of the page. */
  answer<T>(question: () => T): T {
    const from = this.#now();
    const result = question();
    this.#answeringMs += this.#now() - from;
    return result;
  }
}
