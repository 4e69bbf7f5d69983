/**
 * How a trait's value is compared: its JSON scalar as text, in lower case, so that 42 and "42" are alike to a person
 * who types 42. `at-least` and `at-most` compare numbers when both sides are numbers, else texts by code units, which
 * orders ISO 8601 times. A null is a missing value. `is-not` and `missing` hold for profiles without the trait.
 */

import { unreachable } from '../base/assert.ts';
import type { Condition } from './predicate.ts';

export type TraitCondition = Extract<Condition, { kind: 'trait' }>;

/** A function from the JSON text of the winning value (null: never said) to whether the condition holds. */
export function makeTraitTest(condition: TraitCondition): (json: string | null) => boolean {
  const wanted = condition.value.toLowerCase();
  const wantedNumber = toNumber(wanted);
  const test = (text: string): boolean => {
    switch (condition.operator) {
      case 'is':
        return text === wanted;
      case 'is-not':
        return text !== wanted;
      case 'contains':
        return text.includes(wanted);
      case 'starts-with':
        return text.startsWith(wanted);
      case 'at-least':
        return compareValues(text, wanted, wantedNumber) >= 0;
      case 'at-most':
        return compareValues(text, wanted, wantedNumber) <= 0;
      case 'exists':
        return true;
      case 'missing':
        return false;
      default:
        return unreachable(condition.operator);
    }
  };
  const holdsWithout = condition.operator === 'missing' || condition.operator === 'is-not';
  return (json) => (json === null || json === 'null' ? holdsWithout : test(scalarText(json).toLowerCase()));
}

/** What a person reads of a JSON text: a string without its quotes, anything else as it stands. */
export function scalarText(json: string): string {
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

function compareValues(text: string, wanted: string, wantedNumber: number | null): number {
  const number = wantedNumber === null ? null : toNumber(text);
  if (number !== null && wantedNumber !== null) return number - wantedNumber;
  if (text === wanted) return 0;
  return text < wanted ? -1 : 1;
}

function toNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : null;
}
