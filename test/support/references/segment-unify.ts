/**
 * Segment's Unify, step by step from the rules its documentation publishes (Identity Resolution: settings, limits and
 * merge protection), over plain objects and in arrival order. Shares no code with the policy. What the documentation
 * leaves open is marked "Chosen".
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome, PolicyReference } from '../policy-oracle.ts';

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

export const referenceSegmentUnify: PolicyReference = (events, ruleset) => {
  const terms = termsOf(ruleset);
  let profiles: Profile[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  for (const [place, event] of events.entries()) {
    const now = event.at ?? Number.NEGATIVE_INFINITY;
    // "Promote identifiers; drop blocked values."
    const carried = event.identifiers
      .filter(({ value }) => !/^(?:-1|null|anonymous|[0-]*)$/.test(value))
      .filter(({ namespace }) => terms(namespace).isKey);
    // "rank 1 user_id, rank 2 email, then alphabetical; an unseen type enters alphabetically". Chosen: values of one
    // type alphabetically too.
    const byPriority = carried.toSorted(
      (a, b) =>
        terms(a.namespace).rank - terms(b.namespace).rank ||
        compare(a.namespace, b.namespace) ||
        compare(a.value, b.value),
    );
    const left = byPriority.map(({ namespace, value }) => `${namespace}:${value}`);
    const demoted: { identifier: string; reason: ReasonCode }[] = [];
    while (left.length > 0) {
      // "Find all profiles that own any remaining identifier."
      const matched = profiles.filter(({ seen }) => left.some((one) => seen.has(one)));
      const reason = violation(matched, left, { now, terms, ruleset });
      if (reason !== null) {
        // "Not OK: demote the lowest-priority identifier present on the event and go to 2 with the rest."
        demoted.push({ identifier: left.pop()!, reason });
        continue;
      }
      // "None: create a profile with all of them." "OK: merge all into the oldest profile, attach the identifiers."
      const profile = unite(matched, place);
      profiles = [...profiles.filter((one) => !matched.includes(one)), profile];
      for (const one of left) profile.seen.set(one, now);
      profile.events.push(event.id!);
      // Chosen: what the profile holds anyway was not kept from it.
      for (const one of demoted)
        if (!profile.seen.has(one.identifier)) refusals.push({ event: event.id!, ...one });
      break;
    }
  }
  return {
    profiles: profiles.map(({ seen, events: credited }) => ({
      identifiers: [...seen.keys()],
      events: credited,
    })),
    refusals,
  } satisfies PolicyOutcome;
};

/** "Candidate = union of matched profiles + the event's identifiers. ≤ 100 merges, ≤ 1000 mappings, every type within its limit/window." */
function violation(
  matched: readonly Profile[],
  left: readonly string[],
  { now, terms, ruleset }: { now: number; terms: (namespace: string) => Terms; ruleset: Ruleset },
): ReasonCode | null {
  // Chosen: an event that changes nothing breaks nothing ("does not retroactively undo").
  if (matched.length === 1 && left.every((one) => matched[0]!.seen.has(one))) return null;
  const merges = matched.reduce((sum, one) => sum + one.merges, 0) + matched.length - 1;
  if (merges > (ruleset.caps?.merges?.max ?? Number.POSITIVE_INFINITY)) return 'MERGE_CAP';
  const union = new Map(matched.flatMap(({ seen }) => [...seen]));
  for (const one of left) union.set(one, now);
  if (union.size > (ruleset.caps?.identifiers?.max ?? Number.POSITIVE_INFINITY)) return 'MAPPING_CAP';
  const broken = new Set<ReasonCode>();
  for (const namespace of new Set([...union.keys()].map(namespaceOf))) {
    const { max, windowMs } = terms(namespace);
    // "window measured from last-seen, edge exclusive". Chosen: undated events happened before all dated ones.
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

/** "The first user profile ever created becomes the parent." */
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
