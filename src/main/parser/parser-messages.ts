/** What the pool and its threads say to each other. */

import type { TransferListItem } from 'node:worker_threads';
import type { FaultData } from '#shared/protocol/fault.ts';
import type { ParsedPiece, ParseTask } from './piece.ts';

export interface WorkerQuestion {
  readonly id: number;
  /** Tasks of one session have the same settings. */
  readonly session: number;
  readonly task: ParseTask;
}

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly parsed: ParsedPiece }
  | { readonly id: number; readonly ok: false; readonly fault: FaultData };

/** Every buffer of a parsed piece; all are its own, so they can change hands without copying. */
export function transferablesOf(parsed: ParsedPiece): TransferListItem[] {
  const { batch, columns, records } = parsed;
  const arrays: ArrayBufferView[] = [...Object.values(batch.columns)];
  for (const run of [batch.texts, batch.ids]) arrays.push(run.bytes, run.ends);
  arrays.push(batch.texts.hashes);
  if (columns !== null) arrays.push(columns.bytes);
  if (records !== null) arrays.push(records.bytes);
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
