/**
 * What people are called in their traits. Three kinds of name are followed, whatever the log's spelling of the field:
 * a full name, a given name, a family name. Of each the latest text in canonical order that is not blank counts; a
 * full name beats the two parts.
 */

import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex } from '../event/event-store.ts';
import { patched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';
import { creditColumn, perRevision } from './engine-view.ts';
import { grownColumn, presentTouched } from './touched-profiles.ts';

/** As `plainFieldName` spells them; positions are kinds. */
const FIELDS_OF_KIND = [
  new Set(['name', 'fullname', 'displayname']),
  new Set(['firstname', 'givenname']),
  new Set(['lastname', 'familyname', 'surname']),
];

/** TextCodes of the JSON texts of full, given and family name; 0 for none. */
export type NameCodes = readonly [full: number, given: number, family: number];

/** The same, each as ProfileIndex → TextCode. */
export type NameColumns = readonly [full: Uint32Array, given: Uint32Array, family: Uint32Array];

/** Names of all profiles. Cost: one look at every trait entry, then at the events of touched profiles. */
export const nameColumns = patched(computeNames, (engine, former, touched) => {
  const present = presentTouched(engine, touched);
  if (present === null) return null;
  const [full, given, family] = former;
  const columns: NameColumns = [
    grownColumn(engine, full),
    grownColumn(engine, given),
    grownColumn(engine, family),
  ];
  for (const profile of present) {
    const names = namesOfEvents(engine, engine.eventsOf(profile));
    names.forEach((code, kind) => {
      columns[kind]![profile] = code;
    });
  }
  return columns;
});

function computeNames(engine: EngineView): NameColumns {
  const makeColumn = (): Uint32Array => new Uint32Array(engine.profileCount);
  const columns: NameColumns = [makeColumn(), makeColumn(), makeColumn()];
  const saidAt = columns.map(() => new Int32Array(engine.profileCount).fill(-1));
  const { traitRow, traitEnds, traitName, traitValue } = engine.store.facts;
  const credits = creditColumn(engine);
  const kinds = nameKinds(engine);
  for (let entry = 0; entry < traitRow.length; entry += 1) {
    const event = traitRow.at(entry);
    const profile = credits[event]!;
    if (profile < 0) continue;
    const end = traitEnds.at(entry);
    for (let i = runStart(traitEnds, entry); i < end; i += 1) {
      const kind = kinds.of(traitName.at(i));
      if (kind < 0) continue;
      const last = saidAt[kind]![profile]!;
      if (last >= 0 && engine.compareEvents(last, event) > 0) continue;
      const value = traitValue.at(i);
      if (isBlankText(engine.store.dictionary.text(value))) continue;
      saidAt[kind]![profile] = event;
      columns[kind]![profile] = value;
    }
  }
  return columns;
}

/** Names from the events of one profile, in canonical order. */
export function namesOfEvents(engine: EngineView, events: readonly EventIndex[]): NameCodes {
  const names: [number, number, number] = [0, 0, 0];
  const { traitRow, traitEnds, traitName, traitValue } = engine.store.facts;
  const kinds = nameKinds(engine);
  for (const event of events) {
    const entry = entryOfRow(traitRow, event);
    if (entry < 0) continue;
    const end = traitEnds.at(entry);
    for (let i = runStart(traitEnds, entry); i < end; i += 1) {
      const kind = kinds.of(traitName.at(i));
      if (kind >= 0 && !isBlankText(engine.store.dictionary.text(traitValue.at(i))))
        names[kind] = traitValue.at(i);
    }
  }
  return names;
}

/** The name that the codes make up; empty when there is none. */
export function nameText(engine: EngineView, [full, given, family]: NameCodes): string {
  if (full !== 0) return textOf(engine, full);
  return `${textOf(engine, given)} ${textOf(engine, family)}`.trim();
}

function textOf(engine: EngineView, code: number): string {
  if (code === 0) return '';
  const json = engine.store.dictionary.text(code); // only JSON strings become names
  return (json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1)).trim();
}

/** Which kind of name a field is, by the TextCode of its name; fields are few, and each is read once. */
class NameKinds {
  readonly #engine: EngineView;
  readonly #known = new Map<number, number>();

  constructor(engine: EngineView) {
    this.#engine = engine;
  }

  /** Position in FIELDS_OF_KIND, or -1. */
  of(code: number): number {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    const plain = plainFieldName(this.#engine.store.dictionary.text(code));
    const kind = FIELDS_OF_KIND.findIndex((fields) => fields.has(plain));
    this.#known.set(code, kind);
    return kind;
  }
}

const nameKinds = perRevision((engine) => new NameKinds(engine));

/** A field's name in lower case without `_`, `-` and spaces: the log's spelling does not matter. */
export function plainFieldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** True for the JSON text of anything but a string with something in it. */
export function isBlankText(json: string): boolean {
  return !json.startsWith('"') || json.slice(1, -1).trim() === '';
}
