/**
 * The smallest set of events, or of identifier values, without which two targets that are together would be apart.
 *
 * A minimum cut of the evidence graph proposes a set; resolving the island without it decides. Where what was refused
 * before then joins them again, the evidence of that resolution is cut too, and so on; what the set can do without is
 * put back. So a set that is given always separates.
 *
 * It is `minimal` when nothing smaller does: because it is one, because connected components fall apart exactly where
 * their graph does (Menger), or because every smaller set has been tried. Under rules that refuse, taking away an event
 * elsewhere can change who is refused, so a cut of the graph alone proves nothing there.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { EvidenceGraph, Meeting } from './evidence-graph.ts';
import { evidenceOf, meetingOf } from './evidence-graph.ts';
import type { Explainable, Target } from './explainable.ts';
import { commonProfiles, compareIdentifiers, identifiersOn } from './explainable.ts';
import type { Trial, Trials } from './trials.ts';
import type { CutGraph } from './vertex-cut.ts';
import { minimumVertexCut } from './vertex-cut.ts';

export const CUT_KINDS = ['events', 'values'] as const;
export type CutKind = (typeof CUT_KINDS)[number];

export interface Cut {
  readonly kind: CutKind;
  readonly status: 'minimal' | 'not proven minimal' | 'none within the bound';
  /** EventIndexes in order, or IdentifierIndexes; empty when there is none within the bound. */
  readonly items: readonly number[];
}

/** Up to so many links the cut of the graph is exact, whatever it costs. */
const EXACT_LINKS = 2000;
/** Arcs looked at in a larger graph before the cut falls back on what surrounds one of the two. */
const LARGE_GRAPH_VISITS = 5_000_000;
/** A set of more is no answer that anybody could act on. */
const MAX_CUT = 1000;
/** How often the evidence that comes up without a set is cut as well. */
const MAX_ROUNDS = 12;

export interface CutQuestion {
  readonly engine: Explainable;
  readonly a: Target;
  readonly b: Target;
  /** What holds the profiles together that both belong to. */
  readonly graph: EvidenceGraph;
  /** Every event that could bear on them. */
  readonly island: readonly EventIndex[];
  readonly trials: Trials;
}

export function computeMinimalCut(question: CutQuestion, kind: CutKind): Cut {
  return new CutSearch(question, kind).answer();
}

class CutSearch {
  readonly #question: CutQuestion;
  readonly #kind: CutKind;

  constructor(question: CutQuestion, kind: CutKind) {
    this.#question = question;
    this.#kind = kind;
  }

  answer(): Cut {
    const { engine, graph } = this.#question;
    const proposed = proposeCut(graph, this.#question, this.#kind);
    const confirmed = this.#confirm(proposed.items);
    if (confirmed === null) return { kind: this.#kind, status: 'none within the bound', items: [] };
    const isOfGraph = proposed.isExact && confirmed.length === proposed.items.length;
    const smallest =
      isOfGraph && engine.ruleset.policy === 'components' && engine.overrides.length === 0
        ? { items: confirmed, isProven: true }
        : this.#searchSmaller(this.#withoutSpare(confirmed));
    return {
      kind: this.#kind,
      status: smallest.isProven ? 'minimal' : 'not proven minimal',
      items: this.#inOrder(smallest.items),
    };
  }

  /** The set, enlarged until a resolution without it separates; null when that cannot be had within the bounds. */
  #confirm(proposed: readonly number[]): readonly number[] | null {
    let items = proposed;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      if (items.length === 0 || items.length > MAX_CUT) return null;
      const trial = this.#without(items);
      if (trial === null) return null;
      const more = this.#proposeIn(trial);
      if (more === null) return items;
      if (more.length === 0) return null;
      items = [...items, ...more];
    }
    return null;
  }

  /** What would separate them in a trial; null when they are apart there. */
  #proposeIn(trial: Trial): readonly number[] | null {
    const { a, b } = this.#question;
    if (trial.areApart(a, b)) return null;
    const ends = { a: trial.targetOf(a)!, b: trial.targetOf(b)! };
    const graph = evidenceOf(trial.engine, commonProfiles(trial.engine, ends.a, ends.b));
    const { items } = proposeCut(graph, ends, this.#kind);
    return items.map((item) => (this.#kind === 'events' ? trial.eventOf(item) : trial.identifierOf(item)));
  }

  /** Leaves out, one after the other, what the set does not need. */
  #withoutSpare(confirmed: readonly number[]): readonly number[] {
    let items = confirmed;
    if (items.length === 1) return items;
    for (const item of confirmed) {
      const fewer = items.filter((other) => other !== item);
      if (this.#separates(fewer) === true) items = fewer;
    }
    return items;
  }

  /** Tries every smaller set, the smallest first, as far as the budget goes. */
  #searchSmaller(items: readonly number[]): { items: readonly number[]; isProven: boolean } {
    const all = this.#candidates();
    for (let size = 1; size < items.length; size += 1) {
      for (const smaller of subsetsOf(all, size)) {
        const separates = this.#separates(smaller);
        if (separates === null) return { items, isProven: false };
        if (separates) return { items: smaller, isProven: true };
      }
    }
    return { items, isProven: true };
  }

  /** Everything that may be taken away: not what is asked about. */
  #candidates(): readonly number[] {
    const { engine, island, a, b } = this.#question;
    if (this.#kind === 'events')
      return island.filter((event) => [a, b].every((end) => end.kind !== 'event' || end.event !== event));
    const keys = new Set(island.flatMap((event) => identifiersOn(engine, event)));
    return [...keys].filter(
      (one) =>
        engine.rank(one) > 0 && [a, b].every((end) => end.kind !== 'identifier' || end.identifier !== one),
    );
  }

  #separates(items: readonly number[]): boolean | null {
    const trial = this.#without(items);
    return trial === null ? null : trial.areApart(this.#question.a, this.#question.b);
  }

  #without(items: readonly number[]): Trial | null {
    const { trials, island } = this.#question;
    const away = new Set(items);
    return trials.run(island, this.#kind === 'events' ? { withoutEvents: away } : { withoutValues: away });
  }

  #inOrder(items: readonly number[]): readonly number[] {
    const { engine } = this.#question;
    return this.#kind === 'events'
      ? items.toSorted((a, b) => engine.compareEvents(a, b))
      : items.toSorted((a, b) => compareIdentifiers(engine, a, b));
  }
}

