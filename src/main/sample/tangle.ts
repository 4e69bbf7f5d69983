/**
 * What happens to honest records on their way into a tangled log: written late, sent twice, sent again with other
 * content, tagged with placeholders, without an id, with the time of the record before. Held lines wait for a number
 * of records and come out then, so the file is a stream.
 */

import { Agenda } from './agenda.ts';
import type { Random } from './random.ts';
import type { StepFacts } from './record.ts';
import { renderRecord } from './record.ts';

export interface RecordDraft {
  readonly facts: StepFacts;
  /** Epoch ms; fractions are dropped when it is written. */
  readonly at: number;
  readonly eventId: string | null;
}

/** A line of the log and who it is of. */
export interface LogLine {
  readonly record: string;
  /** null: the record says no id of its own. */
  readonly eventId: string | null;
  readonly person: string;
}

const SHARE_LATE = 0.01;
const SHARE_REPEATED = 0.01;
const SHARE_AMENDED = 0.002;
const SHARE_PLACEHOLDER = 0.02;
const SHARE_WITHOUT_ID = 0.01;
const SHARE_OF_EQUAL_TIMES = 0.02;
const LONGEST_DELAY_RECORDS = 2000;
const SHARE_OF_BAD_PHONES = 0.3;
const BAD_DEVICE_IDS: readonly string[] = ['undefined', 'null', '00000000-0000-0000-0000-000000000000'];
const BAD_PHONE = '0000000000';

export function finishLine({ facts, at, eventId }: RecordDraft): LogLine {
  const time = new Date(Math.floor(at)).toISOString();
  return { record: renderRecord(facts, time, eventId), eventId, person: facts.person.name };
}

export class Tangle {
  readonly #random: Random;
  /** Ordered by the number of records after which a line comes out. */
  readonly #held = new Agenda<LogLine>();
  #lastAt: number | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A held line whose time has come, or null. */
  due(records: number): LogLine | null {
    return this.#held.nextAt <= records ? this.#held.take() : null;
  }

  /** The line as it comes out now, null when it is held back; `copied` says that one more line will come. */
  twist(draft: RecordDraft, records: number, hasRoom: boolean): { line: LogLine | null; copied: boolean } {
    const twisted = this.#damage(draft);
    this.#lastAt = twisted.at;
    const line = finishLine(twisted);
    const copied = hasRoom && this.#copy(twisted, line, records);
    if (!this.#random.chance(SHARE_LATE)) return { line, copied };
    this.#hold(records, line);
    return { line: null, copied };
  }

  #damage({ facts, at, eventId }: RecordDraft): RecordDraft {
    const random = this.#random;
    const isEqual = this.#lastAt !== null && random.chance(SHARE_OF_EQUAL_TIMES);
    const hasId = !random.chance(SHARE_WITHOUT_ID);
    const hasPlaceholder = facts.device !== null && random.chance(SHARE_PLACEHOLDER);
    return {
      facts: hasPlaceholder ? this.#withPlaceholder(facts) : facts,
      at: isEqual && this.#lastAt !== null ? this.#lastAt : at,
      eventId: hasId ? eventId : null,
    };
  }

  #withPlaceholder(facts: StepFacts): StepFacts {
    if (facts.kind === 'identify' && this.#random.chance(SHARE_OF_BAD_PHONES))
      return { ...facts, phoneInstead: BAD_PHONE };
    return { ...facts, deviceIdInstead: this.#random.pick(BAD_DEVICE_IDS) };
  }

  #copy(draft: RecordDraft, line: LogLine, records: number): boolean {
    const random = this.#random;
    if (random.chance(SHARE_REPEATED)) {
      this.#hold(records, line);
      return true;
    }
    if (draft.eventId === null || !random.chance(SHARE_AMENDED)) return false;
    this.#hold(records, finishLine({ ...draft, facts: { ...draft.facts, isAmended: true } }));
    return true;
  }

  #hold(records: number, line: LogLine): void {
    this.#held.add(records + this.#random.between(1, LONGEST_DELAY_RECORDS), line);
  }
}
