/** What PostHog makes of calls that its documentation warns of, and of logs that are not its own. */

import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { resolved } from '../../../support/engine-run.ts';
import { makeEvent } from '../../../support/events.ts';
import { groupsOf } from '../../../support/log-text.ts';
import { calls } from '../../../support/vendor-calls.ts';

function underPosthog(...commits: readonly (readonly CanonicalEvent[])[]): IdentityEngine {
  return resolved(commits, SHIPPED_RULESETS.posthog);
}

function refusals(engine: IdentityEngine): string[] {
  return Array.from({ length: engine.decisionCount }, (_, row) => row)
    .filter((row) => engine.isDecision(row) && engine.decision(row).action === 'refuse')
    .map((row) => decisionSentence(engine, row));
}

const identify = (into: string, other: string): [string, string] => [
  '$identify',
  `distinct_id:${into} distinct_id:${other}`,
];
const capture = (id: string): [string, string] => ['capture', `distinct_id:${id}`];

describe('the same calls', () => {
  it('refuse when the second user was seen before, and merge when not', () => {
    const seen = underPosthog(calls(identify('ada', 'anon'), capture('ben'), identify('ben', 'ada')));
    expect(groupsOf(seen)).toEqual([['distinct_id:ada', 'distinct_id:anon'], ['distinct_id:ben']]);
    expect(refusals(seen)).toEqual([
      'ada did not join ben to its own profile because that profile is identified as somebody already',
    ]);
    const unseen = underPosthog(calls(identify('ada', 'anon'), identify('ben', 'ada')));
    expect(groupsOf(unseen)).toEqual([['distinct_id:ada', 'distinct_id:anon', 'distinct_id:ben']]);
  });

  it('depend on which id is the second operand', () => {
    const log = [capture('anon'), identify('ada', 'x'), capture('ben')];
    expect(groupsOf(underPosthog(calls(...log, identify('ben', 'ada'))))).toHaveLength(3);
    expect(groupsOf(underPosthog(calls(...log, identify('ada', 'ben'))))).toHaveLength(2);
  });
});

it('forgets that a call identified somebody when the call turns out to come later', () => {
  const [first, late, last] = calls(capture('ada'), capture('ada'), identify('ben', 'ada'));
  const engine = underPosthog([first!, last!], [{ ...late!, ...identified('ada', 'anon') }]);
  // As in the order of the events: ada is identified before ben is seen, so that ben is added to her.
  expect(groupsOf(engine)).toEqual([['distinct_id:ada', 'distinct_id:anon', 'distinct_id:ben']]);
  const seen = calls(capture('ben'), capture('ada'), identify('ben', 'ada'));
  const refused = underPosthog([seen[0]!, seen[2]!], [{ ...seen[1]!, ...identified('ada', 'anon') }]);
  expect(groupsOf(refused)).toEqual([['distinct_id:ada', 'distinct_id:anon'], ['distinct_id:ben']]);
});

function identified(into: string, other: string): Pick<CanonicalEvent, 'name' | 'identifiers'> {
  const [event] = calls(identify(into, other));
  return { name: event!.name, identifiers: event!.identifiers };
}

describe('an id that is illegal', () => {
  it.each(['NULL', '""', 'nan', '"none', '\'undefined"'])('%s is not', (legal) => {
    expect(groupsOf(underPosthog(calls(identify(legal, 'anon'))))).toHaveLength(1);
  });

  it.each(['null', 'NaN', '"null"', "'Email'", 'ANONYMOUS', '   ', '[object Object]', '0'])(
    '%s merges nobody, is not blocked and has a profile of its own',
    (illegal) => {
      const event = (name: string, at: number, ...ids: string[]): CanonicalEvent => ({
        ...makeEvent('', { name, at }),
        identifiers: ids.map((value) => ({ namespace: 'distinct_id', value })),
      });
      const engine = underPosthog([event('capture', 0, 'anon'), event('$identify', 1, illegal, 'anon')]);
      expect(groupsOf(engine)).toHaveLength(2);
      expect(refusals(engine)).toEqual([
        `anon did not join ${illegal} to its own profile because the rules merge no such id as ${illegal}`,
      ]);
    },
  );
});

describe('a log of another vendor', () => {
  it('merges what comes with a person, and takes devices alone for captures', () => {
    const engine = underPosthog(
      calls(
        [null, 'anonymous_id:d'],
        [null, 'anonymous_id:d customerlabs_user_id:e'],
        [null, 'customerlabs_user_id:e email:ada@x'],
        [null, 'anonymous_id:d email:ada@x user_id:ada'],
      ),
    );
    expect(groupsOf(engine)).toEqual([['anon:d', 'cl:e', 'email:ada@x', 'user_id:ada']]);
    expect(refusals(engine)).toEqual([
      'e was not added to d because only a login id of theirs would join the two, and the event carries none',
    ]);
  });

  it('leaves a device with who was identified on it first', () => {
    const engine = underPosthog(
      calls(
        [null, 'email:ada@x anonymous_id:d'],
        [null, 'email:ben@x'],
        [null, 'email:ben@x anonymous_id:d'],
        [null, 'anonymous_id:d'],
      ),
    );
    expect(groupsOf(engine)).toEqual([['anon:d', 'email:ada@x'], ['email:ben@x']]);
  });
});
