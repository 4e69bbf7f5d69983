/**
 * Pins, cuts and exclusions around the plain reference of a policy that sees whole islands. The reference is asked anew
 * after every event, so that what profiles hold "by then" is looked up in an answer and never kept. Shares no code with
 * the engine.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome, PolicyReference } from '../policy-oracle.ts';
import type { ReferenceOverrides } from '../reference-overrides.ts';
import { eventKeyText } from '../reference-resolver.ts';
import { keysOf } from './keys.ts';

type Profile = PolicyOutcome['profiles'][number];
type Refusals = PolicyOutcome['refusals'][number][];

/** Events in canonical order, each with an id of its own. */
export function islandsByHand(
  reference: PolicyReference,
  {
    events,
    ruleset,
    overrides,
  }: { events: readonly CanonicalEvent[]; ruleset: Ruleset; overrides: ReferenceOverrides },
): PolicyOutcome {
  const keyOf = new Map(events.map((event) => [event.id!, eventKeyText(event)]));
  /** What an override can name of a profile. */
  const sidesOf = (profile: Profile): string[] => [
    ...profile.identifiers,
    ...profile.events.map((id) => keyOf.get(id)!),
  ];
  const isCut = cutTest(overrides);
  const left: CanonicalEvent[] = [];
  const setAside: Refusals = [];
  for (const event of events) {
    // "Exclude: the value counts as blocked."
    const allowed = event.identifiers.filter(
      ({ namespace, value }) => !overrides.excluded.has(`${namespace}:${value}`),
    );
    const { profiles } = reference(left, ruleset);
    const keys = keysOf({ ...event, identifiers: allowed }, ruleset).map(({ text }) => text);
    // "Cut: nothing may put the two into one profile; of two on one event the later taken is set aside."
    let side = [keyOf.get(event.id!)!];
    const away: string[] = [];
    for (const key of keys) {
      const holders = profiles.filter(({ identifiers }) => identifiers.includes(key));
      const brought = [key, ...holders.flatMap(sidesOf)];
      if (isCut(side, brought)) away.push(key);
      else side = [...side, ...brought];
    }
    if (keys.length > 0 && away.length === keys.length) continue;
    setAside.push(
      ...away.map((identifier) => ({ event: event.id!, identifier, reason: 'CANNOT_LINK' as const })),
    );
    const identifiers = allowed.filter(({ namespace, value }) => !away.includes(`${namespace}:${value}`));
    left.push({ ...event, identifiers });
  }
  const { profiles, refusals } = reference(left, ruleset);
  return {
    profiles: pinned(profiles, left, {
      overrides,
      keyOf,
      isTogether: (a, b) => !isCut(sidesOf(a), sidesOf(b)),
    }),
    refusals: [...refusals, ...setAside],
  };
}

/** "Pin: the owners merge", in order of their own time; "a cut beats a pin". */
function pinned(
  profiles: readonly Profile[],
  events: readonly CanonicalEvent[],
  terms: {
    readonly overrides: ReferenceOverrides;
    readonly keyOf: ReadonlyMap<string, string>;
    readonly isTogether: (a: Profile, b: Profile) => boolean;
  },
): Profile[] {
  let present = [...profiles];
  /** Chosen: of several that hold an identifier, whoever is credited with the last event that carries it. */
  const ownerOf = (side: string): Profile | undefined => {
    if (!side.includes(':'))
      return present.find((one) => one.events.some((id) => terms.keyOf.get(id) === side));
    const holders = present.filter(({ identifiers }) => identifiers.includes(side));
    for (const event of events.toReversed()) {
      if (!event.identifiers.some(({ namespace, value }) => `${namespace}:${value}` === side)) continue;
      const user = holders.find((one) => one.events.includes(event.id!));
      if (user !== undefined) return user;
    }
    return holders[0];
  };
  const has = (one: Profile, side: string): boolean =>
    one.identifiers.includes(side) || one.events.some((id) => terms.keyOf.get(id) === side);
  for (const [sideA, sideB] of terms.overrides.pins) {
    // Chosen: where a profile has both, the two are one person, whoever else holds one of them.
    if (present.some((one) => has(one, sideA) && has(one, sideB))) continue;
    const [a, b] = [ownerOf(sideA), ownerOf(sideB)];
    if (a === undefined || b === undefined || !terms.isTogether(a, b)) continue;
    const one = { identifiers: [...a.identifiers, ...b.identifiers], events: [...a.events, ...b.events] };
    present = [...present.filter((other) => other !== a && other !== b), one];
  }
  return present;
}

/** Chosen: where pins are brought into force at the end, a cut of one side is from the beginning one of all it is pinned to. */
function cutTest({
  pins,
  cuts,
}: ReferenceOverrides): (a: readonly string[], b: readonly string[]) => boolean {
  const reach = (sides: readonly string[]): Set<string> => {
    const reached = new Set(sides);
    for (let size = -1; size < reached.size; ) {
      size = reached.size;
      for (const pin of pins)
        if (pin.some((side) => reached.has(side))) pin.forEach((side) => reached.add(side));
    }
    return reached;
  };
  return (a, b) => {
    const [here, there] = [reach(a), reach(b)];
    return cuts.some(([x, y]) => (here.has(x) && there.has(y)) || (here.has(y) && there.has(x)));
  };
}
