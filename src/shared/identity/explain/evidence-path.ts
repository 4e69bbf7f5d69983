/**
 * The shortest chain of evidence between two targets, and the hop on which it hangs most.
 *
 * Breadth-first search from the far end gives every identifier its distance; walking from the near end towards smaller
 * distances then takes, of all shortest paths, the one whose events come first in canonical order, hop by hop. The
 * weakest hop is the one that the fewest events support; of equals the one with the lowest-ranked identifier, then the
 * one whose first event is latest.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DecisionIndex } from '../identity.ts';
import type { EvidenceGraph } from './evidence-graph.ts';
import { firstEvent, meetingOf } from './evidence-graph.ts';
import type { Explainable, Target } from './explainable.ts';
import { compareIdentifiers } from './explainable.ts';

export interface Hop {
  readonly from: IdentifierIndex;
  readonly to: IdentifierIndex;
  /** The first event that carries both; of a merge made without one, the event at which it was made. */
  readonly event: EventIndex;
  /** How many events of the profile carry both while both are its own; 0 for a merge made without one. */
  readonly eventCount: number;
  /** The merge that stands in for an event, or -1. */
  readonly decision: DecisionIndex;
}

export interface EvidencePath {
  /** The identifier it begins with: of an event, one that it carries. */
  readonly start: IdentifierIndex;
  /** Empty when both ends are events that carry `start`. */
  readonly hops: readonly Hop[];
  /** Position of the weakest hop; -1 without hops. */
  readonly weakest: number;
}

/** null when no chain of events connects the two. Cost: the links of the graph. */
export function shortestPath(
  engine: Explainable,
  graph: EvidenceGraph,
  from: Target,
  to: Target,
): EvidencePath | null {
  const distances = distancesTo(graph, endsOf(graph, to));
  const start = endsOf(graph, from)
    .filter((one) => distances.has(one))
    .toSorted((a, b) => distances.get(a)! - distances.get(b)! || compareIdentifiers(engine, a, b))[0];
  if (start === undefined) return null;
  const hops: Hop[] = [];
  for (let at = start; distances.get(at)! > 0; at = hops.at(-1)!.to)
    hops.push(nextHop(engine, graph, { at, distances }));
  return { start, hops, weakest: weakestOf(engine, hops) };
}

/** Identifiers that a path can begin or end with. */
function endsOf(graph: EvidenceGraph, target: Target): readonly IdentifierIndex[] {
  if (target.kind === 'event') return meetingOf(graph, target.event)?.members ?? [];
  return [target.identifier];
}

/** Hops from every identifier that can reach one of the ends. */
function distancesTo(
  graph: EvidenceGraph,
  ends: readonly IdentifierIndex[],
): ReadonlyMap<IdentifierIndex, number> {
  const distances = new Map<IdentifierIndex, number>(ends.map((end) => [end, 0]));
  const seen = new Set<object>();
  const queue = [...ends];
  for (let next = 0; next < queue.length; next += 1) {
    const distance = distances.get(queue[next]!)! + 1;
    for (const meeting of graph.meetingsOf.get(queue[next]!) ?? []) {
      if (seen.has(meeting)) continue;
      seen.add(meeting);
      for (const member of meeting.members) {
        if (distances.has(member)) continue;
        distances.set(member, distance);
        queue.push(member);
      }
    }
  }
  return distances;
}

/** One hop nearer, by the earliest event on which that can be done. */
function nextHop(
  engine: Explainable,
  graph: EvidenceGraph,
  { at, distances }: { at: IdentifierIndex; distances: ReadonlyMap<IdentifierIndex, number> },
): Hop {
  const wanted = distances.get(at)! - 1;
  const meetings = graph.meetingsOf.get(at)!;
  const meeting = meetings.find(({ members }) => members.some((one) => distances.get(one) === wanted))!;
  const to = meeting.members
    .filter((one) => distances.get(one) === wanted)
    .reduce((best, one) => (compareIdentifiers(engine, one, best) < 0 ? one : best));
  let eventCount = 0;
  for (const { members, events } of meetings) if (members.includes(to)) eventCount += events.length;
  return { from: at, to, event: firstEvent(engine, meeting), eventCount, decision: meeting.decision };
}

function weakestOf(engine: Explainable, hops: readonly Hop[]): number {
  const lowest = ({ from, to }: Hop): number => Math.max(engine.rank(from), engine.rank(to));
  let weakest = -1;
  hops.forEach((hop, position) => {
    const known = hops[weakest];
    const isWeaker =
      known === undefined ||
      (hop.eventCount - known.eventCount ||
        lowest(known) - lowest(hop) ||
        engine.compareEvents(known.event, hop.event)) < 0;
    if (isWeaker) weakest = position;
  });
  return weakest;
}