/** Sets of that size, in the order of the list. */
function* subsetsOf(all: readonly number[], size: number): Generator<readonly number[]> {
  const places = Array.from({ length: size }, (_, place) => place);
  if (size > all.length) return;
  for (;;) {
    yield places.map((place) => all[place]!);
    let last = size - 1;
    while (last >= 0 && places[last] === all.length - size + last) last -= 1;
    if (last < 0) return;
    places[last]! += 1;
    for (let next = last + 1; next < size; next += 1) places[next] = places[next - 1]! + 1;
  }
}

interface Proposal {
  /** Empty when nothing separates the two. */
  readonly items: readonly number[];
  readonly isExact: boolean;
}

function proposeCut(
  graph: EvidenceGraph,
  ends: { readonly a: Target; readonly b: Target },
  kind: CutKind,
): Proposal {
  const vertices = new Vertices(graph, ends, kind);
  const [from, to] = [vertices.of(ends.a), vertices.of(ends.b)];
  if (from === undefined || to === undefined) return { items: [], isExact: false };
  const maxVisits = graph.linkCount <= EXACT_LINKS ? Number.POSITIVE_INFINITY : LARGE_GRAPH_VISITS;
  const answer = minimumVertexCut(vertices.graph, from, to, maxVisits);
  if (answer.found === 'inseparable') return { items: [], isExact: true };
  if (answer.found === 'cut') return { items: vertices.itemsOf(answer.vertices), isExact: true };
  const around = [vertices.around(from), vertices.around(to)].filter((items) => items.length > 0);
  return { items: around.toSorted((x, y) => x.length - y.length)[0] ?? [], isExact: false };
}

/** Identifiers and meetings as the vertices of one graph; what may be taken away has a price. */
class Vertices {
  readonly graph: CutGraph;
  readonly #evidence: EvidenceGraph;
  readonly #kind: CutKind;
  readonly #identifiers: readonly IdentifierIndex[];
  readonly #meetings: readonly Meeting[];
  readonly #vertexOf = new Map<IdentifierIndex | Meeting, number>();

  constructor(evidence: EvidenceGraph, { a, b }: { readonly a: Target; readonly b: Target }, kind: CutKind) {
    this.#evidence = evidence;
    this.#kind = kind;
    const endings = [a, b].flatMap((end) => (end.kind === 'event' ? [meetingOf(evidence, end.event)] : []));
    // Without its only identifier an event would be nobody's, and not somebody else's.
    const sole = new Set(
      endings.flatMap((meeting) => (meeting?.members.length === 1 ? meeting.members : [])),
    );
    this.#identifiers = [...evidence.meetingsOf.keys()];
    this.#meetings = evidence.meetings.filter(
      (meeting) => meeting.members.length > 1 || endings.includes(meeting),
    );
    for (const one of [...this.#identifiers, ...this.#meetings]) this.#vertexOf.set(one, this.#vertexOf.size);
    this.graph = {
      capacities: [
        ...this.#identifiers.map((one) =>
          kind === 'values' && !sole.has(one) ? 1 : Number.POSITIVE_INFINITY,
        ),
        // The meeting of an event that is asked about stays, with that event.
        ...this.#meetings.map((meeting) =>
          kind === 'values' || meeting.events.length === 0 || endings.includes(meeting)
            ? Number.POSITIVE_INFINITY
            : meeting.events.length,
        ),
      ],
      edges: this.#meetings.flatMap((meeting) =>
        meeting.members.map((member) => [this.#vertexOf.get(member)!, this.#vertexOf.get(meeting)!] as const),
      ),
    };
  }

  of(target: Target): number | undefined {
    if (target.kind === 'identifier') return this.#vertexOf.get(target.identifier);
    const meeting = meetingOf(this.#evidence, target.event);
    return meeting === undefined ? undefined : this.#vertexOf.get(meeting);
  }

  itemsOf(vertices: readonly number[]): readonly number[] {
    if (this.#kind === 'values') return vertices.map((vertex) => this.#identifiers[vertex]!);
    return vertices.flatMap((vertex) => this.#meetings[vertex - this.#identifiers.length]!.events);
  }

  /** What lies between a vertex and everything else: a cut, if a poor one. Empty when something of it must stay. */
  around(vertex: number): readonly number[] {
    const step = (from: readonly number[]): number[] => {
      const inside = new Set(from);
      const found = new Set<number>();
      for (const [member, meeting] of this.graph.edges) {
        if (inside.has(member)) found.add(meeting);
        if (inside.has(meeting)) found.add(member);
      }
      found.delete(vertex);
      return [...found];
    };
    let ring = step([vertex]);
    const isIdentifier = vertex < this.#identifiers.length;
    if (isIdentifier === (this.#kind === 'values')) ring = step(ring);
    return ring.every((one) => Number.isFinite(this.graph.capacities[one])) ? this.itemsOf(ring) : [];
  }
}
