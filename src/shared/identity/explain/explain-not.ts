/**
 * Why two are not one person, and the smallest single change that would make them one.
 *
 * Changes are tried, not argued: all events of both islands are resolved under the changed rules, together with those
 * that the change would bring in, and only a change after which the two are one is given. The smaller change is the one
 * that concerns fewer identifiers of the log.
 */

import { hashToHex } from '../../base/hash.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Override, OverrideSide } from '../overrides.ts';
import { pairText } from '../overrides.ts';
import type { Candidate, JoiningChange, Sides } from './change-search.ts';
import { ChangeSearch, compareChanges } from './change-search.ts';
import type { Explainable, Target } from './explainable.ts';
import { commonProfiles, isSameTarget } from './explainable.ts';
import type { Obstacle, Side } from './obstacles.ts';
import { commonIdentifiers, obstaclesBetween, sideOf } from './obstacles.ts';
import { otherRoles, raisedLimits, rankedAbove, withoutListing } from './rule-changes.ts';

/** Overrides that are tried without; a person makes few. */
const MAX_WITHDRAWN = 50;
/** A pin that is only proposed is heard after all that were made. */
const PROPOSED = { reason: 'proposed by an explanation', at: '9999-12-31T00:00:00Z' } as const;

/** Obstacles that are listed; the others are counted. */
const MAX_OBSTACLES = 100;
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

/** Lists of changes; of each list only the first that joins is wanted. */
function candidatesFor(
  engine: Explainable,
  { a, b }: Sides,
  obstacles: readonly Obstacle[],
): readonly Candidate[][] {
  const { ruleset, store } = engine;
  const { identifierTable } = store;
  const nameOf = (identifier: IdentifierIndex): string => identifierTable.namespaceName(identifier);
  const lists: Candidate[][] = overrideCandidates(engine, { a, b }).map((candidate) => [candidate]);
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

/** A pin of the two, and each cut or exclusion taken back. */
function overrideCandidates(engine: Explainable, { a, b }: Sides): Candidate[] {
  const { overrides } = engine;
  const sides = { a: overrideSide(engine, a.target), b: overrideSide(engine, b.target) };
  const pin = { kind: 'pin', ...sides, ...PROPOSED } as const;
  const withdrawn = overrides
    .filter(({ kind }) => kind !== 'pin')
    .slice(0, MAX_WITHDRAWN)
    .map((override): Candidate => {
      const others: readonly Override[] = overrides.filter((other) => other !== override);
      return { change: { kind: 'withdraw', override }, overrides: others };
    });
  // Pinned against a cut of the same two, both would be suspended: that is no answer.
  const isCut = overrides.some((other) => other.kind === 'cut' && pairText(other) === pairText(pin));
  if (isCut) return withdrawn;
  return [{ change: { kind: 'pin', ...sides }, overrides: [...overrides, pin] }, ...withdrawn];
}

function overrideSide({ store }: Explainable, target: Target): OverrideSide {
  if (target.kind === 'identifier') return store.identifierTable.get(target.identifier);
  return { event: hashToHex(store.key.values, target.event * 4) };
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

function distinct(lists: readonly Candidate[][]): Candidate[][] {
  const seen = new Set<string>();
  return lists.filter((steps) => {
    const key = JSON.stringify(steps.map(({ change }) => change));
    return steps.length > 0 && !seen.has(key) && seen.add(key);
  });
}
