/**
 * A log of any length from a seed, in CustomerLabs' own format, and the truth behind it: which person each line is of.
 *
 * A clock runs through visits: new people arrive at random, each makes a few visits over some weeks, and an agenda
 * hands out whose step is next. Only people who are about are held, so memory does not grow with the log, and a visit
 * that begins always ends before the log does. *clean*: the shipped rules find exactly the people of the truth.
 * *tangled*: shared kiosks, and everything `tangle.ts` does to an honest record.
 */

import { Agenda } from './agenda.ts';
import { CAMPAIGNS, CATEGORIES, PRODUCTS, SEARCHES } from './catalogue.ts';
import { Kiosks } from './kiosks.ts';
import type { Device, Person } from './people.ts';
import { makePerson } from './people.ts';
import { Random } from './random.ts';
import type { StepFacts } from './record.ts';
import type { LogLine, RecordDraft } from './tangle.ts';
import { finishLine, Tangle } from './tangle.ts';
import type { Visit, VisitStep } from './visit.ts';
import { noteStep, planBounce, planImport, planKioskVisit, planVisit } from './visit.ts';

export const LOG_SHAPES = ['clean', 'tangled'] as const;
type LogShape = (typeof LOG_SHAPES)[number];

export interface LogSettings {
  /** Lines of the log: repeats count, so a tangled log has somewhat fewer distinct events. */
  readonly events: number;
  readonly seed: number;
  readonly shape: LogShape;
}

const DAY_MS = 86_400_000;
const LOG_STARTS_AT = Date.UTC(2026, 0, 5, 6);
const MOST_EVENTS_A_DAY = 5000;
const FEWEST_DAYS = 30;
const EVENTS_PER_ARRIVAL = 13.5;
const SHARE_OF_BOUNCES = 0.5;
const SHARE_OF_IMPORTS = 0.04;
const FEWEST_VISITS = 2;
const MOST_VISITS = 7;
const DAYS_BETWEEN_VISITS = 3;
const SECONDS_BETWEEN_STEPS = 75;
const SHARE_OF_LANDINGS = 0.3;

interface Turn {
  readonly person: Person;
  visit: Visit | null;
  visitsLeft: number;
}

/** The lines in the order of the file. Assumes at least one event. */
export function* generateLog(settings: LogSettings): Generator<LogLine> {
  const log = new LogClock(settings);
  for (;;) {
    const line = log.next();
    if (line === null) return;
    yield line;
  }
}

class LogClock {
  readonly #settings: LogSettings;
  readonly #random: Random;
  readonly #agenda = new Agenda<Turn>();
  readonly #tangle: Tangle | null;
  readonly #kiosks: Kiosks | null;
  readonly #arrivalGap: number;
  readonly #idPrefix: string;
  #arrivalAt: number = LOG_STARTS_AT;
  /** Lines not yet promised to a visit that has begun. */
  #free: number;
  #people = 0;
  #records = 0;
  #orders = 0;

  constructor(settings: LogSettings) {
    const { events, seed, shape } = settings;
    this.#settings = settings;
    this.#random = new Random(seed);
    this.#free = events;
    const eventsPerDay = Math.min(MOST_EVENTS_A_DAY, events / FEWEST_DAYS);
    this.#arrivalGap = (DAY_MS / eventsPerDay) * EVENTS_PER_ARRIVAL;
    this.#idPrefix = `ev-${seed.toString(36)}-`;
    this.#tangle = shape === 'tangled' ? new Tangle(this.#random) : null;
    this.#kiosks = shape === 'tangled' ? new Kiosks(this.#random) : null;
  }

  /** The next line, or null at the end of the log. */
  next(): LogLine | null {
    for (;;) {
      const held = this.#tangle?.due(this.#records) ?? null;
      if (held !== null) return held;
      if (this.#isOver) return this.#tangle?.due(Number.POSITIVE_INFINITY) ?? null;
      const line = this.#step();
      if (line !== null) return line;
    }
  }

  get #isOver(): boolean {
    return this.#free === 0 && this.#agenda.size === 0;
  }

  /** A line, or null when nothing was said or it was held back. */
  #step(): LogLine | null {
    if (this.#free > 0 && this.#arrivalAt <= this.#agenda.nextAt) {
      this.#arrive();
      return null;
    }
    const at = this.#agenda.nextAt;
    const turn = this.#agenda.take();
    if (turn === null) return null;
    if (turn.visit !== null) return this.#advance(turn, turn.visit, at);
    if (this.#free > 0) this.#enter(at, turn, planVisit(turn.person, at, this.#random));
    return null;
  }

