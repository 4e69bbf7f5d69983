/**
 * Tries changes of rules or overrides on the events that they bear on: those of both islands, and those that a change
 * brings in by making keys of what was none. Only what makes the two one is kept, with how much of the log it concerns.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Override, OverrideSide } from '../overrides.ts';
import type { Ruleset } from '../rules.ts';
import { ValueTest } from '../value-test.ts';
import type { Explainable } from './explainable.ts';
import { eventsCarrying } from './explainable.ts';
import type { Side } from './obstacles.ts';
import type { RuleChange } from './rule-changes.ts';
import { Trials } from './trials.ts';

/** Events that all trials of changes may take together. */
const CHANGE_TRIAL_EVENTS = 500_000;
/** How often events are added that a change brings in. */
const MAX_WIDENINGS = 8;

export type Change =
  | RuleChange
  | { readonly kind: 'pin'; readonly a: OverrideSide; readonly b: OverrideSide }
  /** An override that keeps them apart is taken back. */
  | { readonly kind: 'withdraw'; readonly override: Override };

export interface Candidate {
  readonly change: Change;
  /** In place of the present ones. */
  readonly ruleset?: Ruleset;
  readonly overrides?: readonly Override[];
}

export interface JoiningChange extends Candidate {
  /** Identifiers of the log whose terms it changes; 0 for an override. */
  readonly affected: number;
}

export interface Sides {
  readonly a: Side;
  readonly b: Side;
}

export class ChangeSearch {
  readonly found: JoiningChange[] = [];
  untried = 0;
  readonly #engine: Explainable;
  readonly #sides: Sides;
  readonly #trials: Trials;
  readonly #events: readonly EventIndex[];
  readonly #census: Census;

  constructor(engine: Explainable, sides: Sides) {
    this.#engine = engine;
    this.#sides = sides;
    this.#trials = new Trials(engine, CHANGE_TRIAL_EVENTS);
    this.#events = withIslands(engine, [...sides.a.events, ...sides.b.events]);
    this.#census = new Census(engine);
  }

  /** Keeps the first of the changes that joins the two. */
  tryFirst(steps: readonly Candidate[]): void {
    for (const step of steps) {
      const joins = this.#joins(step);
      if (joins === null) {
        this.untried += 1;
        return;
      }
      if (joins) {
        this.found.push({ ...step, affected: this.#census.affected(step.change) });
        return;
      }
    }
  }

  #joins({ ruleset, overrides }: Candidate): boolean | null {
    let events = this.#events;
    for (let widening = 0; widening < MAX_WIDENINGS; widening += 1) {
      const trial = this.#trials.run(events, {
        ...(ruleset !== undefined && { ruleset }),
        ...(overrides !== undefined && { overrides }),
      });
      if (trial === null) return null;
      const newKeys = new Set<IdentifierIndex>();
      const { identifierTable } = trial.engine.store;
      for (let copy = 0; copy < identifierTable.size; copy += 1) {
        const identifier = trial.identifierOf(copy);
        if (identifier < 0) continue; // a spelling that only the change makes a key, and no event carries
        if (trial.engine.rank(copy) > 0 && this.#engine.rank(identifier) === 0) newKeys.add(identifier);
      }
      const widened = newKeys.size === 0 ? events : this.#widened(events, newKeys);
      if (widened.length === events.length)
        return trial.areTogether(this.#sides.a.target, this.#sides.b.target);
      events = widened;
    }
    return null;
  }

  /** With the islands of all that carry what the change makes a key. */
  #widened(events: readonly EventIndex[], newKeys: ReadonlySet<IdentifierIndex>): readonly EventIndex[] {
    return withIslands(this.#engine, [...events, ...eventsCarrying(this.#engine, newKeys)]);
  }
}

/** The events and all of their islands, in order, each once. */
function withIslands(engine: Explainable, events: readonly EventIndex[]): readonly EventIndex[] {
  const all = new Set(events);
  const seen = new Set<number>();
  for (const event of events) {
    const profile = engine.creditOf(event);
    if (profile < 0 || seen.has(profile)) continue;
    for (const other of engine.islandOf(profile)) {
      all.add(other);
      seen.add(engine.creditOf(other));
    }
  }
  const rows = Uint32Array.from(all);
  engine.timeline.sort(rows);
  return Array.from(rows);
}

/** How many identifiers of the log a change concerns. */
class Census {
  readonly #engine: Explainable;
  #byNamespace: Uint32Array | null = null;

  constructor(engine: Explainable) {
    this.#engine = engine;
  }

  affected(change: Change): number {
    const { identifierTable } = this.#engine.store;
    switch (change.kind) {
      case 'pin':
      case 'withdraw':
        return 0;
      case 'limit':
        return change.namespace === null ? identifierTable.size : this.#count(change.namespace);
      case 'role':
        return this.#count(change.namespace);
      case 'rank':
        return this.#count(change.namespace) + this.#count(change.above);
      case 'value': {
        const { entries } = change;
        if (entries.patterns.length + entries.mailboxes.length === 0) return 1;
        const test = new ValueTest([entries], entries.mailboxes);
        let count = 0;
        for (let one = 0; one < identifierTable.size; one += 1)
          if (test.matches(identifierTable.valueText(one))) count += 1;
        return count;
      }
    }
  }

  #count(namespace: string): number {
    const { identifierTable } = this.#engine.store;
    this.#byNamespace ??= countNamespaces(identifierTable);
    const index = identifierTable.findNamespace(namespace);
    return index < 0 ? 0 : this.#byNamespace[index]!;
  }
}

function countNamespaces({
  namespace,
  namespaceNames,
  size,
}: Explainable['store']['identifierTable']): Uint32Array {
  const counts = new Uint32Array(namespaceNames.length);
  for (let one = 0; one < size; one += 1) counts[namespace.at(one)]! += 1;
  return counts;
}

const KIND_ORDER = [
  'withdraw',
  'pin',
  'value',
  'limit',
  'rank',
  'role',
] as const satisfies readonly Change['kind'][];

/** Fewer identifiers, then the gentler kind, then as text. */
export function compareChanges(x: JoiningChange, y: JoiningChange): number {
  const byText = (change: Change): string => JSON.stringify(change);
  return (
    x.affected - y.affected ||
    KIND_ORDER.indexOf(x.change.kind) - KIND_ORDER.indexOf(y.change.kind) ||
    (byText(x.change) < byText(y.change) ? -1 : 1)
  );
}
