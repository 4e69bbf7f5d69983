/**
 * Imports under way, as they are told and shown.
 */

import type { DiffCounts } from '../../identity/diff.ts';
import type { FaultData } from '../fault.ts';

export type JobPhase = 'reading' | 'resolving' | 'cancelled' | 'done' | 'failed' | 'waiting-for-choice';

export interface JobProgress {
  readonly job: string;
  readonly phase: JobPhase;
  readonly source: string;
  readonly sourceCount: number;
  readonly sourceIndex: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly read: number;
  /** Records that became events of the workspace, those that turn out to be unresolved included. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly startedAt: number;
  /** Records a second over the last seconds. */
  readonly rate: number;
  readonly fault: FaultData | null;
  /** Of a cancelled job: whether what it read stays. */
  readonly kept?: boolean;
  /** What it changed; told at its end. */
  readonly changed?: DiffCounts;
  /** True for a rebuild after the database was lost. */
  readonly rebuilding: boolean;
  /** Sources whose very same, unchanged file is in the workspace already: all their events are duplicates. */
  readonly repeats?: readonly string[];
}
