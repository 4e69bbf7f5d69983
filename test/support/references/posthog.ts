/**
 * PostHog's merging of persons, step by step as its ingestion does it for one event after the other, over plain objects.
 * Numbers are those of the steps in a merge of `other` into `into`.
 *
 * An event with further ids than its first is taken for as many calls, one after the other.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import { keysByRank } from './keys-by-rank.ts';

interface Person {
  distinctIds: string[];
  isIdentified: boolean;
  events: string[];
}

const CALLS = ['$identify', '$create_alias', '$merge_dangerously'];
const ANY_CASE =
  /^(["']?)(anonymous|guest|distinctid|distinct_id|id|not_authenticated|email|undefined|true|false)\1$/i;
const THIS_CASE = /^(["']?)(\[object Object\]|NaN|None|none|null|0|undefined)\1$/;

export function referencePosthog(events: readonly CanonicalEvent[], ruleset: Ruleset): PolicyOutcome {
  let persons: Person[] = [];
  const refusals: PolicyOutcome['refusals'][number][] = [];
  const personOf = (id: string): Person | undefined => persons.find((one) => one.distinctIds.includes(id));
  const create = (isIdentified: boolean, ...distinctIds: string[]): Person => {
    const person = { distinctIds, isIdentified, events: [] };
    persons.push(person);
    return person;
  };

  for (const event of events) {
    const keys = keysByRank(event, ruleset);
    const [into, ...others] = keys;
    if (into === undefined) continue;
    const refuse = (identifier: string, reason: 'ILLEGAL_ID' | 'ALREADY_IDENTIFIED' | 'LOGIN_REQUIRED') => {
      refusals.push({ event: event.id!, identifier, reason });
    };
    // A device's event is a capture, unless it is a call by name: only the person of its own id sees it.
    const isCapture = into.isDevice && event.type !== 'alias' && !CALLS.includes(event.name ?? '');
    if (isCapture) {
      const own = personOf(into.text) ?? create(false, into.text);
      for (const { text } of others) if (personOf(text) !== own) refuse(text, 'LOGIN_REQUIRED');
      own.events.push(event.id!);
      continue;
    }
    for (const other of others) {
      const [target, source] = [personOf(into.text), personOf(other.text)];
      // 1. "Either illegal: nothing merged, event kept."
      if (
        [into.value, other.value].some((id) => /^\s*$/.test(id) || ANY_CASE.test(id) || THIS_CASE.test(id))
      ) {
        refuse(other.text, 'ILLEGAL_ID');
        if (target === undefined) create(false, into.text);
        continue;
      }
      if (target === undefined && source === undefined) {
        // 2. "Neither has a person: create one with both, is_identified = true."
        create(true, into.text, other.text);
      } else if (target === undefined || source === undefined) {
        // 3. "Exactly one has a person: the other id is added to it, with no is_identified check."
        (target ?? source)!.distinctIds.push(target === undefined ? into.text : other.text);
      } else if (target !== source) {
        // 5. "Refused if other's person is_identified, except $merge_dangerously. Otherwise all distinct ids move."
        if (source.isIdentified && event.name !== '$merge_dangerously') {
          refuse(other.text, 'ALREADY_IDENTIFIED');
        } else {
          target.distinctIds.push(...source.distinctIds);
          target.events.push(...source.events);
          persons = persons.filter((one) => one !== source);
        }
      }
      // 4. "Same person: nothing." 6. "The target is marked identified in any case; capture never sets the flag."
      personOf(into.text)!.isIdentified = true;
    }
    (personOf(into.text) ?? create(false, into.text)).events.push(event.id!);
  }
  return {
    profiles: persons.map(({ distinctIds, events: of }) => ({ identifiers: distinctIds, events: of })),
    refusals,
  };
}
