/** A predicate read aloud, so that what was built can be checked by reading it. */

import { unreachable } from '../base/assert.ts';
import { isoTime } from '../base/iso-time.ts';
import type { Condition, Predicate, TimeWindow } from './predicate.ts';
import type { TraitCondition } from './text-operators.ts';

export function predicateSentence(predicate: Predicate): string {
  if (predicate.conditions.length === 0) return 'Every profile.';
  const parts = predicate.conditions.map(conditionPhrase);
  return `Profiles ${joinPhrases(parts, predicate.match === 'all' ? 'and' : 'or')}.`;
}

function joinPhrases(parts: readonly string[], word: 'and' | 'or'): string {
  if (parts.length < 3) return parts.join(` ${word} `);
  return `${parts.slice(0, -1).join(', ')}, ${word} ${parts.at(-1) ?? ''}`;
}

/** What follows “profiles”. */
function conditionPhrase(condition: Condition): string {
  switch (condition.kind) {
    case 'state':
      return `that are ${joinPhrases(condition.states, 'or')}`;
    case 'trait':
      return `whose ${condition.name} ${traitPhrase(condition)}`;
    case 'has-identifier':
      return `${condition.present ? 'with' : 'without'} a ${condition.namespace}`;
    case 'event':
      return eventPhrase(condition);
    case 'revenue':
      return `with revenue of at least ${condition.atLeast} ${currencyName(condition.currency)}`;
    default:
      return unreachable(condition);
  }
}

function currencyName(currency: string): string {
  return currency === '' ? 'in an unknown currency' : currency.toUpperCase();
}

function traitPhrase({ operator, value }: TraitCondition): string {
  switch (operator) {
    case 'is':
      return `is “${value}”`;
    case 'is-not':
      return `is not “${value}”, or is unknown`;
    case 'contains':
      return `contains “${value}”`;
    case 'starts-with':
      return `starts with “${value}”`;
    case 'exists':
      return 'is known';
    case 'missing':
      return 'is unknown';
    case 'at-least':
      return `is at least ${value}`;
    case 'at-most':
      return `is at most ${value}`;
    default:
      return unreachable(operator);
  }
}

function eventPhrase({ name, did, atLeast, window }: Extract<Condition, { kind: 'event' }>): string {
  const often = atLeast === 1 ? '' : ` at least ${atLeast} times`;
  return `that ${did ? 'did' : 'did not do'} “${name}”${often}${windowPhrase(window)}`;
}

function windowPhrase(window: TimeWindow): string {
  if (window.kind === 'ever') return '';
  if (window.kind === 'last-days') {
    const days = window.days === 1 ? 'last day' : `last ${window.days} days`;
    return ` in the ${days} of the log`;
  }
  const from = window.from === null ? '' : ` from ${isoTime(window.from)}`;
  const to = window.to === null ? '' : ` until ${isoTime(window.to)}`;
  return from + to;
}
