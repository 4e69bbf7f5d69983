/**
 * What is counted over all rows: where those of every source have gone, names of credited events, the time they span,
 * and who carries values that were set aside. One pass over the rows, and after a commit only over those it touched:
 * what each row was counted as is kept, so that it can be taken back.
 */

import { uint32Column } from '../base/columns.ts';
import { EVENT_TYPES } from '../event/event.ts';
import type { EventIndex, SourceIndex } from '../event/event-store.ts';
import { ROW_ACCEPTED } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { IdentifierRole, UnresolvedReason } from '../identity/identity.ts';
import type { Touched } from '../identity/touched.ts';
import { patched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';
import { compareText } from './survivorship.ts';

export interface TimeSpan {
  /** Earliest and latest dated accepted event; null when there is none. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface SourceTally extends TimeSpan {
  readonly source: SourceIndex;
  readonly rows: number;
  /** Accepted and not unresolved. */
  readonly events: number;
  readonly duplicates: number;
  readonly unresolved: number;
}

export interface SetAside {
  readonly identifier: IdentifierIndex;
  readonly role: 'blocked' | 'demoted';
  /** Accepted events that carry it; one with two spellings of it counts for each. */
  readonly events: number;
}

/** Counts of the present revision: to be read, not kept. */
export const rowTally = patched(
  (engine: EngineView) => new RowTally(engine),
  (_, tally, touched) => (tally.follow(touched) ? tally : null),
);

/** What a row was counted as. */
const DUPLICATE = 0;
const CREDITED = 1;
const COMPANY = 2;
const UNRESOLVED: { readonly [reason in UnresolvedReason]: number } = { NO_IDENTIFIER: 3, DEMOTED_ONLY: 4 };
const MEANINGS = 5;

class Span {
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  widen(at: number): void {
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
  }

  /** True when the span may be shorter without an event at `at`. */
  endsAt(at: number): boolean {
    return at === this.first || at === this.last;
  }

  get times(): TimeSpan {
    if (this.first > this.last) return { firstAt: null, lastAt: null };
    return { firstAt: this.first, lastAt: this.last };
  }
}

interface SourceCount {
  readonly source: SourceIndex;
  readonly span: Span;
  /** Rows by what they were counted as. */
  readonly counts: Uint32Array;
}

class RowTally {
  readonly #engine: EngineView;
  /** EventIndex → what it was counted as. */
  #counted = new Uint8Array(0);
  /** TextCode of a name → credited events; those without a name by type. */
  #byName = new Uint32Array(0);
  /** Names ever counted; one may be in it twice. */
  readonly #nameCodes = uint32Column();
  readonly #byType = new Uint32Array(EVENT_TYPES.length);
  /** IdentifierIndex → accepted events that carry it. */
  #carriers = new Uint32Array(0);
  /** Identifiers that no profile can hold; which of them are set aside is asked when they are listed. */
  readonly #noKeys = uint32Column();
  readonly #sources = new Map<SourceIndex, SourceCount>();
  #lastSource: SourceCount | null = null;
  readonly #span = new Span();
  #undated = 0;

  constructor(engine: EngineView) {
    this.#engine = engine;
    this.#grow();
    for (let row = 0; row < this.#counted.length; row += 1) this.#count(row);
  }

  /** False when the counts cannot follow: a span may have become shorter. */
  follow({ rows, firstNew }: Touched): boolean {
    this.#grow();
    for (const row of rows) if (!this.#takeBack(row)) return false;
    for (const row of rows) this.#count(row);
    for (let row = firstNew; row < this.#counted.length; row += 1) this.#count(row);
    return true;
  }

  get span(): TimeSpan & { readonly undated: number } {
    return { ...this.#span.times, undated: this.#undated };
  }

  /** In the order in which their first rows were read. */
  get sources(): SourceTally[] {
    return Array.from(this.#sources.values(), ({ source, span, counts }) => {
      const unresolved = counts[UNRESOLVED.NO_IDENTIFIER]! + counts[UNRESOLVED.DEMOTED_ONLY]!;
      const events = counts[CREDITED]! + counts[COMPANY]!;
      const duplicates = counts[DUPLICATE]!;
      return {
        source,
        rows: events + unresolved + duplicates,
        events,
        duplicates,
        unresolved,
        ...span.times,
      };
    });
  }

  /** Names of credited events, most frequent first; an event without a name goes by its type. */
  get names(): { name: string; count: number }[] {
    const { dictionary } = this.#engine.store;
    const counts = new Map<string, number>();
    EVENT_TYPES.forEach((type, index) => {
      if (this.#byType[index]! > 0) counts.set(type, this.#byType[index]!);
    });
    for (const code of new Set(this.#nameCodes.toArray())) {
      if (this.#byName[code] === 0) continue;
      const name = dictionary.text(code);
      counts.set(name, (counts.get(name) ?? 0) + this.#byName[code]!);
    }
    return [...counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
  }

  /** Blocked and demoted identifiers that accepted events carry, and how many do. */
  *setAside(): Generator<SetAside> {
    for (let i = 0; i < this.#noKeys.length; i += 1) {
      const identifier = this.#noKeys.at(i);
      const events = this.#carriers[identifier]!;
      const role = this.#engine.role(identifier);
      if (events > 0 && (role === 'blocked' || role === 'demoted')) yield { identifier, role, events };
    }
  }

  #grow(): void {
    const { dictionary, identifierTable } = this.#engine.store;
    const { rowCount } = this.#engine.timeline.rows;
    const known = this.#carriers.length;
    this.#counted = grown(this.#counted, new Uint8Array(rowCount));
    this.#byName = grown(this.#byName, new Uint32Array(dictionary.size));
    this.#carriers = grown(this.#carriers, new Uint32Array(identifierTable.size));
    for (let identifier = known; identifier < identifierTable.size; identifier += 1)
      if (this.#engine.keyOf(identifier) === identifier && mayBeSetAside(this.#engine.role(identifier)))
        this.#noKeys.push(identifier);
  }

  #count(row: EventIndex): void {
    const as = this.#meaningOf(row);
    this.#counted[row] = as;
    this.#add(row, as, 1);
    if (as === DUPLICATE) return;
    const at = this.#engine.store.at.values[row]!;
    this.#span.widen(at);
    this.#sourceOf(row).span.widen(at);
  }

  #takeBack(row: EventIndex): boolean {
    const as = this.#counted[row]!;
    this.#add(row, as, -1);
    const at = this.#engine.store.at.at(row);
    const isGone = as !== DUPLICATE && this.#meaningOf(row) === DUPLICATE;
    return !isGone || !(this.#span.endsAt(at) || this.#sourceOf(row).span.endsAt(at));
  }

  #add(row: EventIndex, as: number, sign: number): void {
    const { store } = this.#engine;
    this.#sourceOf(row).counts[as]! += sign;
    if (as === DUPLICATE) return;
    const at = store.at.values[row]!;
    if (at !== at) this.#undated += sign;
    const end = store.identifierEnds.values[row]!;
    for (let i = store.identifierStart(row); i < end; i += 1)
      this.#carriers[this.#engine.keyOf(store.identifiers.values[i]!)]! += sign;
    if (as !== CREDITED) return;
    const name = store.name.values[row]!;
    if (name === 0) {
      this.#byType[store.type.values[row]!]! += sign;
      return;
    }
    if (this.#byName[name] === 0) this.#nameCodes.push(name);
    this.#byName[name]! += sign;
  }

  #meaningOf(row: EventIndex): number {
    if (this.#engine.timeline.rows.status.values[row] !== ROW_ACCEPTED) return DUPLICATE;
    if (this.#engine.creditOf(row) >= 0) return CREDITED;
    const reason = this.#engine.unresolvedReason(row);
    return reason === null ? COMPANY : UNRESOLVED[reason];
  }

  #sourceOf(row: EventIndex): SourceCount {
    const source = this.#engine.store.source.values[row]!;
    // Rows of a source come in long runs.
    if (this.#lastSource?.source === source) return this.#lastSource;
    const known = this.#sources.get(source);
    const found = known ?? { source, span: new Span(), counts: new Uint32Array(MEANINGS) };
    if (known === undefined) this.#sources.set(source, found);
    this.#lastSource = found;
    return found;
  }
}

/** A company's too: of such a value only events about the company may be known so far. */
function mayBeSetAside(role: IdentifierRole): boolean {
  return role === 'blocked' || role === 'demoted' || role === 'company';
}

function grown<T extends Uint8Array | Uint32Array>(column: T, room: T): T {
  room.set(column);
  return room;
}
