/**
 * A mapping says what the columns of a table, or the fields of unknown JSON, mean. It comes from a file, whose form is
 * a contract, or from the import dialog; both become the same plain data, with names as entries so that a column or
 * trait called `__proto__` is a name like any other.
 */

import type { JsonValue, Result } from '../base/types.ts';
import { z } from '../base/zod.ts';
import { canonicalNamespace, isCompanyNamespace } from '../identifier/namespaces.ts';
import type { EventType } from './event.ts';
import { EVENT_TYPES } from './event.ts';
import type { ColumnRef, NamedColumn, Said } from './mapping-columns.ts';
import { columnRef, said } from './mapping-columns.ts';
import type { OrderMapping } from './order-mapping.ts';
import { orderSchema, ordersAmong } from './order-mapping.ts';
import { parseTimeFormat, TIME_FORMATS_EXPECTED } from './time-format.ts';
import { isKnownZone } from './time-zone.ts';

export interface Mapping {
  readonly type: { readonly fixed: EventType } | ColumnRef;
  readonly name: Said | null;
  readonly at: {
    readonly column: string;
    readonly format: string | null;
    readonly zone: string | null;
  } | null;
  readonly id: { readonly column: string; readonly scope: string | null } | null;
  readonly identifiers: readonly NamedColumn[];
  readonly traits: readonly NamedColumn[];
  readonly properties: readonly NamedColumn[];
  readonly group: {
    readonly identifiers: readonly NamedColumn[];
    readonly traits: readonly NamedColumn[];
  } | null;
  /** Path to the records inside a document; null: each record is a row. */
  readonly items: string | null;
  /** Each row is an order, or a line of one. */
  readonly order?: OrderMapping | undefined;
}

/** What a column of a table becomes, as the import dialog says it. */
export type ColumnTarget =
  | { readonly kind: 'ignore' }
  /** `format` as in a mapping file; without one ISO 8601 or a number since 1970. */
  | { readonly kind: 'time'; readonly format?: string | undefined }
  | { readonly kind: 'name' }
  | { readonly kind: 'id' }
  | { readonly kind: 'identifier'; readonly namespace: string }
  | { readonly kind: 'company'; readonly namespace: string }
  | { readonly kind: 'trait'; readonly name: string }
  | { readonly kind: 'property'; readonly name: string };

const eventType = z.enum(EVENT_TYPES).transform((fixed) => ({ fixed }));

/** Columns by name; a name may have several. Entries, because a schema of records would drop `__proto__`. */
const namedColumns = z
  .preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : value,
    z.array(z.tuple([z.string().min(1), z.union([columnRef, z.array(columnRef).min(1)])]), {
      error: 'expected an object of columns',
    }),
  )
  .transform((entries) =>
    entries.flatMap(([name, refs]) =>
      (Array.isArray(refs) ? refs : [refs]).map((ref): NamedColumn => [name, ref]),
    ),
  );

const mappingSchema = z.strictObject({
  type: z.union([eventType, columnRef]).default({ fixed: 'track' }),
  name: said.nullish(),
  at: z
    .strictObject({
      column: z.string().min(1),
      format: z
        .string()
        .refine((format) => parseTimeFormat(format) !== null, { error: `expected ${TIME_FORMATS_EXPECTED}` })
        .nullish(),
      zone: z
        .string()
        .refine(isKnownZone, { error: 'expected an IANA zone such as Europe/Berlin' })
        .nullish(),
    })
    .nullish(),
  id: z.strictObject({ column: z.string().min(1), scope: z.string().min(1).nullish() }).nullish(),
  identifiers: namedColumns.optional(),
  traits: namedColumns.optional(),
  properties: namedColumns.optional(),
  group: z.strictObject({ identifiers: namedColumns.optional(), traits: namedColumns.optional() }).nullish(),
  items: z.string().min(1).nullish(),
  order: orderSchema.nullish(),
});

