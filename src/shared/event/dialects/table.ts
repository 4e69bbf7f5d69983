/**
 * Rows of a table, or records of unknown JSON, under a mapping that a person has made or confirmed. Columns that the
 * mapping does not name are left in the record. Compiled once a source: formats and paths are not looked at again.
 */

import type { EpochMs, JsonObject, JsonScalar, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { Detection, Dialect, DialectOptions, EventType, OrderFact } from '../event.ts';
import type { Mapping } from '../mapping.ts';
import type { ColumnRef, NamedColumn, Said } from '../mapping-columns.ts';
import { orderKind, readOrder } from '../order.ts';
import { kindOfStatus, orderName, statusOf } from '../order-mapping.ts';
import type { TimeFormat } from '../time-format.ts';
import { parseTimeFormat, TIME_FORMATS_EXPECTED } from '../time-format.ts';
import { finishTouch, noteTouchField } from '../touch.ts';
import type { Bag, EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject } from './record.ts';
import { EXPECTED_TYPE, eventTypeNamed, ORDER_FIELDS } from './weft.ts';

const NAME = 'table';

/** Reads what one column says of a row; undefined when it says nothing. */
type Reader = (row: JsonObject) => JsonValue | undefined;

interface NamedReader {
  readonly name: string;
  readonly field: string;
  readonly read: Reader;
}

/** The mapping with every column found. */
interface CompiledMapping {
  readonly scope: string;
  readonly type: EventType | NamedReader;
  readonly name: string | Reader | null;
  readonly at: { readonly field: string; readonly read: Reader } | null;
  readonly format: TimeFormat | null;
  readonly zone: string | null;
  readonly id: NamedReader | null;
  readonly identifiers: readonly NamedReader[];
  readonly traits: readonly NamedReader[];
  readonly properties: readonly NamedReader[];
  readonly groupIdentifiers: readonly NamedReader[];
  readonly groupTraits: readonly NamedReader[];
  /** Rows are orders; what a status means besides the usual words. */
  readonly order: {
    readonly currency: string | null;
    readonly statuses: ReadonlyMap<string, OrderFact['kind']>;
  } | null;
}

export function makeTableDialect(mapping: Mapping): Dialect {
  const compiled = compile(mapping);
  return {
    name: NAME,
    title: 'Table',
    detect,
    toEvent: (record, options) => toEvent(record, options, compiled),
  };
}

function detect(record: JsonValue): Detection {
  return isObject(record)
    ? { confidence: 0.1, reason: 'is a row of named values, which a mapping can read' }
    : { confidence: 0, reason: 'is not an object' };
}

function toEvent(record: JsonValue, options: DialectOptions, mapping: CompiledMapping): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const type = readType(draft, record, mapping.type);
  const said = readName(draft, record, mapping.name);
  const at = readTime(draft, record, mapping);
  for (const { name: namespace, field, read } of mapping.identifiers)
    draft.identify(namespace, read(record), field);
  for (const { name: namespace, field, read } of mapping.groupIdentifiers)
    draft.identifyCompany(namespace, read(record), field);
  addEntries(draft.traits, mapping.traits, record);
  addEntries(draft.companyTraits, mapping.groupTraits, record);
  const properties = readProperties(draft, mapping.properties, record);
  if (mapping.order !== null && mapping.order.currency !== null)
    properties['currency'] = mapping.order.currency;
  draft.addClickIds();
  const { kind, name } = readKind(said, properties, mapping);
  return draft.result({
    id: mapping.id === null ? null : draft.text(mapping.id.read(record), mapping.id.field),
    scope: mapping.scope,
    type,
    name,
    at,
    receivedAt: null,
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context: EMPTY_OBJECT,
    company: draft.company(),
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type),
  });
}

function readType(draft: EventDraft, row: JsonObject, type: CompiledMapping['type']): EventType {
  if (typeof type === 'string') return type;
  const value = type.read(row);
  const named = eventTypeNamed(typeof value === 'string' ? value.trim().toLowerCase() : value);
  if (named !== null) return named;
  draft.fail(type.field, value, EXPECTED_TYPE, value === undefined ? 'missing-field' : 'unknown-type');
  return 'track';
}

