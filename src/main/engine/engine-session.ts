/**
 * The columns and conclusions of the open workspace, and all that is asked of them. A plain class: it runs in the
 * engine thread, and in tests without one. It decides when to resolve (settle-budget.ts); how is `identity`'s affair.
 */

import { must } from '#shared/base/assert.ts';
import type { EventBatch } from '#shared/event/batch.ts';
import { countDiff, FollowingProjection } from '#shared/identity/diff.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { summarize } from '#shared/identity/summary.ts';
import { rowTally } from '#shared/profile/row-tally.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { unpackBatch } from '../parser/pack-batch.ts';
import type {
  AppendAnswer,
  Conclusion,
  EngineCalls,
  EngineMethod,
  EngineParams,
  EngineResult,
  SourceFacts,
} from './engine-messages.ts';
import { ExportShelf } from './export-shelf.ts';
import type { QueryContext } from './queries/context.ts';
import { runQuery } from './query-table.ts';
import { SettleBudget } from './settle-budget.ts';
import { SettleDriver } from './settle-driver.ts';

export interface SessionOptions {
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const NO_FACTS: SourceFacts = { sources: [], country: null, rejected: 0, rejectedByReason: [] };

type Handlers = {
  readonly [M in EngineMethod]: (params: EngineParams<M>) => EngineResult<M> | Promise<EngineResult<M>>;
};

export class EngineSession {
  /** True after an error that may have left columns half written: the session must not be used any more. */
  isBroken = false;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #budget: SettleBudget;
  readonly #driver: SettleDriver;
  readonly #exports = new ExportShelf();
  #engine: IdentityEngine | null = null;
  #facts = NO_FACTS;
  /** The revision that main was told of last. */
  #toldRevision = 0;
  /** As it was before the running import. */
  #projection = new FollowingProjection();

  readonly #handlers = {
    reset: ({ ruleset }) => this.#reset(ruleset),
    facts: (facts) => {
      this.#facts = facts;
      const { sourceNames } = this.#opened.store;
      for (const { source, name, dialect } of facts.sources) sourceNames.set(source, name, dialect);
      return null;
    },
    hydrate: async ({ source, firstLine, data }) => {
      const batch = unpack(data, source);
      await this.#storeIsFree();
      return this.#write(() => {
        this.#opened.append(batch, source, firstLine);
        return null;
      });
    },
    append: (rows) => this.#append(rows),
    conclude: () => this.#conclude(),
    query: async ({ method, params }) => {
      await this.#answerable();
      return this.#budget.answer(() => runQuery(method, this.#context, params));
    },
    'export.open': async ({ what, ...format }) => {
      await this.#allResolved();
      return { export: this.#exports.open(this.#context, what, format) };
    },
    'export.next': (params) => this.#exports.next(params.export),
    'export.close': async (params) => ({ rows: await this.#exports.close(params.export) }),
  } satisfies Handlers;

  constructor(options: SessionOptions = {}) {
    const now = options.now ?? (() => performance.now());
    this.#sleep =
      options.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    this.#budget = new SettleBudget(now);
    this.#driver = new SettleDriver({
      now,
      sleep: this.#sleep,
      budget: this.#budget,
      ended: () => this.#exports.invalidate(),
    });
  }

  async answer<M extends EngineMethod>(
    method: M,
    params: EngineCalls[M]['params'],
  ): Promise<EngineCalls[M]['result']> {
    // The table has one handler a method, each with that method's parameters.
    const handle = this.#handlers[method] as (
      params: EngineParams<M>,
    ) => EngineResult<M> | Promise<EngineResult<M>>;
    return handle(params);
  }

  get #opened(): IdentityEngine {
    return must(this.#engine, 'a workspace that was opened');
  }

  get #context(): QueryContext {
    const { sources, country, rejected, rejectedByReason } = this.#facts;
    return {
      engine: this.#opened,
      sources,
      country,
      rejected,
      rejectedByReason: Object.fromEntries(rejectedByReason),
    };
  }

  async #reset(ruleset: Ruleset): Promise<null> {
    this.#driver.cancel();
    await this.#exports.clear();
    this.#engine = new IdentityEngine(ruleset);
    this.#facts = NO_FACTS;
    this.#toldRevision = 0;
    this.#projection = new FollowingProjection();
    this.#budget.end();
    return null;
  }

  async #append({ source, firstLine, batch }: EngineParams<'append'>): Promise<AppendAnswer> {
    if (!this.#budget.isImporting) await this.#allResolved();
    await this.#storeIsFree();
    return this.#write(() => {
      const engine = this.#opened;
      this.#beginImport();
      const before = engine.store.acceptedCount;
      engine.append(batch, source, firstLine);
      const events = engine.store.acceptedCount - before;
      if (this.#exports.isEmpty && this.#budget.takeTurn()) this.#driver.start(engine);
      return { events, duplicates: batch.rowCount - events, revision: this.#newRevision() };
    });
  }

  async #conclude(): Promise<Conclusion> {
    const wasImporting = this.#budget.isImporting;
    this.#budget.end();
    await this.#allResolved();
    const engine = this.#opened;
    this.#toldRevision = engine.revision;
    return {
      revision: engine.revision,
      summary: summarize(engine, this.#facts.rejected),
      sources: rowTally(engine).sources,
      changed: wasImporting ? countDiff(this.#projection.follow(engine)) : null,
    };
  }

  #beginImport(): void {
    if (this.#budget.isImporting) return;
    this.#projection.follow(this.#opened);
    this.#budget.begin();
  }

  /** The revision that queries answer from, if it came about since main was told of one. */
  #newRevision(): number | null {
    const { revision } = this.#opened;
    if (revision === this.#toldRevision) return null;
    this.#toldRevision = revision;
    return revision;
  }

  /**
   * Lets newer rows be resolved as far as the budget of an import allows, and waits only where nothing has been resolved
   * so far: queries answer from what was resolved last, and the page is told when that is renewed.
   */
  async #answerable(): Promise<void> {
    if (this.#opened.revision === 0) await this.#allResolved();
    else if (this.#exports.isEmpty && this.#budget.waitMs() === 0)
      this.#write(() => this.#driver.start(this.#opened));
  }

  /** Resolves when all rows are; while an import runs, its budget is kept. */
  async #allResolved(): Promise<void> {
    const engine = this.#opened;
    while (!engine.isSettled) {
      for (let wait = this.#budget.waitMs(); wait > 0; wait = this.#budget.waitMs()) await this.#sleep(wait);
      this.#write(() => this.#driver.start(engine));
      await this.#storeIsFree();
    }
  }

  /** Waits for the settle under way: until it ends, nothing may be appended. */
  async #storeIsFree(): Promise<void> {
    const engine = this.#opened;
    try {
      await this.#driver.idle();
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
    if (engine !== this.#engine) throw new Fault('cancelled', 'The workspace was opened again meanwhile');
  }

  #write<T>(change: () => T): T {
    try {
      return change();
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }
}

/** The database's checksum holds, so bytes that make no batch come from another version of Weft. */
function unpack(data: Uint8Array, source: number): EventBatch {
  try {
    return unpackBatch(data);
  } catch (cause) {
    throw new Fault('workspace-damaged', 'A stored chunk cannot be read by this version of Weft', {
      context: { source },
      cause,
    });
  }
}
