/** How a mapping refers to columns: by name, with what counts where a cell is empty. */

import type { JsonScalar } from '../base/types.ts';
import { z } from '../base/zod.ts';

export interface ColumnRef {
  readonly column: string;
  /** What counts where the column is empty. */
  readonly default?: JsonScalar | undefined;
}

/** Something that all rows share, or a column that says it. */
export type Said = { readonly fixed: string } | ColumnRef;
export type NamedColumn = readonly [name: string, ref: ColumnRef];

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const columnRef = z.strictObject({ column: z.string().min(1), default: scalar.optional() });
export const said = z.union([z.string().transform((fixed) => ({ fixed })), columnRef]);