function readName(draft: EventDraft, row: JsonObject, name: CompiledMapping['name']): string | null {
  return name === null || typeof name === 'string' ? name : draft.text(name(row), 'name');
}

/** In a list of orders a row's status says what it is; without one its name, and without a name it is completed. */
function readKind(
  name: string | null,
  properties: JsonObject,
  { name: naming, order }: CompiledMapping,
): { readonly kind: OrderFact['kind'] | null; readonly name: string | null } {
  if (order === null) return { kind: orderKind(name), name };
  const status = statusOf(properties);
  const isNamed = naming !== null && status === undefined;
  const kind = isNamed ? orderKind(name) : kindOfStatus(status, order.statuses);
  return { kind, name: naming === null ? orderName(kind) : name };
}

function readTime(draft: EventDraft, row: JsonObject, { at, format, zone }: CompiledMapping): EpochMs | null {
  if (at === null) return null;
  const value = at.read(row);
  if (value === undefined) return null;
  const time = (format ?? ISO).parse(value, zone ?? draft.options.zone);
  if (time === null) draft.fail(at.field, value, 'a time in the format of the mapping', 'bad-time');
  return time;
}

function readProperties(draft: EventDraft, columns: readonly NamedReader[], row: JsonObject): Bag {
  const properties = makeBag();
  for (const { name, read } of columns) {
    const value = read(row);
    if (value === undefined) continue;
    properties[name] = value;
    noteTouchField(draft.touch, name, value);
  }
  return properties;
}

function addEntries(
  entries: { name: string; value: JsonValue }[],
  columns: readonly NamedReader[],
  row: JsonObject,
): void {
  for (const { name, read } of columns) {
    const value = read(row);
    if (value !== undefined) entries.push({ name, value });
  }
}

/** Without a format a column of times is read as logs are. */
const ISO = parseTimeFormat('iso')!;

function compile(mapping: Mapping): CompiledMapping {
  return {
    scope: mapping.id?.scope ?? mapping.id?.column ?? NAME,
    type: 'column' in mapping.type ? named('type', mapping.type) : mapping.type.fixed,
    name: compileName(mapping.name),
    at: mapping.at === null ? null : { field: mapping.at.column, read: reader(mapping.at) },
    format: mapping.at === null || mapping.at.format === null ? null : mustFormat(mapping.at.format),
    zone: mapping.at?.zone ?? null,
    id: mapping.id === null ? null : named('id', mapping.id),
    identifiers: namespaces(mapping.identifiers),
    traits: mapping.traits.map(([name, ref]) => named(name, ref)),
    properties: [...mapping.properties, ...(mapping.order?.columns ?? [])].map(([name, ref]) =>
      named(name, ref),
    ),
    groupIdentifiers: namespaces(mapping.group?.identifiers ?? []),
    groupTraits: (mapping.group?.traits ?? []).map(([name, ref]) => named(name, ref)),
    order:
      mapping.order === undefined
        ? null
        : { currency: mapping.order.currency, statuses: new Map(mapping.order.statuses) },
  };
}

/** Assumes a mapping that `parseMapping` has accepted. */
function mustFormat(format: string): TimeFormat {
  const parsed = parseTimeFormat(format);
  if (parsed === null) throw new Error(`broken invariant: expected ${TIME_FORMATS_EXPECTED}, not ${format}`);
  return parsed;
}

function compileName(name: Said | null): string | Reader | null {
  if (name === null) return null;
  return 'column' in name ? reader(name) : name.fixed;
}

function namespaces(columns: readonly NamedColumn[]): NamedReader[] {
  return columns.map(([name, ref]) => named(canonicalNamespace(name), ref));
}

function named(name: string, ref: ColumnRef): NamedReader {
  return { name, field: ref.column, read: reader(ref) };
}

/** A column of that very name, else the path that its dots describe. An empty cell says nothing. */
function reader(ref: ColumnRef): Reader {
  const { column } = ref;
  const path = column.includes('.') ? column.split('.') : null;
  const fallback: JsonScalar | undefined = ref.default;
  return (row) => {
    const value = Object.hasOwn(row, column) ? row[column] : path === null ? undefined : follow(row, path);
    return value === undefined || value === null || value === '' ? fallback : value;
  };
}

function follow(row: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as JsonObject)[step];
  }
  return value;
}
