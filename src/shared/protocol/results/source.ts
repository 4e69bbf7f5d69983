/**
 * Sources: what a file is recognised as before it is read, and what became of its records.
 */

import type { Detection, RejectionReason } from '../../event/event.ts';
import type { ColumnTarget } from '../../event/mapping.ts';
import type { FaultData } from '../fault.ts';

export type ContainerKind = 'ndjson' | 'json' | 'csv' | 'unknown';

export interface DialectCandidate extends Detection {
  readonly dialect: string;
  readonly title: string;
}

export interface ColumnGuess {
  readonly column: string;
  readonly samples: readonly string[];
  /** Share of sampled records with a value, 0 to 1. */
  readonly coverage: number;
  readonly target: ColumnTarget;
  readonly confidence: number;
  readonly reason: string;
}

export interface NormalisedSample {
  readonly namespace: string;
  readonly before: string;
  /** null: it is no key as it stands, and `reason` says why. */
  readonly after: string | null;
  readonly reason: string | null;
}

export interface SourceInspection {
  readonly token: string;
  readonly name: string;
  readonly size: number;
  readonly compressed: boolean;
  readonly container: ContainerKind;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly candidates: readonly DialectCandidate[];
  /** First records as text cells; column names are the record's own for tables, paths for JSON. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Present for tables and unknown JSON. */
  readonly mapping: readonly ColumnGuess[] | null;
  readonly normalised: readonly NormalisedSample[];
  /** Sampled times without a zone, and phone numbers without a country code: when 0 the dialog need not ask. */
  readonly zonelessTimes: number;
  readonly nationalPhones: number;
  /** Records sampled, and what the sample's rejects say. */
  readonly sampled: number;
  readonly problems: readonly RejectionRow[];
  /** Says plainly when it is no event file; then nothing else is filled. */
  readonly fault: FaultData | null;
}

export interface RejectionRow {
  readonly source: string;
  readonly line: number;
  readonly record: number;
  readonly field: string | null;
  readonly reason: RejectionReason;
  readonly text: string;
}

export interface SourceInfo {
  readonly source: number;
  readonly name: string;
  readonly size: number;
  readonly dialect: string;
  readonly container: ContainerKind;
  readonly country: string | null;
  readonly zone: string;
  readonly importedAt: number;
  readonly complete: boolean;
  /** False for a file that a page held: to go on with it, it has to be added again. */
  readonly reachable: boolean;
  readonly read: number;
  readonly events: number;
  readonly duplicates: number;
  readonly unresolved: number;
  readonly rejected: number;
  readonly rejectionsByReason: { readonly [reason: string]: number };
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}
