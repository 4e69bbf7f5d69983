/**
 * Graphs of identities and dated links, kept free of two values of one unique namespace.
 *
 * `rebuild` throws the links of a graph away and plays them again: those of the newest event first, by rising sum of the
 * priorities of their ends; then all others by that sum, of equal ones the newest first; then by name. A link that would
 * bring two values of a unique namespace together is dropped (a union-find over the identities, each root with its unique
 * values). `trim` takes the oldest identities out of a graph of more than 50, by kind and not by priority.
 *
 * Cost: n log n of the links replayed. A graph of 50 identities has at most 1,225.
 *
 * Source: Adobe Experience Platform, Identity Service: identity optimization algorithm, and guardrails. The published
 * order, "latest event; timestamp by sum", is read as above because the published examples allow no other reading.
 */

import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { IslandKey } from '../island-event.ts';

/** The guardrail: identities in a graph. */
export const MAX_IDENTITIES = 50;

/** Kinds of anonymous identifiers that name a device and not a browser. */
const HARDWARE_NAMESPACES: ReadonlySet<string> = new Set([
  'device_id',
  'advertising_id',
  'android.id',
  'android.idfa',
  'ios.id',
  'ios.idfa',
  'idfa',
  'idfv',
  'gaid',
  'aaid',
]);

interface Link {
  /** Comes before `b` by rank and name, as the keys of an event do. */
  readonly a: IslandKey;
  readonly b: IslandKey;
  /** Place of the event that showed it last, in the order of the island. */
  seenAt: number;
}

export interface Graph {
  readonly members: Map<IdentifierIndex, IslandKey>;
  /** By both ends, see `linkName`. */
  readonly links: Map<string, Link>;
}

export function isUnique({ maxPerProfile }: IslandKey): boolean {
  return maxPerProfile === 1;
}

function makeGraph(): Graph {
  return { members: new Map(), links: new Map() };
}

/** Links every pair of keys, which are in order of rank and name, as of an event. */
export function linkPairs({ members, links }: Graph, keys: readonly IslandKey[], seenAt: number): void {
  keys.forEach((a, place) => {
    members.set(a.identifier, a);
    for (const b of keys.slice(place + 1)) {
      const name = linkName(a, b);
      const known = links.get(name);
      if (known === undefined) links.set(name, { a, b, seenAt });
      else known.seenAt = seenAt;
    }
  });
}

/** One graph with everything of several. */
export function uniteGraphs(graphs: readonly Graph[]): Graph {
  const [first = makeGraph(), ...rest] = graphs.toSorted((a, b) => b.links.size - a.links.size);
  for (const { members, links } of rest) {
    for (const [identifier, key] of members) first.members.set(identifier, key);
    for (const [name, link] of links) first.links.set(name, link);
  }
  return first;
}

/** True when a graph holds two values of a unique namespace. */
export function isCollapsed({ members }: Graph): boolean {
  const seen = new Set<string>();
  for (const key of members.values()) {
    if (!isUnique(key)) continue;
    if (seen.has(key.namespace)) return true;
    seen.add(key.namespace);
  }
  return false;
}

/** The graphs that are left when links are played again; `newest` is the place of the newest event. */
export function rebuild({ members, links }: Graph, newest: number): Graph[] {
  const parts = new Parts(members);
  const order = [...links.values()].sort((a, b) => compareLinks(a, b, newest));
  return parts.graphs(order.filter(({ a, b }) => parts.join(a, b)));
}

/** The graph without its oldest identities beyond the guardrail, and each of these as a graph of its own. */
export function trim(graph: Graph): Graph[] {
  const excess = graph.members.size - MAX_IDENTITIES;
  if (excess <= 0) return [graph];
  const seenAt = new Map<IdentifierIndex, number>();
  for (const { a, b, seenAt: at } of graph.links.values())
    for (const { identifier } of [a, b]) seenAt.set(identifier, Math.max(seenAt.get(identifier) ?? 0, at));
  const seen = ({ identifier }: IslandKey): number => seenAt.get(identifier) ?? 0;
  const oldest = [...graph.members.values()].sort(
    (a, b) => deletionOrder(a) - deletionOrder(b) || seen(a) - seen(b) || compareNames(a, b),
  );
  const gone = new Set(oldest.slice(0, excess));
  const parts = new Parts(graph.members);
  return parts.graphs(
    [...graph.links.values()].filter(({ a, b }) => !gone.has(a) && !gone.has(b) && parts.join(a, b)),
  );
}

/** By rank, then by name. */
export function compareNames(a: IslandKey, b: IslandKey): number {
  return a.rank - b.rank || compareText(a.namespace, b.namespace) || compareText(a.value, b.value);
}

/** Union-find over the members of a graph. */
class Parts {
  readonly #members: ReadonlyMap<IdentifierIndex, IslandKey>;
  readonly #parents = new Map<IdentifierIndex, IdentifierIndex>();
  /** Root → its value in each unique namespace. */
  readonly #uniques = new Map<IdentifierIndex, Map<string, IdentifierIndex>>();

  constructor(members: ReadonlyMap<IdentifierIndex, IslandKey>) {
    this.#members = members;
    for (const [identifier, key] of members) {
      this.#parents.set(identifier, identifier);
      this.#uniques.set(identifier, new Map(isUnique(key) ? [[key.namespace, identifier]] : []));
    }
  }

  /** Joins two members; false when that would bring two values of a unique namespace together. */
  join(a: IslandKey, b: IslandKey): boolean {
    const [root, other] = [this.#root(a.identifier), this.#root(b.identifier)];
    if (root === other) return true;
    const [uniques, others] = [this.#uniques.get(root)!, this.#uniques.get(other)!];
    for (const namespace of others.keys()) if (uniques.has(namespace)) return false;
    for (const [namespace, identifier] of others) uniques.set(namespace, identifier);
    this.#parents.set(other, root);
    return true;
  }

  /** What belongs together, with those of its links that are left. */
  graphs(links: readonly Link[]): Graph[] {
    const graphs = new Map<IdentifierIndex, Graph>();
    for (const [identifier, key] of this.#members) {
      const root = this.#root(identifier);
      if (!graphs.has(root)) graphs.set(root, makeGraph());
      graphs.get(root)!.members.set(identifier, key);
    }
    for (const link of links)
      graphs.get(this.#root(link.a.identifier))!.links.set(linkName(link.a, link.b), link);
    return [...graphs.values()];
  }

  #root(identifier: IdentifierIndex): IdentifierIndex {
    let node = identifier;
    for (let up = this.#parents.get(node)!; up !== node; up = this.#parents.get(node)!) {
      this.#parents.set(node, this.#parents.get(up)!);
      node = up;
    }
    return node;
  }
}

function compareLinks(x: Link, y: Link, newest: number): number {
  return (
    Number(y.seenAt === newest) - Number(x.seenAt === newest) ||
    x.a.rank + x.b.rank - (y.a.rank + y.b.rank) ||
    y.seenAt - x.seenAt ||
    compareNames(x.a, y.a) ||
    compareNames(x.b, y.b)
  );
}

function linkName(a: IslandKey, b: IslandKey): string {
  return `${a.identifier} ${b.identifier}`;
}

/** Partner ids leave a graph first, then cookies, then devices, and what names a person last. */
function deletionOrder({ role, namespace }: IslandKey): number {
  if (role === 'strong') return 3;
  if (role === 'supplementary') return 0;
  return HARDWARE_NAMESPACES.has(namespace) ? 2 : 1;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
