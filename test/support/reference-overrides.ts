/**
 * Which overrides are in force, by the sentences of section 4.4 "Overrides", for the reference resolver: plain lists of
 * sides, and a walk over pins instead of union-find. Shares no code with the engine. Sides are texts: `namespace:value`
 * of an identifier, 32 hexadecimal digits of an event.
 */

import type { Override, OverrideSide } from '#shared/identity/overrides.ts';

export type ReferencePair = readonly [string, string];

export interface ReferenceOverrides {
  /** In order of their own time. */
  readonly pins: readonly ReferencePair[];
  readonly cuts: readonly ReferencePair[];
  readonly excluded: ReadonlySet<string>;
}

/** Assumes that no two overrides have the same time. */
export function referenceOverrides(overrides: readonly Override[]): ReferenceOverrides {
  // "in order of their own time"
  const heard = overrides.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  // "Exclude: the value counts as blocked."
  const excluded = new Set(
    heard.flatMap((one) => (one.kind === 'exclude' ? [sideText(one.identifier)] : [])),
  );
  const all = (kind: 'pin' | 'cut'): ReferencePair[] =>
    heard.flatMap((one) => (one.kind === kind ? [[sideText(one.a), sideText(one.b)] as const] : []));
  // "The same pair pinned and cut: both are suspended"
  const cuts = all('cut').filter((cut) => !all('pin').some((pin) => isSame(pin, cut)));
  const candidates = all('pin').filter((pin) => !all('cut').some((cut) => isSame(pin, cut)));
  // "otherwise a cut beats a pin". Chosen: a pin that together with those before it would tie the sides of a cut is out
  // of force from the start, whatever the log says; an excluded value is nobody's and cannot be pinned.
  const pins: ReferencePair[] = [];
  for (const pin of candidates) {
    const tied = [...pins, pin];
    const undoesCut = cuts.some(([a, b]) => reach(a, tied).has(b));
    if (!undoesCut && !pin.some((side) => excluded.has(side))) pins.push(pin);
  }
  return { pins, cuts, excluded };
}

/** Everything that pins tie to a side. */
function reach(from: string, pins: readonly ReferencePair[]): Set<string> {
  const reached = new Set([from]);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const pin of pins)
      if (pin.some((side) => reached.has(side))) pin.forEach((side) => reached.add(side));
  }
  return reached;
}

function isSame(a: ReferencePair, b: ReferencePair): boolean {
  return (a[0] === b[0] && a[1] === b[1]) || (a[0] === b[1] && a[1] === b[0]);
}

function sideText(side: OverrideSide): string {
  return 'event' in side ? side.event : `${side.namespace}:${side.value}`;
}
