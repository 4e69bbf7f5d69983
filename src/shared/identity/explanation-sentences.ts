/**
 * Every step of an explanation as one plain English sentence. What a decision says stands in `sentences.ts`; here are the
 * words around it: chains of events, cuts, obstacles and changes of rules.
 */

import { must, unreachable } from '../base/assert.ts';
import type { EventIndex, SourceIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Change, JoiningChange } from './explain/change-search.ts';
import type { EvidencePath, Hop } from './explain/evidence-path.ts';
import type { Separation } from './explain/explain-not.ts';
import type { Explainable } from './explain/explainable.ts';
import type { Cut } from './explain/minimal-cut.ts';
import type { Obstacle } from './explain/obstacles.ts';
import type { RuleChange } from './explain/rule-changes.ts';
import { decisionSentence } from './sentences.ts';

const WHY_SET_ASIDE: { readonly [kind in Obstacle['kind']]?: string } = {
  recorded: 'the rules only record it',
  blocked: 'it is a blocked value',
  demoted: 'it is a demoted value that many people may share',
};

/** Of a cut so many items are named; the others are counted. */
const MAX_NAMED = 5;

export class ExplanationSentences {
  readonly #engine: Explainable;
  readonly #sourceName: (source: SourceIndex) => string;

  constructor(engine: Explainable, sourceName: (source: SourceIndex) => string) {
    this.#engine = engine;
    this.#sourceName = sourceName;
  }

  hop({ from, to, event, eventCount, decision }: Hop): string {
    if (decision >= 0) return decisionSentence(this.#engine, decision);
    const both = `${this.#value(from)} and ${this.#value(to)} are both on the event at ${this.#place(event)}`;
    return eventCount === 1
      ? `${both}, and on no other`
      : `${both}, the first of ${eventCount} that carry both`;
  }

  /** null when the path has no hop. */
  weakest({ hops, weakest }: EvidencePath): string | null {
    const hop = hops[weakest];
    if (hop === undefined) return null;
    const link = `${this.#value(hop.from)} to ${this.#value(hop.to)}`;
    return `The weakest link of the chain is the one from ${link}: ${countOf(hop.eventCount, 'event')} of this person ${hop.eventCount === 1 ? 'carries' : 'carry'} both`;
  }

  cut({ kind, status, items }: Cut): string {
    const what = kind === 'events' ? 'event' : 'value';
    if (status === 'none within the bound')
      return `No set of ${what}s was found, within the bound, without which the two would be two people`;
    const named = items
      .slice(0, MAX_NAMED)
      .map((item) => (kind === 'events' ? `the event at ${this.#place(item)}` : this.#named(item)));
    const rest = items.length - named.length;
    const list = listOf(rest > 0 ? [...named, `${rest} more`] : named);
    const less = items.length === 1 ? 'nothing less could' : `no smaller set of ${what}s would do`;
    const proof = status === 'minimal' ? less : 'whether a smaller set would do is not proven';
    return `Without ${list} the two would not be one person; ${proof}`;
  }

  obstacle({ kind, identifier, decision, event }: Obstacle): string {
    if (decision >= 0) return decisionSentence(this.#engine, decision);
    const named = this.#named(identifier);
    const place = this.#place(event);
    const why = must(WHY_SET_ASIDE[kind], 'a decision, or a value that joins nobody');
    return `${named} is on the event at ${place} but joins nobody, because ${why}`;
  }

  change({ change, affected }: JoiningChange): string {
    const joined = `They would be one person ${conditionOf(change)}`;
    if (affected === 0) return joined;
    return `${joined}; this concerns ${countOf(affected, 'identifier')} of the log`;
  }

  /** What there is to say when nothing is listed; null otherwise. */
  apart({ neverMet, changes, untried }: Separation): string | null {
    if (neverMet)
      return 'They never met: no event of one carries anything that an event of the other carries';
    if (changes.some(({ ruleset }) => ruleset !== undefined)) return null;
    if (untried > 0)
      return `No single change of the rules was found, within the bound, that would make them one person; ${countOf(untried, 'change')} could not be tried`;
    return 'No single change of the rules that was tried would make them one person';
  }

  #place(event: EventIndex): string {
    const { line, source } = this.#engine.store;
    return `line ${line.at(event)} of ${this.#sourceName(source.at(event))}`;
  }

  #value(identifier: IdentifierIndex): string {
    return this.#engine.store.identifierTable.valueText(identifier);
  }

  #named(identifier: IdentifierIndex): string {
    return `${this.#value(identifier)} (${this.#engine.store.identifierTable.namespaceName(identifier)})`;
  }
}

function conditionOf(change: Change): string {
  switch (change.kind) {
    case 'pin':
      return 'if the two were pinned by hand';
    case 'withdraw':
      return `if the ${change.override.kind === 'cut' ? 'cut' : 'exclusion'} that was made because "${change.override.reason}" were taken back`;
    case 'limit':
      return `if ${limitName(change.limit, change.namespace)} were ${change.to === null ? 'lifted' : `${change.to} instead of ${change.from}`}`;
    case 'value': {
      const { values, patterns, mailboxes } = change.entries;
      const entries = [
        ...values.map((value) => `"${value}"`),
        ...mailboxes.map((mailbox) => `the mailbox "${mailbox}"`),
        ...patterns.map((pattern) => `the pattern "${pattern}"`),
      ];
      const { value, namespace } = change.identifier;
      return `if ${value} (${namespace}) could join, with ${listOf(entries)} taken off the list of ${change.list} values`;
    }
    case 'role':
      return `if ${change.namespace} were ${change.to} instead of ${change.from}`;
    case 'rank':
      return `if ${change.namespace} ranked above ${change.above}`;
    default:
      return unreachable(change);
  }
}

function limitName(
  limit: Extract<RuleChange, { readonly kind: 'limit' }>['limit'],
  namespace: string | null,
): string {
  switch (limit) {
    case 'perProfile':
      return `the limit on values of ${namespace} that a profile may hold`;
    case 'profiles':
      return `the limit on profiles that a value of ${namespace} may belong to`;
    case 'identifiers':
      return 'the limit on identifiers that a profile may hold';
    case 'merges':
      return 'the limit on profiles that a profile may absorb';
    default:
      return unreachable(limit);
  }
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function listOf(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
