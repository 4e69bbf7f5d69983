import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';

export const PAGE_ROWS = 100;
/** Pages kept; the ones asked for longest ago go first. */
const MAX_PAGES = 60;

interface PageLike<Row> {
  readonly revision: number;
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly Row[];
}

export interface PagesState<P> {
  readonly status: 'loading' | 'ready' | 'fault';
  /** The page answered last, for what a page says besides its rows. */
  readonly latest: P | null;
  readonly total: number;
  readonly fault: FaultData | null;
}

type Load<P> = (offset: number, limit: number, signal: AbortSignal) => Promise<P>;

/**
 * Rows of a long list, fetched by the page as they come into view. After `refresh` the old rows stay visible until
 * their successors arrive, and a page of another revision drops the others' claim to be current.
 */
export class PageCache<Row, P extends PageLike<Row>> {
  state: PagesState<P> = { status: 'loading', latest: null, total: 0, fault: null };
  readonly #load: Load<P>;
  readonly #tell: () => void;
  readonly #controller = new AbortController();
  readonly #pages = new Map<number, { readonly rows: readonly Row[]; readonly generation: number }>();
  readonly #underWay = new Set<number>();
  #generation = 0;
  #wanted: readonly [first: number, last: number] = [0, 0];

  constructor(load: Load<P>, tell: () => void) {
    this.#load = load;
    this.#tell = tell;
  }

  rowAt(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  }

  /** Says which rows are in view; what is missing or outdated among them is fetched. */
  want(first: number, last: number): void {
    this.#wanted = [Math.floor(first / PAGE_ROWS), Math.floor(Math.max(first, last) / PAGE_ROWS)];
    this.#fetchWanted();
  }

  refresh(): void {
    this.#generation += 1;
    this.#fetchWanted();
  }

  stop(): void {
    this.#controller.abort();
  }

  #fetchWanted(): void {
    for (let page = this.#wanted[0]; page <= this.#wanted[1]; page += 1) {
      if (this.#pages.get(page)?.generation === this.#generation || this.#underWay.has(page)) continue;
      this.#underWay.add(page);
      // The promise never rejects: both outcomes end in the state.
      void this.#fetch(page, this.#generation);
    }
  }

  async #fetch(page: number, generation: number): Promise<void> {
    try {
      const answer = await this.#load(page * PAGE_ROWS, PAGE_ROWS, this.#controller.signal);
      if (this.#controller.signal.aborted) return;
      this.#keep(page, generation, answer);
    } catch (thrown) {
      if (this.#controller.signal.aborted) return;
      this.#underWay.delete(page);
      this.state = { ...this.state, status: 'fault', fault: toFaultData(thrown) };
      this.#tell();
      return;
    }
    this.#tell();
    this.#fetchWanted();
  }

  #keep(page: number, generation: number, answer: P): void {
    this.#underWay.delete(page);
    this.#pages.delete(page);
    this.#pages.set(page, { rows: answer.rows, generation });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= MAX_PAGES) break;
      this.#pages.delete(oldest);
    }
    this.state = { status: 'ready', latest: answer, total: answer.total, fault: null };
  }
}
