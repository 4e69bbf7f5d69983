/**
 * Why two are not one person, and the smallest single change that would make them one.
 *
 * Changes are tried, not argued: all events of both islands are resolved under the changed rules, together with those
 * that the change would bring in, and only a change after which the two are one is given. The smaller change is the one
 * that concerns fewer identifiers of the log.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { ValueTest } from '../value-test.ts';
import type { Explainable, Target } from './explainable.ts';
import { commonProfiles, eventsCarrying, isSameTarget } from './explainable.ts';
import type { Obstacle, Side } from './obstacles.ts';
import { commonIdentifiers, obstaclesBetween, sideOf } from './obstacles.ts';
import type { ChangedRules, RuleChange } from './rule-changes.ts';
import { otherRoles, raisedLimits, rankedAbove, withoutListing } from './rule-changes.ts';
import { Trials } from './trials.ts';

/** Obstacles that are listed; the others are counted. */
export const MAX_OBSTACLES = 100;
/** Events that all trials of changes may take together. */
const CHANGE_TRIAL_EVENTS = 500_000;
/** How often events are added that a change brings in. */
const MAX_WIDENINGS = 8;

export interface JoiningChange extends ChangedRules {
  /** Identifiers of the log that the change concerns. */
  readonly affected: number;
}

export interface Separation {
  readonly a: Side;
  readonly b: Side;
  readonly obstacles: readonly Obstacle[];
  readonly omittedObstacles: number;
  /** No event of one carries anything that an event of the other carries. */
  readonly neverMet: boolean;
  /** Each of them alone makes the two one; the smallest first. */
  readonly changes: readonly JoiningChange[];
  /** Changes that were not tried, because the trials before had used up what the bound allows. */
  readonly untried: number;
}

/** null when the two are together, or the same. */
export function explainNot(engine: Explainable, a: Target, b: Target): Separation | null {
  if (isSameTarget(a, b) || commonProfiles(engine, a, b).length > 0) return null;
  const sides = { a: sideOf(engine, a), b: sideOf(engine, b) };
  const obstacles = obstaclesBetween(engine, sides.a, sides.b);
  const common = commonIdentifiers(sides.a, sides.b);
  const search = new ChangeSearch(engine, sides);
  for (const steps of candidatesFor(engine, sides, obstacles)) search.tryFirst(steps);
  return {
    ...sides,
    obstacles: obstacles.slice(0, MAX_OBSTACLES),
    omittedObstacles: Math.max(0, obstacles.length - MAX_OBSTACLES),
    neverMet: common.length === 0 && obstacles.length === 0,
    changes: search.found.sort(compareChanges),
    untried: search.untried,
  };
}

interface Sides {
  readonly a: Side;
  readonly b: Side;
}

/** Lists of changes; of each list only the first that joins is wanted. */
function candidatesFor(
  engine: Explainable,
  { a, b }: Sides,
  obstacles: readonly Obstacle[],
): readonly ChangedRules[][] {
  const { ruleset, store } = engine;
  const { identifierTable } = store;
  const nameOf = (identifier: IdentifierIndex): string => identifierTable.namespaceName(identifier);
  const lists: ChangedRules[][] = [];
  for (const { identifier, kind } of obstacles) {
    if (kind !== 'blocked' && kind !== 'demoted') continue;
    const change = withoutListing(ruleset, identifierTable.get(identifier), kind);
    if (change !== null) lists.push([change]);
  }
  const refusals = obstacles
    .filter(({ decision }) => decision >= 0)
    .map(({ decision }) => engine.decision(decision));
  if (refusals.some(({ action, reason }) => action === 'refuse' && LIMIT_REASONS.has(reason))) {
    const namespaces = new Set([...a.carried.keys(), ...b.carried.keys()].map(nameOf));
    lists.push(...raisedLimits(ruleset, [...namespaces], a.carried.size + b.carried.size));
  }
  const concerned = new Set(obstacles.map(({ identifier }) => nameOf(identifier)));
  for (const { identifier, via } of refusals) {
    if (via < 0) continue;
    concerned.add(nameOf(via));
    const change = rankedAbove(ruleset, nameOf(identifier), nameOf(via));
    if (change !== null) lists.push([change]);
  }
  for (const namespace of concerned)
    for (const change of otherRoles(ruleset, namespace)) lists.push([change]);
  return distinct(lists);
}

const LIMIT_REASONS: ReadonlySet<string> = new Set([
  'LIMIT_EXCEEDED',
  'TIME_LIMIT_EXCEEDED',
  'MERGE_CAP',
  'MAPPING_CAP',
  'TWO_UNIQUES_ON_EVENT',
  'AMBIGUOUS',
  'ALREADY_IDENTIFIED',
  'BOTH_PERMANENT',
  'USER_SWITCH',
]);

function distinct(lists: readonly ChangedRules[][]): ChangedRules[][] {
  const seen = new Set<string>();
  return lists.filter((steps) => {
    const key = JSON.stringify(steps.map(({ change }) => change));
    return steps.length > 0 && !seen.has(key) && seen.add(key);
  });
}

class ChangeSearch {
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
  tryFirst(steps: readonly ChangedRules[]): void {
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

  #joins({ ruleset }: ChangedRules): boolean | null {
    let events = this.#events;
    for (let widening = 0; widening < MAX_WIDENINGS; widening += 1) {
      const trial = this.#trials.run(events, { ruleset });
      if (trial === null) return null;
      const newKeys = new Set<IdentifierIndex>();
      const { identifierTable } = trial.engine.store;
      for (let copy = 0; copy < identifierTable.size; copy += 1) {
        const identifier = trial.identifierOf(copy);
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

  affected(change: RuleChange): number {
    const { identifierTable } = this.#engine.store;
    switch (change.kind) {
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

const KIND_ORDER = ['value', 'limit', 'rank', 'role'] as const satisfies readonly RuleChange['kind'][];

/** Fewer identifiers, then the gentler kind, then as text. */
function compareChanges(x: JoiningChange, y: JoiningChange): number {
  const byText = (change: RuleChange): string => JSON.stringify(change);
  return (
    x.affected - y.affected ||
    KIND_ORDER.indexOf(x.change.kind) - KIND_ORDER.indexOf(y.change.kind) ||
    (byText(x.change) < byText(y.change) ? -1 : 1)
  );
}
