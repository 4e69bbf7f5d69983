/**
 * How well a resolution agrees with a truth that it did not know: event → person.
 *
 * Two measures, both from the table of how many events each profile has of each person. *Pairwise*: of all pairs of
 * events, those in one profile against those of one person (Manning, Raghavan, Schütze, Introduction to Information
 * Retrieval, 2008, 16.3). *B-cubed*: for every event, the share of its profile that is of its person and the share of
 * its person that is in its profile, averaged (Bagga and Baldwin, ACL 1998). Pairs let large profiles weigh most,
 * B-cubed every event the same. Cost: linear in events; no pair is looked at.
 */

import type { Contingency } from './compare/contingency.ts';
import { crossTabulate } from './compare/contingency.ts';
import type { Resolution } from './resolution.ts';
import type { NamespaceRule, Ruleset } from './rules.ts';

/** Shares from 0 to 1. Where nothing was claimed, or nothing was to be found, nothing is wrong: 1. */
export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

export interface Quality {
  /** Events that are credited and whose person is known: those that are judged. */
  readonly events: number;
  readonly profiles: number;
  readonly people: number;
  readonly pairwise: Agreement;
  readonly bCubed: Agreement;
}

export interface Truth {
  /** EventIndex → person; negative where it is not known. */
  readonly personOf: Int32Array;
  readonly personCount: number;
}

/** Judges the credits of a settled resolution. */
export function measureQuality(resolution: Resolution, { personOf, personCount }: Truth): Quality {
  const { rowCount } = resolution.store;
  const partOf = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) partOf[row] = resolution.creditOf(row);
  return qualityOf(
    crossTabulate(
      { partOf, partCount: resolution.profileCount },
      { partOf: personOf, partCount: personCount },
    ),
  );
}

/** Judges the left partition against the right one, which is true. */
export function qualityOf({ left, right, count, leftItems, rightItems }: Contingency): Quality {
  let events = 0;
  let pairs = 0;
  let precision = 0;
  let recall = 0;
  for (let cell = 0; cell < count.length; cell += 1) {
    const items = count[cell]!;
    events += items;
    pairs += pairsOf(items);
    precision += (items * items) / leftItems[left[cell]!]!;
    recall += (items * items) / rightItems[right[cell]!]!;
  }
  return {
    events,
    profiles: countFilled(leftItems),
    people: countFilled(rightItems),
    pairwise: agreement(share(pairs, sumOfPairs(leftItems)), share(pairs, sumOfPairs(rightItems))),
    bCubed: agreement(share(precision, events), share(recall, events)),
  };
}

/**
 * The truth that a namespace holds which the rules do not use: events that carry one of its values are that person's.
 * An event with several values says nothing certain, and is not judged.
 */
export function truthOfNamespace(resolution: Resolution, namespace: string): Truth {
  const { store } = resolution;
  const { identifierTable } = store;
  const personOf = new Int32Array(store.rowCount).fill(-1);
  const wanted = identifierTable.namespaceNames.indexOf(namespace);
  for (let row = 0; row < store.rowCount; row += 1) {
    const end = store.identifierEnds.at(row);
    let person = -1;
    let isCertain = true;
    for (let i = store.identifierStart(row); i < end; i += 1) {
      const identifier = store.identifiers.at(i);
      if (identifierTable.namespace.at(identifier) !== wanted || identifier === person) continue;
      if (person >= 0) isCertain = false;
      person = identifier;
    }
    if (isCertain) personOf[row] = person;
  }
  return { personOf, personCount: identifierTable.size };
}

/** The same rules without one namespace, which is recorded only: what it knows can then judge them. */
export function holdOut(ruleset: Ruleset, namespace: string): Ruleset {
  const others = ruleset.namespaces.flatMap((rule): NamespaceRule[] => {
    const names = rule.names.filter((name) => name !== namespace);
    return names.length === 0 ? [] : [{ ...rule, names }];
  });
  return { ...ruleset, namespaces: [...others, { names: [namespace], role: 'recorded' }] };
}

function agreement(precision: number, recall: number): Agreement {
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function pairsOf(items: number): number {
  return (items * (items - 1)) / 2;
}

function sumOfPairs(items: Int32Array): number {
  let sum = 0;
  for (const count of items) sum += pairsOf(count);
  return sum;
}

function countFilled(items: Int32Array): number {
  let filled = 0;
  for (const count of items) if (count > 0) filled += 1;
  return filled;
}
