/**
 * Two namespaces that name people and never meet on an event: nothing but a third identifier can join the people they
 * name. Devices and cookies of different places never meet by nature, and are left out.
 */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { NamespaceIndex } from '../../event/identifier-table.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, mending } from './finding.ts';

/** Fewer values say nothing about what is sent together. */
const FEWEST_VALUES = 3;
/** Bits of a mask; of more namespaces those with most values are compared. */
const MOST_NAMESPACES = 31;

interface Pair {
  readonly a: NamespaceIndex;
  readonly b: NamespaceIndex;
  readonly values: number;
  /** Profiles that hold both, through something else. */
  readonly profiles: number;
}

export const namespacesNeverMeet: Lint = {
  kind: 'namespaces-never-meet',
  *find(subject) {
    const { engine, census } = subject;
    const values = new Uint32Array(census.strongNumber.length);
    const namespaces = namespacesOfPeople(subject, values);
    const bits = new Int32Array(values.length);
    namespaces.forEach((namespace, bit) => (bits[namespace] = 1 << bit));
    const met = metOnEvents(subject, bits, namespaces.length);
    const held = new Int32Array(engine.profileCount);
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      const owner = census.isKey(identifier) ? engine.ownerOf(identifier) : -1;
      if (owner >= 0) held[owner]! |= bits[census.namespaceOf(identifier)]!;
    }
    const gravest = new Gravest<Pair>();
    namespaces.forEach((a, i) => {
      namespaces.slice(i + 1).forEach((b) => {
        const both = bits[a]! | bits[b]!;
        if ((met[i]! & bits[b]!) !== 0) return;
        let profiles = 0;
        for (const mask of held) if ((mask & both) === both) profiles += 1;
        const fewer = Math.min(values[a]!, values[b]!);
        gravest.add(profiles === 0 ? fewer : 0, { a, b, values: fewer, profiles });
      });
    });
    return gravest.found((pair) => describe(subject, pair));
  },
};

/** Strong and supplementary namespaces with enough values, those with most values first; counts values. */
function namespacesOfPeople({ census }: LintSubject, values: Uint32Array): NamespaceIndex[] {
  for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
    if (census.isKey(identifier) && !census.isAnonymous(identifier))
      values[census.namespaceOf(identifier)]! += 1;
  }
  return Array.from(values.keys())
    .filter((namespace) => values[namespace]! >= FEWEST_VALUES)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, MOST_NAMESPACES);
}

/** Place of a namespace in the list → bits of those that met it. */
function metOnEvents({ engine, census }: LintSubject, bits: Int32Array, count: number): Int32Array {
  const { store } = engine;
  const met = new Int32Array(count);
  for (const event of census.rows) {
    let mask = 0;
    for (let i = store.identifierStart(event); i < store.identifierEnds.at(event); i += 1) {
      const identifier = engine.keyOf(store.identifiers.at(i));
      if (census.isKey(identifier)) mask |= bits[census.namespaceOf(identifier)]!;
    }
    if ((mask & (mask - 1)) === 0) continue;
    for (let bit = 0; bit < count; bit += 1) if ((mask & (1 << bit)) !== 0) met[bit]! |= mask;
  }
  return met;
}

function describe({ engine }: LintSubject, { a, b, values, profiles }: Pair): Finding {
  const { namespaceNames } = engine.store.identifierTable;
  const [first, second] = [namespaceNames[a]!, namespaceNames[b]!];
  const joined =
    profiles === 0
      ? 'and no profile holds both, so the people they name cannot be joined'
      : `and only through something else ${profiles === 1 ? 'one profile holds' : `${profiles} profiles hold`} both`;
  return {
    kind: 'namespaces-never-meet',
    severity: profiles === 0 ? 'medium' : 'low',
    identifiers: [],
    profiles: [],
    namespaces: [first, second],
    counts: [
      { of: 'values of the rarer', count: values },
      { of: 'profiles with both', count: profiles },
    ],
    evidence: [],
    sentence: `${first} and ${second} never meet on an event, ${joined}`,
    touched: { events: 0, profiles: values },
    ...mending(null, `send ${first} and ${second} together on one event, such as a login`),
  };
}
