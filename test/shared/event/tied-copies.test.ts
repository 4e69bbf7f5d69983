/** Copies that no time tells apart: the same one counts in every order of reading. */

import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { batchOf, makeEvent, makeTouch, parseIdentifiers, storeOf } from '../../support/events.ts';

function pair(a: Partial<CanonicalEvent>, b: Partial<CanonicalEvent>): CanonicalEvent[] {
  return [a, b].map((rest) => ({ ...makeEvent('email:a@x'), id: 'one', ...rest }));
}

function sourceThatCounts(events: readonly CanonicalEvent[]): string | null {
  const store = storeOf(events);
  const [row, ...more] = events.map((_, at) => at).filter((at) => store.status.at(at) === ROW_ACCEPTED);
  expect(more).toEqual([]);
  return events[row!]!.touch?.source ?? null;
}

describe('of two copies that no time tells apart', () => {
  test.each([
    ['sources', pair({ touch: makeTouch({ source: 'g' }) }, { touch: makeTouch({ source: 'f' }) }), 'f'],
    ['a source and none', pair({}, { touch: makeTouch({ source: 'f' }) }), 'f'],
    [
      'mediums only',
      pair(
        { touch: makeTouch({ source: 's', medium: 'b' }) },
        { touch: makeTouch({ source: 's', medium: 'a' }) },
      ),
      's',
    ],
  ])('with different %s the same one counts in every order', (_, events, source) => {
    expect(sourceThatCounts(events)).toBe(source);
    expect(sourceThatCounts(events.toReversed())).toBe(source);
  });

  test('that name a company in different order, the company is the same in every order', () => {
    const company = (text: string) => ({ company: { identifiers: parseIdentifiers(text), traits: [] } });
    const events = pair(company('group_id:1 crm_account_id:2'), company('crm_account_id:2 group_id:1'));
    const [forth, back] = [events, events.toReversed()].map((order) => {
      const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
      engine.append(batchOf(order), 0, 1);
      engine.settle();
      return [engine.companies.id(0), engine.digest()];
    });
    expect(back).toEqual(forth);
  });

  test('that say the same the first counts', () => {
    const store = storeOf(pair({}, {}));
    expect([store.status.at(0), store.counts.same]).toEqual([ROW_ACCEPTED, 1]);
  });
});
