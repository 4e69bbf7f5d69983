/**
 * The identifiers of one profile as a graph, for drawing: what it holds or held, which of them met on its events, the
 * meetings that everything hangs on, the merges along the log, and where refused or handed-over identifiers lead.
 *
 * Bounded: of more than 300 identifiers those on most events are kept and the rest counted.
 */

import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { findBridges } from './bridges.ts';
import type { DecisionIndex, Identity, ProfileIndex } from './identity.ts';

export const MAX_NODES = 300;
const MAX_EVIDENCE = 5;

export interface NeighbourhoodNode {
  readonly identifier: IdentifierIndex;
  /** The profile that it first joined, as of then: nodes of one group were together before any merge. */
  readonly group: ProfileIndex;
  /** Events of the profile that carry it, the first and the last; -1 when there are none. */
  readonly events: number;
  readonly firstEvent: EventIndex;
  readonly lastEvent: EventIndex;
  readonly isHeld: boolean;
  /** The present profile that holds it instead, or -1: this one does, or nobody. */
  readonly elsewhere: ProfileIndex;
}

export type LinkKind = 'evidence' | 'refused' | 'handed-over';

export interface NeighbourhoodEdge {
  /** Positions in `nodes`. */
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
  readonly events: number;
  /** The earliest, at most 5. */
  readonly evidence: readonly EventIndex[];
  /** Without it the evidence falls apart. */
  readonly bridge: boolean;
  /** Numbers of the merges that came about on it, from 1 along the log. */
  readonly merges: readonly number[];
}

export interface Neighbourhood {
  readonly nodes: readonly NeighbourhoodNode[];
  readonly edges: readonly NeighbourhoodEdge[];
  /** Merges along the log; the first has number 1. */
  readonly merges: readonly DecisionIndex[];
  readonly omitted: number;
}

type Source = Identity & { readonly store: EventStore };

interface Presence {
  events: number;
  firstEvent: EventIndex;
  lastEvent: EventIndex;
}

interface EdgeDraft {
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
  events: number;
  readonly evidence: EventIndex[];
  bridge: boolean;
  readonly merges: number[];
}

/** Assumes a present profile. Cost: its events, times the pairs of identifiers that are kept on each. */
export function computeNeighbourhood(engine: Source, profile: ProfileIndex): Neighbourhood {
  return new Drawing(engine, profile).finish();
}

class Drawing {
  readonly #engine: Source;
  readonly #profile: ProfileIndex;
  readonly #events: readonly EventIndex[];
  readonly #presence = new Map<IdentifierIndex, Presence>();
  readonly #nodes: IdentifierIndex[] = [];
  readonly #places = new Map<IdentifierIndex, number>();
  readonly #groups = new Map<IdentifierIndex, ProfileIndex>();
  readonly #edges: EdgeDraft[] = [];
  readonly #edgeAt = new Map<string, EdgeDraft>();
  readonly #omitted = new Set<IdentifierIndex>();

  constructor(engine: Source, profile: ProfileIndex) {
    this.#engine = engine;
    this.#profile = profile;
    this.#events = engine.eventsOf(profile);
  }

  finish(): Neighbourhood {
    this.#countPresence();
    this.#placeMembers();
    this.#drawEvidence();
    const merges = this.#drawDecisions();
    this.#markBridges();
    return {
      nodes: this.#nodes.map((identifier) => this.#node(identifier)),
      edges: this.#edges,
      merges,
      omitted: this.#omitted.size,
    };
  }

