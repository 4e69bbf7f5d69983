/**
 * What a mapping names and a source does not show. A table says all its columns in its header, so a missing one is a
 * mistake. Records of JSON may show a field later, so there it is one only when the first records hold none of the
 * columns that say who somebody is, or no list where the mapping looks for the records: every event would be unresolved.
 */

import type { JsonValue } from '#shared/base/types.ts';
import type { Mapping } from '#shared/event/mapping.ts';
import { checkMapping, columnsOf, hasField, identifiersOf, itemsAt } from '#shared/event/mapping.ts';
import type { ByteSource } from './byte-source.ts';
import type { Container } from './container.ts';
import { openContainer } from './container.ts';
import type { CutPiece } from './cutter.ts';
import { leavesOf } from './json-cells.ts';
import { firstPieces, sampleRecords } from './sample.ts';

const MOST_RECORDS = 200;

export interface MappingCheck {
  /** A sentence for everything that is wrong. */
  readonly problems: readonly string[];
  /** A sentence about columns that no sampled record holds, or null. */
  readonly note: string | null;
}

/** Throws a `Fault` of kind `not-an-event-file`, or what the source itself throws. */
export async function checkMappingOf(source: ByteSource, mapping: Mapping): Promise<MappingCheck> {
  const container = await openContainer(source, { items: mapping.items });
  const pieces = await firstPieces(source, container);
  const withoutList = mapping.items === null ? null : findNoList(container, pieces, mapping.items);
  if (withoutList !== null) return { problems: [withoutList], note: null };
  if (container.table !== null)
    return { problems: checkMapping(mapping, container.table.columns), note: null };
  return checkFields(mapping, sampleRecords(container, pieces, MOST_RECORDS));
}

/** A sentence when none of the first values has a list at the path. */
function findNoList(container: Container, pieces: readonly CutPiece[], items: string): string | null {
  const isInsideList = container.start.record >= 0;
  if (isInsideList) return null;
  // At the empty path no object is a list, so the values come as they are.
  const values = sampleRecords({ ...container, items: '' }, pieces, MOST_RECORDS);
  if (values.length === 0 || values.some((value) => itemsAt(value, items) !== null)) return null;
  const lists = new Set<string>();
  for (const value of values)
    for (const [path, leaf] of leavesOf(value)) if (Array.isArray(leaf)) lists.add(path);
  return `there is no list of records at "${items}"; there are ${inWords(lists)}`;
}

function checkFields(mapping: Mapping, records: readonly JsonValue[]): MappingCheck {
  const isMissing = (column: string): boolean => !records.some((record) => hasField(record, column));
  const missing = records.length === 0 ? [] : columnsOf(mapping).filter(isMissing);
  if (missing.length === 0) return { problems: [], note: null };
  const there = inWords(new Set(records.flatMap((record) => [...leavesOf(record).keys()])));
  const said = `no sampled record holds ${inWords(missing)}; there are ${there}`;
  const naming = identifiersOf(mapping);
  const namesNobody =
    naming.length > 0 && naming.every((ref) => ref.default === undefined && missing.includes(ref.column));
  return namesNobody ? { problems: [said], note: null } : { problems: [], note: said };
}

function inWords(names: Iterable<string>): string {
  const quoted = Array.from(names, (name) => `"${name}"`);
  return quoted.length === 0 ? 'none' : quoted.join(', ');
}
