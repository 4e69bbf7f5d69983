/**
 * Segment's Unify, step by step, over plain objects and in arrival order. Shares no code with the policy. What the pages
 * leave open is marked "Chosen".
 *
 * Pages of segmentio/segment-docs, src: [1] unify/identity-resolution/identity-resolution-onboarding.md,
 * [2] unify/identity-resolution/identity-resolution-settings.md, [3] unify/profile-api-limits.md; and of segment.com/docs:
 * [4] personas/identity-resolution/identity-graph-rules, [5] guides/personas/how-do-you-handle-identity-merging.
 */

import type { Identifier } from '#shared/event/event.ts';
import type { ReasonCode } from '#shared/identity/identity.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome, PolicyReference } from '../policy-oracle.ts';
import type { Hand } from './folding-by-hand.ts';
import { NO_HAND } from './folding-by-hand.ts';

interface Profile {
  readonly founded: number;
  /** Identifier → when it was last seen; -Infinity for undated events. */
  readonly seen: Map<string, number>;
  readonly events: string[];
  merges: number;
}

interface Terms {
  readonly rank: number;
  readonly max: number;
  readonly windowMs: number;
  readonly isKey: boolean;
}

export const referenceSegmentUnify = ((events, ruleset, hand: Hand = NO_HAND) => {
  const terms = termsOf(ruleset);
  let profiles: Profile[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  const held = () =>
    profiles.map(({ seen, events: credited }) => ({ identifiers: [...seen.keys()], events: credited }));
  for (const [place, event] of events.entries()) {
    const now = event.at ?? Number.NEGATIVE_INFINITY;
    // Blocked values are no identifiers; the suggested ones are exact, or a pattern [1].
    const carried = event.identifiers
      .filter(({ value }) => !/^(?:-1|null|anonymous|[0-]*)$/.test(value))
      .filter(({ namespace }) => terms(namespace).isKey);
    // After user_id and email, types have priority in the order of the alphabet, also one never seen before [1]. Chosen:
    // values of one type too.
    const byPriority = carried.toSorted(
      (a, b) =>
        terms(a.namespace).rank - terms(b.namespace).rank ||
        compare(a.namespace, b.namespace) ||
        compare(a.value, b.value),
    );
    const kept = hand.screen(event, inTakingOrder(byPriority.map(textOf), profiles, terms), held());
    const left = byPriority.map(textOf).filter((text) => kept.includes(text));
    const demoted: { identifier: string; reason: ReasonCode }[] = [];
    while (left.length > 0) {
      // Whoever has any of the identifiers is a candidate [4].
      const matched = profiles.filter(({ seen }) => left.some((one) => seen.has(one)));
      const reason = violation(matched, left, { now, terms, ruleset });
      if (reason !== null) {
        // What breaks a rule is tried again without its identifier of the lowest priority [1][4].
        demoted.push({ identifier: left.pop()!, reason });
        continue;
      }
      // Nobody has any: a new profile. Else all candidates become one, with the identifiers of the event [4][5].
      const profile = unite(matched, place);
      profiles = [...profiles.filter((one) => !matched.includes(one)), profile];
      profiles.sort((a, b) => a.founded - b.founded);
      for (const one of left) profile.seen.set(one, now);
      profile.events.push(event.id!);
      // Chosen: what the profile holds anyway was not kept from it.
      for (const one of demoted)
        if (!profile.seen.has(one.identifier)) refusals.push({ event: event.id!, ...one });
      break;
    }
    for (let pin = hand.nextPin(held()); pin !== null; pin = hand.nextPin(held())) {
      const pinned = pin.map((at) => profiles[at]!);
      profiles = [...profiles.filter((one) => !pinned.includes(one)), unite(pinned, place)];
      profiles.sort((a, b) => a.founded - b.founded);
    }
  }
  return { profiles: held(), refusals } satisfies PolicyOutcome;
}) satisfies PolicyReference;

/** Chosen: what is set aside by hand is looked for by rank, then in what older profiles have, then by name. */
function inTakingOrder(
  texts: readonly string[],
  profiles: readonly Profile[],
  terms: (namespace: string) => Terms,
): string[] {
  const founded = (text: string): number =>
    profiles.find(({ seen }) => seen.has(text))?.founded ?? Number.POSITIVE_INFINITY;
  const rank = (text: string): number => terms(namespaceOf(text)).rank;
  return texts.toSorted(
    (a, b) => rank(a) - rank(b) || (founded(a) === founded(b) ? 0 : founded(a) - founded(b)) || compare(a, b),
  );
}

function textOf({ namespace, value }: Identifier): string {
  return `${namespace}:${value}`;
}

/** What the candidates and the event have together keeps within the limits of every type [1], 100 merges and 1,000 identifiers [3]. */
function violation(
  matched: readonly Profile[],
  left: readonly string[],
  { now, terms, ruleset }: { now: number; terms: (namespace: string) => Terms; ruleset: Ruleset },
): ReasonCode | null {
  // Chosen: an event that changes nothing breaks nothing, as nothing is undone later [2].
  if (matched.length === 1 && left.every((one) => matched[0]!.seen.has(one))) return null;
  const merges = matched.reduce((sum, one) => sum + one.merges, 0) + matched.length - 1;
  if (merges > (ruleset.caps?.merges?.max ?? Number.POSITIVE_INFINITY)) return 'MERGE_CAP';
  const union = new Map(matched.flatMap(({ seen }) => [...seen]));
  for (const one of left) union.set(one, now);
  if (union.size > (ruleset.caps?.identifiers?.max ?? Number.POSITIVE_INFINITY)) return 'MAPPING_CAP';
  const broken = new Set<ReasonCode>();
  for (const namespace of new Set([...union.keys()].map(namespaceOf))) {
    const { max, windowMs } = terms(namespace);
    // Chosen: a window counts from when a value was last seen, its edge not included; undated events come before it.
    const counted = [...union].filter(
      ([one, seen]) => namespaceOf(one) === namespace && (seen === now || now - seen < windowMs),
    );
    const isEver = windowMs === Number.POSITIVE_INFINITY;
    const count = isEver
      ? [...union.keys()].filter((one) => namespaceOf(one) === namespace).length
      : counted.length;
    if (count > max) broken.add(isEver ? 'LIMIT_EXCEEDED' : 'TIME_LIMIT_EXCEEDED');
  }
  // Chosen: of several broken rules a limit without a window is named first.
  return broken.has('LIMIT_EXCEEDED') ? 'LIMIT_EXCEEDED' : ([...broken][0] ?? null);
}

/** The profile that was made first takes in the others [5]. */
function unite(matched: readonly Profile[], place: number): Profile {
  return {
    founded: Math.min(place, ...matched.map(({ founded }) => founded)),
    seen: new Map(matched.flatMap(({ seen }) => [...seen])),
    events: matched.flatMap(({ events }) => events),
    merges: matched.reduce((sum, one) => sum + one.merges + 1, 0) - (matched.length > 0 ? 1 : 0),
  };
}

function termsOf(ruleset: Ruleset): (namespace: string) => Terms {
  const named = new Map<string, Terms>();
  let rank = 0;
  for (const rule of ruleset.namespaces) {
    if (rule.sameRank !== true) rank += 1;
    const limit = rule.limit?.perProfile;
    for (const name of rule.names)
      named.set(name, {
        rank,
        max: limit?.max ?? Number.POSITIVE_INFINITY,
        windowMs: (limit?.windowDays ?? Number.POSITIVE_INFINITY) * 86_400_000,
        isKey: rule.role !== 'recorded',
      });
  }
  return (namespace) => named.get(namespace) ?? named.get('*')!;
}

function namespaceOf(identifier: string): string {
  return identifier.slice(0, identifier.indexOf(':'));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
