/**
 * Pins, cuts and exclusions for the plain references of policies that take one event after the other. A reference asks
 * before it takes an event what is left of its keys, and afterwards which profiles a pin makes one. Shares no code with
 * the engine.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { ReferenceOverrides } from '../reference-overrides.ts';
import { eventKeyText } from '../reference-resolver.ts';

/** A profile as it is by then. */
export interface Held {
  readonly identifiers: readonly string[];
  /** Ids of events. */
  readonly events: readonly string[];
}

export interface Hand {
  /** What is left of the keys of an event, given in the order of taking. */
  screen(event: CanonicalEvent, keys: readonly string[], profiles: readonly Held[]): readonly string[];
  /** Places of two profiles that are to be one, the survivor first. `profiles`: in the order in which they were founded. */
  nextPin(profiles: readonly Held[]): readonly [number, number] | null;
}

/** Nothing was decided by hand. */
export const NO_HAND: Hand = { screen: (_event, keys) => keys, nextPin: () => null };

export type HandedReference = (
  events: readonly CanonicalEvent[],
  ruleset: Ruleset,
  hand: Hand,
) => PolicyOutcome;

/** Events in canonical order, each with an id of its own. */
export function foldedByHand(
  reference: HandedReference,
  {
    events,
    ruleset,
    overrides,
  }: { events: readonly CanonicalEvent[]; ruleset: Ruleset; overrides: ReferenceOverrides },
  survival: 'oldest' | 'better-ranked',
): PolicyOutcome {
  const keyOf = new Map(events.map((event) => [event.id!, eventKeyText(event)]));
  const setAside: PolicyOutcome['refusals'][number][] = [];
  const sidesOf = ({ identifiers, events: ids }: Held): string[] => [
    ...identifiers,
    ...ids.map((id) => keyOf.get(id)!),
  ];
  const areCut = (here: readonly string[], there: readonly string[]): boolean =>
    overrides.cuts.some(
      ([a, b]) => (here.includes(a) && there.includes(b)) || (here.includes(b) && there.includes(a)),
    );
  const rankOf = (text: string): number => {
    const name = text.slice(0, text.indexOf(':'));
    const { namespaces } = ruleset;
    const named = namespaces.findIndex(({ names }) => names.includes(name));
    const at = named < 0 ? namespaces.findIndex(({ names }) => names.includes('*')) : named;
    // Entries of one rank follow the one that has it.
    return namespaces.slice(0, at + 1).filter(({ sameRank }) => sameRank !== true).length;
  };
  const bestRank = ({ identifiers }: Held): number => Math.min(...identifiers.map(rankOf));
  const hand: Hand = {
    // "Of two on one event the later taken is set aside", the event itself coming first.
    screen: (event, keys, profiles) => {
      let side = [keyOf.get(event.id!)!];
      const kept: string[] = [];
      const away: string[] = [];
      for (const key of keys) {
        const holder = profiles.find(({ identifiers }) => identifiers.includes(key));
        const brought = [key, ...(holder === undefined ? [] : sidesOf(holder))];
        if (areCut(side, brought)) {
          away.push(key);
          continue;
        }
        side = [...side, ...brought];
        kept.push(key);
      }
      if (kept.length > 0)
        setAside.push(
          ...away.map((identifier) => ({ event: event.id!, identifier, reason: 'CANNOT_LINK' as const })),
        );
      return kept;
    },
    // "The owners merge, whatever limits and conflicts"; "a cut beats a pin".
    nextPin: (profiles) => {
      for (const [sideA, sideB] of overrides.pins) {
        const [a, b] = [sideA, sideB].map((side) => profiles.findIndex((one) => sidesOf(one).includes(side)));
        if (a! < 0 || b! < 0 || a === b || areCut(sidesOf(profiles[a!]!), sidesOf(profiles[b!]!))) continue;
        const [older, younger] = [Math.min(a!, b!), Math.max(a!, b!)];
        const isYoungerBetter = bestRank(profiles[younger]!) < bestRank(profiles[older]!);
        return survival === 'better-ranked' && isYoungerBetter ? [younger, older] : [older, younger];
      }
      return null;
    },
  };
  // "Exclude: the value counts as blocked."
  const allowed = events.map((event) => ({
    ...event,
    identifiers: event.identifiers.filter(
      ({ namespace, value }) => !overrides.excluded.has(`${namespace}:${value}`),
    ),
  }));
  const { profiles, refusals } = reference(allowed, ruleset, hand);
  return { profiles, refusals: [...refusals, ...setAside] };
}