  #arrive(): void {
    const at = this.#arrivalAt;
    this.#arrivalAt = at + this.#random.wait(this.#arrivalGap);
    const kiosk = this.#kiosks?.wanted(this.#settings.events - this.#free, at) ?? null;
    if (kiosk !== null) return this.#arriveAtKiosk(at, kiosk);
    const person = this.#newPerson();
    const kind = this.#random.fraction();
    if (kind < SHARE_OF_BOUNCES)
      return this.#enter(at, { person, visit: null, visitsLeft: 1 }, planBounce(person, at, this.#random));
    this.#kiosks?.meet(person);
    const visitsLeft = this.#random.between(FEWEST_VISITS, MOST_VISITS);
    const isImport = kind > 1 - SHARE_OF_IMPORTS;
    const first = isImport ? planImport(person) : planVisit(person, at, this.#random);
    this.#enter(at, { person, visit: null, visitsLeft }, first);
  }

  #arriveAtKiosk(at: number, kiosk: Device): void {
    const person = this.#kiosks?.regular() ?? this.#newPerson();
    const visit = planKioskVisit(person, kiosk, this.#random);
    this.#kiosks?.promise(kiosk, visit.steps.length);
    this.#enter(at, { person, visit: null, visitsLeft: 1 }, visit);
  }

  #newPerson(): Person {
    this.#people += 1;
    return makePerson(this.#people, this.#random);
  }

  /** Begins a visit if the log has room for all of it; otherwise somebody looks in for as long as there is room. */
  #enter(at: number, turn: Turn, visit: Visit): void {
    if (visit.steps.length > this.#free) {
      const person = this.#newPerson();
      const brief = planBounce(person, at, this.#random);
      brief.steps.length = Math.min(brief.steps.length, this.#free);
      this.#enter(at, { person, visit: null, visitsLeft: 1 }, brief);
      return;
    }
    this.#free -= visit.steps.length;
    turn.visit = visit;
    turn.visitsLeft -= 1;
    this.#agenda.add(at, turn);
  }

  #advance(turn: Turn, visit: Visit, at: number): LogLine | null {
    const step = visit.steps[visit.next]!;
    const isFirst = visit.next === 0;
    visit.next += 1;
    const line = this.#write(turn.person, visit, step, { at, isFirst });
    noteStep(turn.person, visit.device, step);
    if (visit.next < visit.steps.length) {
      this.#agenda.add(at + this.#random.wait(SECONDS_BETWEEN_STEPS * 1000), turn);
    } else if (turn.visitsLeft > 0) {
      turn.visit = null;
      this.#agenda.add(at + this.#random.wait(DAYS_BETWEEN_VISITS * DAY_MS), turn);
    }
    return line;
  }

  #write(
    person: Person,
    visit: Visit,
    step: VisitStep,
    moment: { at: number; isFirst: boolean },
  ): LogLine | null {
    this.#records += 1;
    const facts = this.#facts(person, visit, step, moment.isFirst);
    const draft: RecordDraft = {
      facts,
      at: moment.at,
      eventId: this.#idPrefix + this.#records.toString(36).padStart(6, '0'),
    };
    if (this.#tangle === null) return finishLine(draft);
    const twisted = this.#tangle.twist(draft, this.#records, this.#free > 0);
    if (twisted.copied) this.#free -= 1;
    return twisted.line;
  }

  #facts(person: Person, visit: Visit, step: VisitStep, isFirst: boolean): StepFacts {
    const random = this.#random;
    if (step.kind === 'purchase') this.#orders += 1;
    const isLanding = isFirst && visit.device?.isKiosk === false && random.chance(SHARE_OF_LANDINGS);
    return {
      kind: step.kind,
      person,
      device: visit.device,
      campaign: isLanding ? random.pick(CAMPAIGNS) : null,
      clickId: isLanding ? `Cj0K${random.token()}${random.token()}` : '',
      product: random.pick(PRODUCTS),
      category: random.pick(CATEGORIES),
      search: random.pick(SEARCHES),
      quantity: random.between(1, 3),
      orderId: `FH-${String(this.#orders).padStart(6, '0')}`,
      gives: step.gives,
      deviceIdInstead: null,
      phoneInstead: null,
      isAmended: false,
    };
  }
}
