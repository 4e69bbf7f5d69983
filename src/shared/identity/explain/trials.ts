/**
 * Islands resolved again, apart from the log: without some events or values, or under other rules. An answer of an
 * explanation is only given when such a trial shows it.
 *
 * Trials share a budget of events to take, so that the work of one explanation is bounded however large the island.
 */

import { copyRows } from '../../event/copy-rows.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { IdentityEngine } from '../engine.ts';
import type { Override } from '../overrides.ts';
import { resolve } from '../resolution.ts';
import type { Ruleset } from '../rules.ts';
import type { Explainable, Target } from './explainable.ts';
import { commonProfiles } from './explainable.ts';

/** Events that all trials of one question may take together. */
export const TRIAL_EVENTS = 250_000;
/** What a trial costs besides its events, in events: compiling the rules. */
const TRIAL_COST = 200;

export interface TrialWishes {
  readonly withoutEvents?: ReadonlySet<EventIndex>;
  readonly withoutValues?: ReadonlySet<IdentifierIndex>;
  readonly ruleset?: Ruleset;
  readonly overrides?: readonly Override[];
}

export interface Trial {
  readonly engine: Explainable;
  /** Of a number in the trial, the number in the explained engine. */
  eventOf(copy: EventIndex): EventIndex;
  identifierOf(copy: IdentifierIndex): IdentifierIndex;
  /** The target in the trial; null when nothing carries it any more. */
  targetOf(target: Target): Target | null;
  /** No profile holds both. An identifier that nothing carries is nobody's; an event that names nobody is no proof. */
  areApart(a: Target, b: Target): boolean;
  areTogether(a: Target, b: Target): boolean;
}

export class Trials {
  /** Events taken so far. */
  spent = 0;
  readonly #engine: Explainable;
  readonly #budget: number;

  constructor(engine: Explainable, budget: number = TRIAL_EVENTS) {
    this.#engine = engine;
    this.#budget = budget;
  }

  /** null when the budget does not allow it. */
  run(
    events: readonly EventIndex[],
    { withoutEvents, withoutValues, ruleset, overrides }: TrialWishes,
  ): Trial | null {
    const cost = events.length + TRIAL_COST;
    if (this.spent + cost > this.#budget) return null;
    this.spent += cost;
    const { store, timeline } = this.#engine;
    const rows = withoutEvents === undefined ? events : events.filter((event) => !withoutEvents.has(event));
    const small = new IdentityEngine(ruleset ?? this.#engine.ruleset);
    small.setOverrides(overrides ?? this.#engine.overrides);
    small.append(
      copyRows(store, rows, (identifier) => withoutValues?.has(this.#engine.keyOf(identifier)) ?? false),
      0,
      1,
    );
    if (timeline.order === 'event') {
      small.settle();
      return new ResolvedTrial(this.#engine, small, rows);
    }
    return new ResolvedTrial(this.#engine, resolve(small, { order: timeline.order }), rows);
  }
}

class ResolvedTrial implements Trial {
  readonly engine: Explainable;
  readonly #whole: Explainable;
  readonly #rows: readonly EventIndex[];
  readonly #rowOf = new Map<EventIndex, EventIndex>();

  constructor(whole: Explainable, engine: Explainable, rows: readonly EventIndex[]) {
    this.#whole = whole;
    this.engine = engine;
    this.#rows = rows;
    rows.forEach((row, copy) => this.#rowOf.set(row, copy));
  }

  eventOf(copy: EventIndex): EventIndex {
    return this.#rows[copy]!;
  }

  identifierOf(copy: IdentifierIndex): IdentifierIndex {
    const { namespace, value } = this.engine.store.identifierTable.get(copy);
    return this.#whole.find(namespace, value);
  }

  targetOf(target: Target): Target | null {
    if (target.kind === 'event') {
      const event = this.#rowOf.get(target.event);
      return event === undefined ? null : { kind: 'event', event };
    }
    const { namespace, value } = this.#whole.store.identifierTable.get(target.identifier);
    const identifier = this.engine.find(namespace, value);
    return identifier < 0 ? null : { kind: 'identifier', identifier };
  }

  areApart(a: Target, b: Target): boolean {
    const [first, second] = [this.targetOf(a), this.targetOf(b)];
    if (first === null || second === null) return true;
    const isNobodys = [first, second].some(
      (end) => end.kind === 'event' && this.engine.creditOf(end.event) < 0,
    );
    return !isNobodys && commonProfiles(this.engine, first, second).length === 0;
  }

  areTogether(a: Target, b: Target): boolean {
    const [first, second] = [this.targetOf(a), this.targetOf(b)];
    return first !== null && second !== null && commonProfiles(this.engine, first, second).length > 0;
  }
}
