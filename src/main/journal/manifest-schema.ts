/**
 * Shape of `manifest.json`, checked on every read: a file on disk is as little trusted as any other input. Names that
 * come from logs (namespaces, reasons) are kept as pairs, never as keys of an object.
 */

import { z } from '#shared/base/zod.ts';
import { importOptions } from '#shared/protocol/requests.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';

const count = z.int().min(0);
const time = z.number().nullable();

const chunk = z.strictObject({
  kind: z.enum(['columns', 'records']),
  source: count,
  firstRow: count,
  rowCount: count,
  bytes: count,
  crc: z.int(),
  /** 1-based line of the chunk's first line in its source; the columns count their lines from it. */
  firstLine: count,
});

const commit = z.strictObject({ number: count, chunks: z.array(chunk) });

const progress = {
  complete: z.boolean(),
  /** Where reading goes on, in the words of `sources`; null: at the start. */
  checkpoint: z.json(),
  bytesRead: count,
  /** Records read: rows + rejected. */
  read: count,
  /** Rows in the chunks. */
  rows: count,
  rejected: count,
  /** Length of the log of rejections at this point: what lies behind it was never committed. */
  rejectionBytes: count,
  rejectionsByReason: z.array(z.tuple([z.string(), count])),
};

const source = z.strictObject({
  source: count,
  name: z.string(),
  /** null: the page held the file. */
  path: z.string().nullable(),
  size: z.number().min(0),
  fingerprint: z.string(),
  /** A country that was accepted once stays readable, whatever numbering plans a later version knows. */
  options: importOptions.extend({ country: z.string().nullable() }),
  importedAt: z.number(),
  container: z.enum(['ndjson', 'json', 'csv', 'unknown']),
  ...progress,
  /** The person stopped the import and kept what was read: it goes on only when asked. */
  kept: z.boolean(),
  /** Something of it was lost and its file could not be read again. */
  lost: z.boolean(),
  events: count,
  duplicates: count,
  unresolved: count,
  firstAt: time,
  lastAt: time,
});

/** Passed through as it is: zod's own record drops a namespace called `__proto__`. */
function isCounts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isSafeInteger);
}

const summary: z.ZodType<Summary> = z.strictObject({
  read: count,
  events: count,
  duplicates: z.strictObject({ same: count, sameContent: count }),
  idReused: count,
  unresolved: count,
  rejected: count,
  profiles: z.strictObject({ anonymous: count, known: count, unified: count }),
  companies: count,
  merges: count,
  refusals: count,
  identifiers: z.custom<Summary['identifiers']>(isCounts),
  digest: z.string(),
});

export const manifestSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  openedAt: z.number(),
  isSample: z.boolean(),
  ruleset: z.string(),
  /** Numbers of sources are never given out twice, so that chunks of a removed one cannot be taken for another's. */
  nextSource: count,
  sources: z.array(source),
  /** Confirmed by the database, ascending. */
  commits: z.array(commit),
  /** Sent and not yet confirmed, ascending, behind `commits`. */
  pending: z.array(
    z.strictObject({
      number: count,
      chunks: z.array(chunk),
      removedSources: z.array(count),
      progress: z.array(z.strictObject({ source: count, ...progress })),
    }),
  ),
  summary: summary.nullable(),
});
