/**
 * What a profile is called: the name last said of it, else its best identifier.
 *
 * Three kinds of name are followed, whatever the log's spelling of the field: a full name, a given name, a family
 * name. For each the latest non-empty text in canonical order counts; a full name beats the two parts.
 */

import { runStart } from '../event/event-facts.ts';
import type { EngineView } from './engine-view.ts';
import { creditColumn, perRevision } from './engine-view.ts';
import { ownedBestFirst } from './profile-columns.ts';

/** As `plainFieldName` spells them. */
const FULL_NAMES = new Set(['name', 'fullname', 'displayname']);
const GIVEN_NAMES = new Set(['firstname', 'givenname']);
const FAMILY_NAMES = new Set(['lastname', 'familyname', 'surname']);

const KIND_FULL = 0;
const KIND_GIVEN = 1;
const KIND_FAMILY = 2;

/** ProfileIndex → TextCode of the JSON text of each kind of name; 0 for none. */
export type NameColumns = readonly [full: Uint32Array, given: Uint32Array, family: Uint32Array];

export const nameColumns = perRevision((engine): NameColumns => {
  const kinds = nameKinds(engine);
  const makeColumn = (): Uint32Array => new Uint32Array(engine.profileCount);
  const columns: NameColumns = [makeColumn(), makeColumn(), makeColumn()];
  if (kinds.size === 0) return columns;
  const saidAt = columns.map(() => new Int32Array(engine.profileCount).fill(-1));
  const { facts } = engine.store;
  const credits = creditColumn(engine);
  const names = facts.traitName.values;
  for (let entry = 0; entry < facts.traitRow.length; entry += 1) {
    const event = facts.traitRow.at(entry);
    const profile = credits[event]!;
    if (profile < 0) continue;
    const end = facts.traitEnds.at(entry);
    for (let i = runStart(facts.traitEnds, entry); i < end; i += 1) {
      const kind = kinds.get(names[i]!);
      if (kind === undefined) continue;
      const last = saidAt[kind]![profile]!;
      if (last >= 0 && last !== event && engine.compareEvents(last, event) > 0) continue;
      const value = facts.traitValue.at(i);
      if (isBlankText(engine.store.dictionary.text(value))) continue;
      saidAt[kind]![profile] = event;
      columns[kind]![profile] = value;
    }
  }
  return columns;
});

/** TextCode of a trait's name → kind of name. */
function nameKinds(engine: EngineView): Map<number, 0 | 1 | 2> {
  const kinds = new Map<number, 0 | 1 | 2>();
  for (const code of traitNameCodes(engine)) {
    const plain = engine.store.dictionary
      .text(code)
      .toLowerCase()
      .replace(/[\s_-]/g, '');
    if (FULL_NAMES.has(plain)) kinds.set(code, KIND_FULL);
    else if (GIVEN_NAMES.has(plain)) kinds.set(code, KIND_GIVEN);
    else if (FAMILY_NAMES.has(plain)) kinds.set(code, KIND_FAMILY);
  }
  return kinds;
}

/** TextCodes of the names that person traits have in this log. */
export const traitNameCodes = perRevision((engine): Set<number> => {
  const { traitName } = engine.store.facts;
  const values = traitName.values;
  const codes = new Set<number>();
  let last = -1;
  for (let i = 0; i < traitName.length; i += 1) {
    const code = values[i]!;
    if (code === last) continue;
    last = code;
    codes.add(code);
  }
  return codes;
});

/** A field's name in lower case without `_`, `-` and spaces: the log's spelling does not matter. */
export function plainFieldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** True for the JSON text of anything but a string with something in it. */
export function isBlankText(json: string): boolean {
  return !json.startsWith('"') || json.slice(1, -1).trim() === '';
}

function nameText(engine: EngineView, code: number): string {
  if (code === 0) return '';
  return (JSON.parse(engine.store.dictionary.text(code)) as string).trim(); // columns hold JSON strings only
}

export function nameOf(engine: EngineView, profile: number): string {
  const [full, given, family] = nameColumns(engine);
  const whole = nameText(engine, full[profile]!);
  if (whole !== '') return whole;
  return `${nameText(engine, given[profile]!)} ${nameText(engine, family[profile]!)}`.trim();
}

/** Title of a present profile. */
export function titleOf(engine: EngineView, profile: number): string {
  const name = nameOf(engine, profile);
  if (name !== '') return name;
  const best = ownedBestFirst(engine, profile)[0] ?? engine.founder(profile);
  return engine.store.identifierTable.valueText(best);
}
