import type { ColumnTarget } from '#shared/event/mapping.ts';
import type { ImportOptions } from '#shared/protocol/requests.ts';
import type { SourceInspection } from '#shared/protocol/results/source.ts';

/** What the analyst has decided for one file so far; the rest is what was recognised. */
export interface Draft {
  /** null: the most likely one. */
  readonly dialect: string | null;
  readonly country: string | null;
  readonly zone: string;
  /** Column → corrected target. */
  readonly targets: ReadonlyMap<string, ColumnTarget>;
  readonly eachLineIsAnEvent: boolean;
}

export const EMPTY_DRAFT: Draft = {
  dialect: null,
  country: null,
  zone: 'UTC',
  targets: new Map(),
  eachLineIsAnEvent: false,
};

/** The dialect whose columns are mapped by hand. */
export const TABLE_DIALECT = 'table';

/** The dialect to read with: the chosen one, else the mapping where one was needed, else the likeliest. */
export function chosenDialect(inspection: SourceInspection, draft: Draft): string | null {
  if (draft.dialect !== null) return draft.dialect;
  if (inspection.mapping !== null) return TABLE_DIALECT;
  return inspection.candidates[0]?.dialect ?? null;
}

export function isMapped(inspection: SourceInspection, draft: Draft): boolean {
  return inspection.mapping !== null && chosenDialect(inspection, draft) === TABLE_DIALECT;
}

/** The options to import a file with, or null when it cannot be imported. */
export function importOptionsOf(inspection: SourceInspection, draft: Draft): ImportOptions | null {
  const dialect = chosenDialect(inspection, draft);
  if (inspection.fault !== null || dialect === null) return null;
  const mapping = isMapped(inspection, draft) ? inspection.mapping : null;
  return {
    dialect,
    country: draft.country,
    zone: draft.zone,
    columns:
      mapping?.map(({ column, target }) => ({ column, target: draft.targets.get(column) ?? target })) ?? null,
    eachLineIsAnEvent: draft.eachLineIsAnEvent,
  };
}

/** What is wrong with a mapping, in one sentence, or null. */
export function mappingProblem(options: ImportOptions): string | null {
  if (options.columns === null) return null;
  const count = (kind: ColumnTarget['kind']) =>
    options.columns?.filter(({ target }) => target.kind === kind).length ?? 0;
  if (count('identifier') === 0) return 'No column is an identifier, so no row could be credited to anybody.';
  for (const kind of ['time', 'name', 'id'] as const) {
    if (count(kind) > 1) return `More than one column is the ${kind} of the event.`;
  }
  const unnamed = options.columns.find(
    ({ target }) =>
      (target.kind === 'identifier' || target.kind === 'company') && target.namespace.trim() === '',
  );
  return unnamed === undefined ? null : `The column “${unnamed.column}” needs a namespace.`;
}