  #countPresence(): void {
    for (const event of this.#events) {
      for (const identifier of this.#carriedBy(event)) {
        const known = this.#presence.get(identifier);
        if (known === undefined) {
          this.#presence.set(identifier, { events: 1, firstEvent: event, lastEvent: event });
        } else {
          known.events += 1;
          known.lastEvent = event;
        }
      }
    }
  }

  /** Identifiers that the profile holds or held: those on most events, then in the order in which they came. */
  #placeMembers(): void {
    for (const { identifier, profile } of this.#engine.membershipsOf(this.#profile)) {
      if (!this.#groups.has(identifier)) this.#groups.set(identifier, profile);
    }
    const members = [...this.#groups.keys()];
    members.sort((a, b) => this.#eventsWith(b) - this.#eventsWith(a));
    for (const identifier of members) this.#place(identifier);
  }

  #drawEvidence(): void {
    for (const event of this.#events) {
      const places: number[] = [];
      for (const identifier of this.#carriedBy(event)) {
        const place = this.#places.get(identifier);
        if (place !== undefined) places.push(place);
      }
      for (let i = 0; i < places.length; i += 1) {
        for (let j = i + 1; j < places.length; j += 1) {
          const edge = this.#edge(places[i]!, places[j]!, 'evidence');
          edge.events += 1;
          if (edge.evidence.length < MAX_EVIDENCE) edge.evidence.push(event);
        }
      }
    }
  }

  /** Numbers the merges on their edges and adds links to what was refused or changed hands. */
  #drawDecisions(): DecisionIndex[] {
    const merges: DecisionIndex[] = [];
    for (const index of this.#engine.decisionsOf(this.#profile)) {
      const { action, reason, identifier, via } = this.#engine.decision(index);
      if (action === 'merge') {
        merges.push(index);
        // No event stands for a merge that was made by hand.
        if (reason === 'MUST_LINK') continue;
        const from = this.#places.get(identifier);
        const to = this.#places.get(via);
        if (from !== undefined && to !== undefined)
          this.#edge(from, to, 'evidence').merges.push(merges.length);
      }
      if (action === 'refuse') this.#drawLink(index, 'refused');
      if (action === 'hand-over') this.#drawLink(index, 'handed-over');
    }
    return merges;
  }

  /** A link between the two sides of a decision: the identifier it is about and the best one of the other side. */
  #drawLink(index: DecisionIndex, kind: LinkKind): void {
    const engine = this.#engine;
    const { profile, other, identifier, event, lastEvent, count } = engine.decision(index);
    if (other < 0) return;
    const isOurs = engine.canonical(profile) === this.#profile;
    const counterpart = engine.canonical(isOurs ? other : profile);
    if (counterpart === this.#profile) return;
    const far = this.#groups.has(identifier)
      ? engine.bestIdentifier(counterpart)
      : engine.bestIdentifier(this.#profile);
    const from = this.#place(identifier);
    const to = this.#place(far);
    if (from < 0 || to < 0 || from === to) return;
    const edge = this.#edge(from, to, kind);
    edge.events += count;
    for (const evidence of event === lastEvent ? [event] : [event, lastEvent])
      if (edge.evidence.length < MAX_EVIDENCE) edge.evidence.push(evidence);
  }

  #markBridges(): void {
    const evidence = this.#edges.filter((edge) => edge.kind === 'evidence');
    findBridges(this.#nodes.length, evidence).forEach((isBridge, position) => {
      evidence[position]!.bridge = isBridge;
    });
  }

  /** Keys on an event, each once. */
  #carriedBy(event: EventIndex): Set<IdentifierIndex> {
    const { store } = this.#engine;
    const carried = new Set<IdentifierIndex>();
    const end = store.identifierEnds.at(event);
    for (let i = store.identifierStart(event); i < end; i += 1) {
      const key = this.#engine.keyOf(store.identifiers.at(i));
      if (this.#engine.rank(key) > 0) carried.add(key);
    }
    return carried;
  }

  #eventsWith(identifier: IdentifierIndex): number {
    return this.#presence.get(identifier)?.events ?? 0;
  }

  /** Position of a node, made if there is room; else -1. */
  #place(identifier: IdentifierIndex): number {
    const known = this.#places.get(identifier);
    if (known !== undefined) return known;
    if (this.#nodes.length >= MAX_NODES) {
      this.#omitted.add(identifier);
      return -1;
    }
    this.#places.set(identifier, this.#nodes.length);
    return this.#nodes.push(identifier) - 1;
  }

  #edge(a: number, b: number, kind: LinkKind): EdgeDraft {
    const from = Math.min(a, b);
    const to = Math.max(a, b);
    const key = `${from} ${to} ${kind}`;
    let edge = this.#edgeAt.get(key);
    if (edge === undefined) {
      edge = { from, to, kind, events: 0, evidence: [], bridge: false, merges: [] };
      this.#edgeAt.set(key, edge);
      this.#edges.push(edge);
    }
    return edge;
  }

  #node(identifier: IdentifierIndex): NeighbourhoodNode {
    const owner = this.#engine.ownerOf(identifier);
    const isHeld = this.#engine.ownersOf(identifier).includes(this.#profile);
    const presence = this.#presence.get(identifier);
    return {
      identifier,
      group: this.#groups.get(identifier) ?? owner,
      events: presence?.events ?? 0,
      firstEvent: presence?.firstEvent ?? -1,
      lastEvent: presence?.lastEvent ?? -1,
      isHeld,
      elsewhere: isHeld ? -1 : owner,
    };
  }
}