/** The mapping of a file's JSON, or a sentence for everything that is wrong with it. */
export function parseMapping(value: unknown): Result<Mapping, string[]> {
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`);
    return { ok: false, error: sentences };
  }
  const { data } = parsed;
  return {
    ok: true,
    value: {
      type: data.type,
      name: data.name ?? null,
      at: data.at
        ? { column: data.at.column, format: data.at.format ?? null, zone: data.at.zone ?? null }
        : null,
      id: data.id ? { column: data.id.column, scope: data.id.scope ?? null } : null,
      identifiers: data.identifiers ?? [],
      traits: data.traits ?? [],
      properties: data.properties ?? [],
      group: data.group
        ? { identifiers: data.group.identifiers ?? [], traits: data.group.traits ?? [] }
        : null,
      items: data.items ?? null,
      ...(data.order && { order: data.order }),
    },
  };
}

/** A sentence for every column that the mapping names and the table has not; it names those there are. */
export function checkMapping(mapping: Mapping, columns: readonly string[]): string[] {
  const there = new Set(columns);
  const missing = columnsOf(mapping).filter((column) => !hasColumn(there, column));
  const known = columns.map((column) => `"${column}"`).join(', ');
  return missing.map((column) => `there is no column "${column}"; there are ${known || 'none'}`);
}

/**
 * The mapping that the import dialog's choices amount to. Later columns of time, name or id are properties;
 * rows without a name that have an order's number and amount are orders.
 */
export function columnsToMapping(
  columns: readonly { readonly column: string; readonly target: ColumnTarget }[],
): Mapping {
  const identifiers: NamedColumn[] = [];
  const traits: NamedColumn[] = [];
  const properties: NamedColumn[] = [];
  const companies: NamedColumn[] = [];
  const first = new Map<string, string>();
  let format: string | null = null;
  for (const { column, target } of columns) {
    const ref = { column };
    if (target.kind === 'identifier' && !isCompanyNamespace(canonicalNamespace(target.namespace)))
      identifiers.push([target.namespace, ref]);
    else if (target.kind === 'identifier' || target.kind === 'company')
      companies.push([target.namespace, ref]);
    else if (target.kind === 'trait') traits.push([target.name, ref]);
    else if (target.kind === 'property') properties.push([target.name, ref]);
    else if (target.kind !== 'ignore' && first.has(target.kind)) properties.push([column, ref]);
    else if (target.kind !== 'ignore') {
      first.set(target.kind, column);
      if (target.kind === 'time') format = target.format ?? null;
    }
  }
  const at = first.get('time');
  const name = first.get('name');
  const id = first.get('id');
  const orders = name === undefined ? ordersAmong(properties) : null;
  return {
    type: { fixed: name === undefined ? typeWithoutName(properties, companies) : 'track' },
    name: name === undefined ? null : { column: name },
    at: at === undefined ? null : { column: at, format, zone: null },
    id: id === undefined ? null : { column: id, scope: null },
    identifiers,
    traits,
    properties: orders?.rest ?? properties,
    group: companies.length === 0 ? null : { identifiers: companies, traits: [] },
    items: null,
    ...(orders !== null && { order: orders.order }),
  };
}

/** The list at a path of a document, or null when there is none. An empty path is the document itself. */
export function itemsAt(document: JsonValue, path: string): readonly JsonValue[] | null {
  const value = valueAt(document, path === '' ? [] : path.split('.'));
  return Array.isArray(value) ? (value as readonly JsonValue[]) : null;
}

/** Rows that name nothing that happened describe who somebody is. */
function typeWithoutName(properties: readonly NamedColumn[], companies: readonly NamedColumn[]): EventType {
  if (properties.length > 0) return 'track';
  return companies.length > 0 ? 'group' : 'identify';
}

/** Every column that the mapping names, once. */
export function columnsOf(mapping: Mapping): string[] {
  const refs = [mapping.type, mapping.name, mapping.at, mapping.id];
  const columns = refs.flatMap((ref) => (ref !== null && 'column' in ref ? [ref.column] : []));
  const { identifiers, traits, properties, group, order } = mapping;
  const ofGroup = [group?.identifiers ?? [], group?.traits ?? []];
  for (const list of [identifiers, traits, properties, ...ofGroup, order?.columns ?? []])
    for (const [, ref] of list) columns.push(ref.column);
  return [...new Set(columns)];
}

/** The columns that say whom or which company an event is about. */
export function identifiersOf({ identifiers, group }: Mapping): ColumnRef[] {
  return [...identifiers, ...(group?.identifiers ?? [])].map(([, ref]) => ref);
}

/** True when a record has a field of that very name, or one at the path that its dots describe, whatever it holds. */
export function hasField(record: JsonValue, column: string): boolean {
  return valueAt(record, [column]) !== undefined || valueAt(record, column.split('.')) !== undefined;
}

function valueAt(owner: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = owner;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as { readonly [key: string]: JsonValue })[step];
  }
  return value;
}

/** A path is there when it, or the object that it starts from, is a column. */
function hasColumn(there: ReadonlySet<string>, column: string): boolean {
  if (there.has(column)) return true;
  for (let dot = column.indexOf('.'); dot > 0; dot = column.indexOf('.', dot + 1))
    if (there.has(column.slice(0, dot))) return true;
  return false;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the mapping' : path.map(String).join('.');
}
