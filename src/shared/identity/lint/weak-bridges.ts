/**
 * Single events that hold two large parts of a profile together: without the event the profile falls into them.
 *
 * The keys of a profile and those of its events that carry several form a graph; an edge between an event and a key is
 * a bridge when nothing else connects its two sides (Tarjan, see `bridges.ts`). The size of a side is the number of
 * its events, summed up along a spanning tree. Cost: linear in the keys on the profile's events.
 */

import type { Slices } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Link } from '../bridges.ts';
import { bridgesInSlices } from '../bridges.ts';
import type { ProfileIndex } from '../identity.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, mending, nameOf } from './finding.ts';

/** A part is large when it has so many events, and this share of the profile's. */
const FEWEST_EVENTS = 5;
const SMALLEST_SHARE = 0.2;
/** A device whose owner has logged in on it once is usual; it is graver the more hangs on it. */
const MANY_EVENTS = 20;
/** Events of profiles between two pauses. */
const EVENTS_AT_ONCE = 8192;

interface WeakBridge {
  readonly profile: ProfileIndex;
  readonly event: EventIndex;
  /** The key on the far side of the bridge. */
  readonly identifier: IdentifierIndex;
  /** Another key of the event. */
  readonly other: IdentifierIndex;
  /** Events on the smaller side. */
  readonly smaller: number;
  readonly events: number;
}

export const weakBridges: Lint = {
  kind: 'weak-bridge',
  *find(subject) {
    const { engine, census } = subject;
    const gravest = new Gravest<WeakBridge>();
    const places = new Int32Array(census.keys.length).fill(-1);
    let sincePause = 0;
    for (let profile = 0; profile < engine.profileCount; profile += 1) {
      if (!engine.isPresent(profile) || engine.eventCount(profile) < FEWEST_EVENTS * 2) continue;
      sincePause += engine.eventCount(profile);
      if (sincePause >= EVENTS_AT_ONCE) {
        sincePause = 0;
        yield;
      }
      const graph = new ProfileGraph(subject, profile);
      yield* graph.read(places);
      for (const bridge of yield* graph.weakBridges()) gravest.add(bridge.smaller, bridge);
    }
    return gravest.found((bridge) => describe(subject, bridge));
  },
};

class ProfileGraph {
  readonly #subject: LintSubject;
  readonly #profile: ProfileIndex;
  readonly #events: readonly EventIndex[];
  /** Node → events that count for it: those with one key for the key, others for themselves. */
  readonly #weights: number[] = [];
  /** Node → the event it stands for, or -1. */
  readonly #eventOf: EventIndex[] = [];
  readonly #keys: IdentifierIndex[] = [];
  readonly #edges: Link[] = [];

  constructor(subject: LintSubject, profile: ProfileIndex) {
    this.#subject = subject;
    this.#profile = profile;
    this.#events = subject.engine.eventsOf(profile);
  }

  /** To be called once. `places` is scratch: IdentifierIndex → node, -1 before and after. */
  *read(places: Int32Array): Slices {
    for (const [at, event] of this.#events.entries()) {
      if (at % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) yield;
      this.#enter(event, places);
    }
    for (const key of this.#keys) if (key >= 0) places[key] = -1;
  }

  /** One a bridging event: that with the larger smaller side. */
  *weakBridges(): Slices<WeakBridge[]> {
    const total = this.#events.length;
    const least = Math.max(FEWEST_EVENTS, total * SMALLEST_SHARE);
    const { parent, sums, component } = yield* this.#span();
    const best = new Map<EventIndex, WeakBridge>();
    const isBridgeAt = yield* bridgesInSlices(this.#weights.length, this.#edges);
    isBridgeAt.forEach((isBridge, position) => {
      if (!isBridge) return;
      const { from, to } = this.#edges[position]!;
      const below = sums[parent[to] === from ? to : from]!;
      const smaller = Math.min(below, component[from]! - below);
      const event = this.#eventOf[from]!;
      if (smaller < least || smaller <= (best.get(event)?.smaller ?? 0)) return;
      const identifier = this.#keys[to]!;
      const other = this.#subject.census.keysOn(event).find((key) => key !== identifier)!;
      best.set(event, { profile: this.#profile, event, identifier, other, smaller, events: total });
    });
    return [...best.values()];
  }

  #enter(event: EventIndex, places: Int32Array): void {
    const keys = this.#subject.census.keysOn(event);
    const nodes = keys.map((key) => {
      if (places[key]! < 0) places[key] = this.#addNode(-1, key, 0);
      return places[key]!;
    });
    if (nodes.length === 1) this.#weights[nodes[0]!]! += 1;
    if (nodes.length < 2) return;
    const from = this.#addNode(event, -1, 1);
    for (const to of nodes) this.#edges.push({ from, to });
  }

  #addNode(event: EventIndex, key: IdentifierIndex, weight: number): number {
    this.#eventOf.push(event);
    this.#keys.push(key);
    return this.#weights.push(weight) - 1;
  }

  /** A spanning forest: parent of each node, events at and below it, and events of its whole tree. */
  *#span(): Slices<{ parent: Int32Array; sums: number[]; component: number[] }> {
    const size = this.#weights.length;
    const neighbours = Array.from({ length: size }, (): number[] => []);
    for (const { from, to } of this.#edges) {
      neighbours[from]!.push(to);
      neighbours[to]!.push(from);
    }
    const parent = new Int32Array(size).fill(-1);
    const root = new Int32Array(size).fill(-1);
    const order: number[] = [];
    for (let start = 0; start < size; start += 1) {
      if (root[start]! >= 0) continue;
      root[start] = start;
      order.push(start);
      for (let i = order.length - 1; i < order.length; i += 1) {
        if (i % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) yield;
        for (const next of neighbours[order[i]!]!) {
          if (root[next]! >= 0) continue;
          root[next] = start;
          parent[next] = order[i]!;
          order.push(next);
        }
      }
    }
    const sums = this.#weights.slice();
    for (const node of order.toReversed()) if (parent[node]! >= 0) sums[parent[node]!]! += sums[node]!;
    return { parent, sums, component: Array.from(root, (start) => sums[start]!) };
  }
}

function describe({ engine }: LintSubject, bridge: WeakBridge): Finding {
  const { profile, event, identifier, other, smaller, events } = bridge;
  const { identifierTable } = engine.store;
  return {
    kind: 'weak-bridge',
    severity: smaller >= MANY_EVENTS ? 'medium' : 'low',
    identifiers: [identifier, other],
    profiles: [profile],
    namespaces: [],
    counts: [
      { of: 'events of the smaller part', count: smaller },
      { of: 'events', count: events },
    ],
    evidence: [event],
    sentence: `Only one event ties ${nameOf(engine, identifier)} to ${nameOf(engine, other)}: without it, ${smaller} of the profile's ${events} events would stand alone`,
    touched: { events: smaller, profiles: 1 },
    ...mending(
      { kind: 'cut', a: identifierTable.get(identifier), b: identifierTable.get(other) },
      'let nobody log in for somebody else',
    ),
  };
}
