/** How often a page that crashes is loaded again by itself: three times in ten minutes, then a person decides. */

const MOST_RELOADS = 3;
const WINDOW_MS = 10 * 60 * 1000;

export class ReloadBudget {
  #spentAt: number[] = [];

  /** True when one more reload is allowed now, which is then spent. */
  spend(now: number): boolean {
    this.#spentAt = this.#spentAt.filter((at) => now - at < WINDOW_MS);
    if (this.#spentAt.length >= MOST_RELOADS) return false;
    this.#spentAt.push(now);
    return true;
  }
}
