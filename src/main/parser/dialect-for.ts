/** The dialect that a parser's settings name. */

import { dialectNamed } from '#shared/event/detect.ts';
import { makeTableDialect } from '#shared/event/dialects/table.ts';
import type { Dialect } from '#shared/event/event.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { ParseSettings } from './piece.ts';

/** Throws a `Fault` of kind `mapping-invalid` when no dialect has the name, or the mapping it needs is missing. */
export function dialectFor(settings: Pick<ParseSettings, 'dialect' | 'mapping'>): Dialect {
  if (settings.mapping !== null) return makeTableDialect(settings.mapping);
  const dialect = dialectNamed(settings.dialect);
  if (dialect !== null && dialect !== undefined) return dialect;
  throw new Fault(
    'mapping-invalid',
    `no dialect is called "${settings.dialect}"; expected a known one or a mapping`,
    {
      context: { dialect: settings.dialect },
    },
  );
}
