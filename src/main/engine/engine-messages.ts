/** What main asks of the engine and is answered: one entry a call, plain data that can change threads. */

import type { EventBatch } from '#shared/event/batch.ts';
import type { DiffCounts } from '#shared/identity/diff.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { FaultData } from '#shared/protocol/fault.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';
import type { QuerySource } from './queries/context.ts';
import type { EngineExport } from './queries/exports.ts';

/** Requests of the page that the engine answers by itself. */
export type QueryMethod =
  | 'overview'
  | 'profiles.page'
  | 'profile.get'
  | 'profile.timeline'
  | 'profile.graph'
  | 'decisions.page'
  | 'event.get'
  | 'unresolved.page'
  | 'segment.preview'
  | 'segment.fields'
  | 'rules.get';

/** What only main knows of the sources. */
export interface SourceFacts {
  readonly sources: readonly QuerySource[];
  readonly country: string | null;
  readonly rejected: number;
  readonly rejectedByReason: readonly (readonly [string, number])[];
}

/** Where the rows of a source have gone. */
export interface SourceCounts {
  readonly source: number;
  readonly rows: number;
  readonly events: number;
  readonly duplicates: number;
  readonly unresolved: number;
  /** Of accepted dated events; null when there is none. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface AppendAnswer {
  /** Rows that count now and did not before; the others are duplicates. */
  readonly events: number;
  readonly duplicates: number;
  /** The revision that came about on the way, or null while queries still answer from the one before. */
  readonly revision: number | null;
}

export interface Conclusion {
  readonly revision: number;
  readonly summary: Summary;
  readonly sources: readonly SourceCounts[];
  /** What the import that ended here changed; null when none ran. */
  readonly changed: DiffCounts | null;
}

export interface EngineCalls {
  /** Forgets everything and starts with these rules. */
  reset: { params: { readonly ruleset: Ruleset }; result: null };
  facts: { params: SourceFacts; result: null };
  /** A chunk out of the database. */
  hydrate: {
    params: { readonly source: number; readonly firstLine: number; readonly data: Uint8Array };
    result: null;
  };
  /** Rows of an import: resolved from time to time, and in the end by `conclude`. */
  append: {
    params: { readonly source: number; readonly firstLine: number; readonly batch: EventBatch };
    result: AppendAnswer;
  };
  /** Resolves what is not resolved yet, and says what came out. */
  conclude: { params: null; result: Conclusion };
  query: { params: { readonly method: QueryMethod; readonly params: unknown }; result: unknown };
  'export.open': {
    params: {
      readonly what: EngineExport;
      readonly format: 'csv' | 'ndjson';
      readonly guardFormulas: boolean;
    };
    result: { readonly export: number };
  };
  /** The next piece of an export; null behind the last one. */
  'export.next': { params: { readonly export: number }; result: Uint8Array | null };
  /** Ends an export, finished or not, and says how many rows were written. */
  'export.close': { params: { readonly export: number }; result: { readonly rows: number } };
}

export type EngineMethod = keyof EngineCalls;
export type EngineParams<M extends EngineMethod> = EngineCalls[M]['params'];
export type EngineResult<M extends EngineMethod> = EngineCalls[M]['result'];

export type EngineQuestion =
  | { readonly kind: 'call'; readonly id: number; readonly method: EngineMethod; readonly params: unknown }
  /** Withdraws a call that has not been begun. */
  | { readonly kind: 'abort'; readonly id: number };

export type EngineAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly fault: FaultData };
