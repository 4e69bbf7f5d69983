/**
 * Which overrides are in force together, told from the overrides alone and never guessed. The same pair pinned and cut:
 * both are suspended. Otherwise a cut beats a pin: heard in order of their own time, a pin that would tie the two sides
 * of a cut together, itself or through pins heard before it, is set out of force. So is a pin of an excluded value, and
 * a cut between two spellings of what is one key under the rules.
 *
 * Pins tie sides into groups (union-find); what a log adds to that is known only when it is resolved.
 */

import type { ExcludeOverride, LinkOverride, Override } from './overrides.ts';
import { compareOverrides, pairText, respelled, sideText } from './overrides.ts';
import type { Ruleset } from './rules.ts';
import { ValueRules } from './value-rules.ts';

export type ConflictCause = 'pinned-and-cut' | 'cut-beats-pin' | 'pin-of-excluded' | 'cut-of-one-key';

/** Reported as OVERRIDES_CONFLICT. */
export interface OverrideConflict {
  readonly cause: ConflictCause;
  /** Those that cannot hold together; of them, the ones set out of force. */
  readonly between: readonly Override[];
  readonly suspended: readonly Override[];
}

export interface OverridesInForce {
  /** All of them in the order given, about the keys that their identifiers are spellings of under the rules. */
  readonly given: readonly Override[];
  /** In the order in which they are heard, each pair once. */
  readonly pins: readonly LinkOverride[];
  readonly cuts: readonly LinkOverride[];
  readonly excludes: readonly ExcludeOverride[];
  readonly conflicts: readonly OverrideConflict[];
}

/** Cost: n log n of the overrides. */
export function weighOverrides(overrides: readonly Override[], ruleset: Ruleset): OverridesInForce {
  const given = overrides.length === 0 ? [] : aboutKeys(overrides, ruleset);
  const heard = [...given].sort(compareOverrides);
  const excludes = heard.filter((one) => one.kind === 'exclude');
  const conflicts: OverrideConflict[] = [];
  const links = withoutContradictions(
    heard.filter((one) => one.kind !== 'exclude'),
    conflicts,
  ).filter((link) => {
    if (link.kind === 'pin' || sideText(link.a) !== sideText(link.b)) return true;
    conflicts.push({ cause: 'cut-of-one-key', between: [link], suspended: [link] });
    return false;
  });
  const cuts = eachPairOnce(links.filter(({ kind }) => kind === 'cut'));
  const pins = eachPairOnce(links.filter(({ kind }) => kind === 'pin'));
  return { given, pins: unbeaten(pins, cuts, excludes, conflicts), cuts, excludes, conflicts };
}

function aboutKeys(overrides: readonly Override[], ruleset: Ruleset): readonly Override[] {
  const values = new ValueRules(ruleset);
  return values.normalises
    ? overrides.map((one) => respelled(one, (...of) => values.keyValue(...of)))
    : overrides;
}

function withoutContradictions(
  links: readonly LinkOverride[],
  conflicts: OverrideConflict[],
): readonly LinkOverride[] {
  const ofPair = new Map<string, LinkOverride[]>();
  for (const link of links) {
    const pair = pairText(link);
    const known = ofPair.get(pair);
    if (known === undefined) ofPair.set(pair, [link]);
    else known.push(link);
  }
  return [...ofPair.values()].flatMap((same) => {
    if (new Set(same.map(({ kind }) => kind)).size === 1) return same;
    conflicts.push({ cause: 'pinned-and-cut', between: same, suspended: same });
    return [];
  });
}

function eachPairOnce(links: readonly LinkOverride[]): LinkOverride[] {
  const first = new Map<string, LinkOverride>();
  for (const link of [...links].sort(compareOverrides)) {
    const pair = pairText(link);
    if (!first.has(pair)) first.set(pair, link);
  }
  return [...first.values()];
}

function unbeaten(
  pins: readonly LinkOverride[],
  cuts: readonly LinkOverride[],
  excludes: readonly ExcludeOverride[],
  conflicts: OverrideConflict[],
): LinkOverride[] {
  const groups = new SideGroups(cuts);
  const excludeOf = new Map(excludes.map((exclude) => [sideText(exclude.identifier), exclude]));
  return pins.filter((pin) => {
    const exclude = excludeOf.get(sideText(pin.a)) ?? excludeOf.get(sideText(pin.b));
    if (exclude !== undefined) {
      conflicts.push({ cause: 'pin-of-excluded', between: [pin, exclude], suspended: [pin] });
      return false;
    }
    const cut = groups.tie(sideText(pin.a), sideText(pin.b));
    if (cut !== null) conflicts.push({ cause: 'cut-beats-pin', between: [cut, pin], suspended: [pin] });
    return cut === null;
  });
}

/** Sides that pins tie together, and the cuts between them (the smaller list of a group moves to the larger). */
class SideGroups {
  readonly #parents = new Map<string, string>();
  /** Root → root of a group it is cut from → the first cut between the two. */
  readonly #cuts = new Map<string, Map<string, LinkOverride>>();

  constructor(cuts: readonly LinkOverride[]) {
    for (const cut of cuts) {
      const [a, b] = [sideText(cut.a), sideText(cut.b)];
      this.#cutsOf(a).set(b, cut);
      this.#cutsOf(b).set(a, cut);
    }
  }

  /** Makes one group of those of two sides, unless a cut separates them: then that is returned. */
  tie(a: string, b: string): LinkOverride | null {
    const [rootA, rootB] = [this.#root(a), this.#root(b)];
    if (rootA === rootB) return null;
    const [cutsA, cutsB] = [this.#cutsOf(rootA), this.#cutsOf(rootB)];
    const cut = cutsA.get(rootB);
    if (cut !== undefined) return cut;
    const [kept, gone] = cutsA.size >= cutsB.size ? [rootA, rootB] : [rootB, rootA];
    this.#parents.set(gone, kept);
    for (const [other, moved] of this.#cutsOf(gone)) {
      const opponent = this.#cutsOf(other);
      opponent.delete(gone);
      const known = opponent.get(kept);
      const first = known === undefined || compareOverrides(moved, known) < 0 ? moved : known;
      opponent.set(kept, first);
      this.#cutsOf(kept).set(other, first);
    }
    this.#cuts.delete(gone);
    return null;
  }

  #cutsOf(root: string): Map<string, LinkOverride> {
    let cuts = this.#cuts.get(root);
    if (cuts === undefined) {
      cuts = new Map();
      this.#cuts.set(root, cuts);
    }
    return cuts;
  }

  #root(text: string): string {
    let node = text;
    for (let up = this.#parents.get(node); up !== undefined; up = this.#parents.get(node)) node = up;
    if (node !== text) this.#parents.set(text, node);
    return node;
  }
}
