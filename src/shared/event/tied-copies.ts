/**
 * Which of two copies of one event counts when neither received time, event time nor sequence tells. They are alike in
 * all that the key covers, but may differ in where the visit came from, which a context says, and in the order in
 * which they name a company. What they say decides, never which was read first.
 */

import type { Dictionary } from '../base/dictionary.ts';
import type { EventFacts } from './event-facts.ts';
import { entryOfRow, runStart } from './event-facts.ts';
import type { IdentifierTable } from './identifier-table.ts';

interface Facts {
  readonly facts: EventFacts;
  readonly dictionary: Dictionary;
  readonly identifierTable: IdentifierTable;
}

/** Negative when `a` counts. Cost: a look at both, texts only where they differ. */
export function compareTiedCopies(store: Facts, a: number, b: number): number {
  const codesA = codesOf(store.facts, a);
  const codesB = codesOf(store.facts, b);
  if (codesA.texts.every((code, i) => code === codesB.texts[i]) && areEqual(codesA.ids, codesB.ids)) return 0;
  const saidA = said(store, codesA);
  const saidB = said(store, codesB);
  if (saidA === saidB) return 0;
  return saidA < saidB ? -1 : 1;
}

interface Codes {
  /** TextCodes of the touch; 0 for none. */
  readonly texts: readonly number[];
  /** Identifiers of the company, then of the touch's clicks, in the order of the record. */
  readonly ids: readonly number[];
}

function codesOf(facts: EventFacts, row: number): Codes {
  const touch = entryOfRow(facts.touchRow, row);
  const company = entryOfRow(facts.companyRow, row);
  const { touchSource, touchMedium, touchCampaign, touchTerm, touchContent, touchReferrer } = facts;
  const columns = [touchSource, touchMedium, touchCampaign, touchTerm, touchContent, touchReferrer];
  return {
    texts: columns.map((column) => (touch < 0 ? 0 : column.at(touch))),
    ids: [
      ...run(facts.companyIdentifiers, facts.companyIdentifierEnds, company),
      ...run(facts.touchClickIds, facts.touchClickIdEnds, touch),
    ],
  };
}

function run(
  column: EventFacts['touchClickIds'],
  ends: EventFacts['touchClickIdEnds'],
  entry: number,
): number[] {
  const values: number[] = [];
  if (entry >= 0) for (let i = runStart(ends, entry); i < ends.at(entry); i += 1) values.push(column.at(i));
  return values;
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function said({ dictionary, identifierTable }: Facts, { texts, ids }: Codes): string {
  return JSON.stringify([
    ...texts.map((code) => (code === 0 ? null : dictionary.text(code))),
    ...ids.map((identifier) => identifierTable.get(identifier)),
  ]);
}
