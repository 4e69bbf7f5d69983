/**
 * PostHog's merging of persons, step by step as its ingestion does it for one event after the other, over plain objects.
 * `other` is merged into `into`. Chosen: an event with further ids than its first is taken for as many calls, one after
 * the other.
 *
 * [1] PostHog/posthog, nodejs/src/worker/ingestion/persons/person-merge-service.ts, [2] PostHog/posthog.com,
 * contents/docs/product-analytics/identify.mdx.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { Hand } from './folding-by-hand.ts';
import { NO_HAND } from './folding-by-hand.ts';
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

export function referencePosthog(
  events: readonly CanonicalEvent[],
  ruleset: Ruleset,
  hand: Hand = NO_HAND,
): PolicyOutcome {
  let persons: Person[] = [];
  const refusals: PolicyOutcome['refusals'][number][] = [];
  const personOf = (id: string): Person | undefined => persons.find((one) => one.distinctIds.includes(id));
  const create = (isIdentified: boolean, ...distinctIds: string[]): Person => {
    const person = { distinctIds, isIdentified, events: [] };
    persons.push(person);
    return person;
  };

  const held = () => persons.map(({ distinctIds, events: of }) => ({ identifiers: distinctIds, events: of }));
  const take = (event: CanonicalEvent): void => {
    const all = keysByRank(event, ruleset);
    const left = hand.screen(
      event,
      all.map(({ text }) => text),
      held(),
    );
    const keys = all.filter(({ text }) => left.includes(text));
    const [into, ...others] = keys;
    if (into === undefined) return;
    const refuse = (identifier: string, reason: 'ILLEGAL_ID' | 'ALREADY_IDENTIFIED' | 'LOGIN_REQUIRED') => {
      refusals.push({ event: event.id!, identifier, reason });
    };
    // Chosen: a device's event is a capture, unless it is a call by name: only the person of its own id sees it.
    const isCapture = into.isDevice && event.type !== 'alias' && !CALLS.includes(event.name ?? '');
    if (isCapture) {
      const own = personOf(into.text) ?? create(false, into.text);
      for (const { text } of others) if (personOf(text) !== own) refuse(text, 'LOGIN_REQUIRED');
      own.events.push(event.id!);
      return;
    }
    for (const other of others) {
      const [target, source] = [personOf(into.text), personOf(other.text)];
      // 4. "Same person: nothing." Chosen: also where only a pin made them one, and an id is illegal.
      if (target !== undefined && target === source) {
        target.isIdentified = true;
        continue;
      }
      // Ids that stand for nobody merge nothing, and the event stays [1][2].
      if (
        [into.value, other.value].some((id) => /^\s*$/.test(id) || ANY_CASE.test(id) || THIS_CASE.test(id))
      ) {
        refuse(other.text, 'ILLEGAL_ID');
        if (target === undefined) create(false, into.text);
        continue;
      }
      if (target === undefined && source === undefined) {
        // Two that nobody has seen become one person, who is identified from the start [1].
        create(true, into.text, other.text);
      } else if (target === undefined || source === undefined) {
        // Of one that nobody has seen it is not asked whether the person who gets it is identified [1].
        (target ?? source)!.distinctIds.push(target === undefined ? into.text : other.text);
      } else {
        // An identified person is merged into no other, unless dangerously; else all its ids move [1][2].
        if (source.isIdentified && event.name !== '$merge_dangerously') {
          refuse(other.text, 'ALREADY_IDENTIFIED');
        } else {
          target.distinctIds.push(...source.distinctIds);
          target.events.push(...source.events);
          persons = persons.filter((one) => one !== source);
        }
      }
      // Whoever is merged into is identified, whatever came of it [1].
      personOf(into.text)!.isIdentified = true;
    }
    (personOf(into.text) ?? create(false, into.text)).events.push(event.id!);
  };
  for (const event of events) {
    take(event);
    for (let pin = hand.nextPin(held()); pin !== null; pin = hand.nextPin(held())) {
      const [survivor, absorbed] = [persons[pin[0]]!, persons[pin[1]]!];
      survivor.distinctIds.push(...absorbed.distinctIds);
      survivor.events.push(...absorbed.events);
      survivor.isIdentified ||= absorbed.isIdentified;
      persons = persons.filter((one) => one !== absorbed);
    }
  }
  return {
    profiles: held(),
    refusals,
  };
}
