/**
 * Adobe's identity graph linking rules, over one plain list of links that is searched anew for every question. Shares no
 * code with the policy. What the pages leave open is marked "Chosen".
 *
 * Pages of AdobeDocs/experience-platform.en, help/identity-service: [1] identity-graph-linking-rules/
 * identity-optimization-algorithm.md, [2] .../namespace-priority.md, [3] .../example-configurations.md,
 * [4] .../troubleshooting.md, [5] features/identity-linking-logic.md, [6] guardrails.md.
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyReference } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys.ts';
import { byName, keysOf } from './keys.ts';

interface Link {
  readonly a: ReferenceKey;
  readonly b: ReferenceKey;
  seen: number;
}

const GUARDRAIL = 50;
const HARDWARE = ['device_id', 'idfa', 'idfv', 'gaid', 'aaid', 'advertising_id'];

export const referenceAdobeIgl: PolicyReference = (events, ruleset) => {
  const nodes = new Map<string, ReferenceKey>();
  let links: Link[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  const primaries: { event: string; primary: ReferenceKey }[] = [];
  for (const [place, event] of events.entries()) {
    const keys = keysOf(event, ruleset);
    if (keys.length === 0) continue;
    const primary = keys[0]!;
    // An event has one primary identity: that of the best-ranked namespace on it [2].
    primaries.push({ event: event.id!, primary });
    // An event with two values of one unique namespace is not taken in [4]. Chosen: it still counts for its primary identity.
    const isRejected = collapsed(keys);
    // Chosen: of more identities than a graph may have, the first ones.
    const linked = isRejected ? [primary] : keys.slice(0, GUARDRAIL);
    for (const key of linked) nodes.set(key.text, key);
    // Every two identities of an event are linked [3], and a link knows when it was last seen [5].
    for (const [i, a] of linked.entries()) {
      for (const b of linked.slice(i + 1)) {
        const known = links.find((link) => link.a.text === a.text && link.b.text === b.text);
        if (known === undefined) links.push({ a, b, seen: place });
        else known.seen = place;
      }
    }
    const graph = component(primary, nodes, links);
    // A graph that would hold two values of a unique namespace is made anew from its links [1].
    if (collapsed(graph)) links = replay(graph, links, { nodes, place });
    const left = new Set(graph.map(({ text }) => text));
    while (left.size > 0) {
      const part = component(nodes.get([...left][0]!)!, nodes, links);
      for (const { text } of part) left.delete(text);
      // A graph of more than 50 gives up its oldest, one kind after the other [6].
      const gone = new Set(oldest(part, links).map(({ text }) => text));
      links = links.filter(({ a, b }) => !gone.has(a.text) && !gone.has(b.text));
    }
    const mine = new Set(component(primary, nodes, links).map(({ text }) => text));
    for (const { text } of keys) {
      if (mine.has(text)) continue;
      const reason = isRejected ? 'TWO_UNIQUES_ON_EVENT' : 'MAPPING_CAP';
      refusals.push({ event: event.id!, identifier: text, reason });
    }
  }
  const profiles: { identifiers: string[]; events: string[] }[] = [];
  const left = new Map(nodes);
  for (const node of nodes.values()) {
    if (!left.has(node.text)) continue;
    const identifiers = component(node, nodes, links).map(({ text }) => text);
    for (const text of identifiers) left.delete(text);
    // Events belong to their primary identity, so anonymous ones go where their cookie goes [1][2].
    const mine = primaries.filter(({ primary }) => identifiers.includes(primary.text));
    profiles.push({ identifiers, events: mine.map(({ event }) => event) });
  }
  return { profiles, refusals };
};

function collapsed(keys: readonly ReferenceKey[]): boolean {
  const unique = keys.filter(({ isUnique }) => isUnique).map(({ namespace }) => namespace);
  return new Set(unique).size < unique.length;
}

function component(
  from: ReferenceKey,
  nodes: ReadonlyMap<string, ReferenceKey>,
  links: readonly Link[],
): ReferenceKey[] {
  const found = new Set([from.text]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { a, b } of links) {
      if (found.has(a.text)) found.add(b.text);
      if (found.has(b.text)) found.add(a.text);
    }
  }
  return [...found].map((text) => nodes.get(text)!);
}

/** Links of the newest event first, then those of better ranks, then newer ones; what would break uniqueness is left out [1]. */
function replay(
  graph: readonly ReferenceKey[],
  links: readonly Link[],
  { nodes, place }: { nodes: ReadonlyMap<string, ReferenceKey>; place: number },
): Link[] {
  const texts = new Set(graph.map(({ text }) => text));
  const mine = links.filter(({ a }) => texts.has(a.text));
  const sum = ({ a, b }: Link): number => a.rank + b.rank;
  // Chosen: where sum and time are equal, by name.
  const names = (x: Link, y: Link): number => byName(x.a, y.a) || byName(x.b, y.b);
  const newest = mine.filter(({ seen }) => seen === place).toSorted((x, y) => sum(x) - sum(y) || names(x, y));
  const others = mine
    .filter(({ seen }) => seen !== place)
    .toSorted((x, y) => sum(x) - sum(y) || y.seen - x.seen || names(x, y));
  let kept = links.filter(({ a }) => !texts.has(a.text));
  for (const link of [...newest, ...others]) {
    const tried = [...kept, link];
    if (!collapsed(component(link.a, nodes, tried))) kept = tried;
  }
  return kept;
}

/** Chosen: an identity is as old as the link that showed it last. */
function oldest(graph: readonly ReferenceKey[], links: readonly Link[]): ReferenceKey[] {
  const seen = (key: ReferenceKey): number =>
    Math.max(0, ...links.filter(({ a, b }) => [a.text, b.text].includes(key.text)).map((link) => link.seen));
  // Partner ids go before cookies, these before devices, these before persons; ranks have no say [6].
  const type = ({ role, namespace }: ReferenceKey): number =>
    [
      role === 'supplementary',
      role === 'anonymous' && !HARDWARE.includes(namespace),
      role === 'anonymous',
      true,
    ].indexOf(true);
  if (graph.length <= GUARDRAIL) return [];
  return graph
    .map((key) => ({ key, type: type(key), seen: seen(key) }))
    .toSorted((a, b) => a.type - b.type || a.seen - b.seen || byName(a.key, b.key))
    .slice(0, graph.length - GUARDRAIL)
    .map(({ key }) => key);
}
