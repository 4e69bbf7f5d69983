/**
 * What people are called in their traits. Three kinds of name are followed, whatever the log's spelling of the field:
 * a full name, a given name, a family name. Of each field the golden value counts, as the ruleset chooses it, where it is a
 * text that is not blank, else the latest value that is one; of several fields of a kind the one that was last said. A
 * full name beats the two parts.
 *
 * Under most rules that comes to the latest text of the kind. Where other rules count, only profiles of which more than
 * one text was said need a second look.
 */

import type { TextCode } from '../base/dictionary.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import type { Survivor } from '../identity/survivor-rules.ts';
import { defaultSurvivor } from '../identity/survivor-rules.ts';
import { patched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';
import { perRevision } from './engine-view.ts';
import { computeTraits } from './survivorship.ts';
import { grownColumn, presentTouched } from './touched-profiles.ts';

/** As `plainFieldName` spells them; positions are kinds. */
const FIELDS_OF_KIND = [
  new Set(['name', 'fullname', 'displayname']),
  new Set(['firstname', 'givenname']),
  new Set(['lastname', 'familyname', 'surname']),
];

/** Strategies under which the latest text is the golden value, or where that is a list, one of it. */
const LATEST: ReadonlySet<Survivor['strategy']> = new Set(['most-recent', 'non-empty', 'union']);

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
  for (const profile of present) setNames(columns, profile, namesOfEvents(engine, engine.eventsOf(profile)));
  return columns;
});

function computeNames(engine: EngineView): NameColumns {
  const makeColumn = (): Uint32Array => new Uint32Array(engine.profileCount);
  const columns: NameColumns = [makeColumn(), makeColumn(), makeColumn()];
  const saidAt = columns.map(() => new Int32Array(engine.profileCount).fill(-1));
  const { traitRow, traitEnds, traitName, traitValue } = engine.store.facts;
  const kinds = nameKinds(engine);
  const isBlank = blankTexts(engine);
  /** ProfileIndex → 1 where rules have to choose among several texts of a kind. */
  const isOpen = new Uint8Array(engine.profileCount);
  for (let entry = 0; entry < traitRow.length; entry += 1) {
    const event = traitRow.at(entry);
    const profile = engine.creditOf(event);
    if (profile < 0) continue;
    const end = traitEnds.at(entry);
    for (let i = runStart(traitEnds, entry); i < end; i += 1) {
      const kind = kinds.of(traitName.at(i));
      if (kind < 0) continue;
      const value = traitValue.at(i);
      if (isBlank(value)) continue;
      const last = saidAt[kind]![profile]!;
      if (last >= 0 && columns[kind]![profile] !== value && !kinds.areLatest) isOpen[profile] = 1;
      if (last >= 0 && engine.compareEvents(last, event) > 0) continue;
      saidAt[kind]![profile] = event;
      columns[kind]![profile] = value;
    }
  }
  for (let profile = isOpen.indexOf(1); profile >= 0; profile = isOpen.indexOf(1, profile + 1))
    setNames(columns, profile, goldenNames(engine, engine.eventsOf(profile)));
  return columns;
}

function setNames(columns: NameColumns, profile: ProfileIndex, names: NameCodes): void {
  names.forEach((code, kind) => {
    columns[kind]![profile] = code;
  });
}

/** Tells whether the text of a code is blank, reading each once: names are said again and again. */
function blankTexts(engine: EngineView): (code: TextCode) => boolean {
  const { dictionary } = engine.store;
  const NOT_BLANK = 1;
  const BLANK = 2;
  const known = new Uint8Array(dictionary.size);
  return (code) => {
    if (known[code] === 0) known[code] = isBlankText(dictionary.text(code)) ? BLANK : NOT_BLANK;
    return known[code] === BLANK;
  };
}

/** Names from the events of one profile, in canonical order. */
export function namesOfEvents(engine: EngineView, events: readonly EventIndex[]): NameCodes {
  return nameKinds(engine).areLatest ? latestNames(engine, events) : goldenNames(engine, events);
}

function goldenNames(engine: EngineView, events: readonly EventIndex[]): NameCodes {
  const { store, ruleset } = engine;
  const names: [number, number, number] = [0, 0, 0];
  const saidAt = [-1, -1, -1];
  for (const { name, winner, others } of computeTraits(store, events, ruleset.survivorship)) {
    const kind = kindOfField(name);
    const text = [winner, ...others].find(({ value }) => !isBlankText(value));
    if (kind < 0 || text === undefined) continue;
    const last = saidAt[kind]!;
    if (last >= 0 && engine.compareEvents(last, text.event) > 0) continue;
    saidAt[kind] = text.event;
    names[kind] = store.dictionary.find(text.value);
  }
  return names;
}

function latestNames(engine: EngineView, events: readonly EventIndex[]): NameCodes {
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
  /** True when the rules choose the latest text of every field that holds a name. */
  readonly areLatest: boolean;
  readonly #engine: EngineView;
  readonly #known = new Map<number, number>();

  constructor(engine: EngineView) {
    this.#engine = engine;
    const { survivorship } = engine.ruleset;
    const named = (survivorship.traits ?? []).filter(({ names }) =>
      names.some((name) => kindOfField(name) >= 0),
    );
    this.areLatest = [defaultSurvivor(survivorship), ...named].every(({ strategy }) => LATEST.has(strategy));
  }

  /** Position in FIELDS_OF_KIND, or -1. */
  of(code: number): number {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    const kind = kindOfField(this.#engine.store.dictionary.text(code));
    this.#known.set(code, kind);
    return kind;
  }
}

const nameKinds = perRevision((engine) => new NameKinds(engine));

function kindOfField(name: string): number {
  const plain = plainFieldName(name);
  return FIELDS_OF_KIND.findIndex((fields) => fields.has(plain));
}

/** A field's name in lower case without `_`, `-` and spaces: the log's spelling does not matter. */
export function plainFieldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** True for the JSON text of anything but a string with something in it. */
export function isBlankText(json: string): boolean {
  return !json.startsWith('"') || json.slice(1, -1).trim() === '';
}
