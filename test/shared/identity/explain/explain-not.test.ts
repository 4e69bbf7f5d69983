import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { JoiningChange } from '#shared/identity/explain/change-search.ts';
import type { Separation } from '#shared/identity/explain/explain-not.ts';
import { explainNot } from '#shared/identity/explain/explain-not.ts';
import type { Target } from '#shared/identity/explain/explainable.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { drawnIdentifier, engineOf } from '../../../support/log-text.ts';
import { LIMITED } from '../../../support/rulesets.ts';

function targetOf(engine: IdentityEngine, word: string): Target {
  const { namespace, value } = drawnIdentifier(word);
  return { kind: 'identifier', identifier: engine.store.identifierTable.find(namespace, value) };
}

function separated(
  log: string,
  a: string,
  b: string,
  ruleset?: Ruleset,
): { engine: IdentityEngine; why: Separation } {
  const engine = engineOf(log, ruleset);
  const why = explainNot(engine, targetOf(engine, a), targetOf(engine, b));
  if (why === null) throw new Error(`${a} and ${b} are together`);
  return { engine, why };
}

function changeText({ change, affected }: JoiningChange): string {
  switch (change.kind) {
    case 'pin':
      return 'pin';
    case 'withdraw':
      return `without ${change.override.kind}`;
    case 'limit':
      return `${change.limit} ${change.namespace} ${change.from}→${change.to} (${affected})`;
    case 'value':
      return `${change.list} ${change.identifier.value} (${affected})`;
    case 'role':
      return `${change.namespace} ${change.to} (${affected})`;
    case 'rank':
      return `${change.namespace} above ${change.above} (${affected})`;
  }
}

function obstacleTexts({ engine, why }: ReturnType<typeof separated>): string[] {
  return why.obstacles.map(
    ({ kind, identifier, event, isDirect }) =>
      `${kind} ${engine.store.identifierTable.valueText(identifier)} ${engine.store.line.at(event)}${isDirect ? ' direct' : ''}`,
  );
}

describe('why two are apart', () => {
  it('names the refusal between them and the changes that would lift it', () => {
    const found = separated('10:00 email:a@x phone:+1\n10:05 email:b@x phone:+1', 'email:a@x', 'email:b@x');
    expect(obstacleTexts(found)).toEqual(['refused +1 2 direct']);
    expect(found.why.neverMet).toBe(false);
    expect(found.why.changes.map(changeText)).toEqual([
      'pin',
      'email anonymous (2)',
      'email supplementary (2)',
      'phone above email (3)',
    ]);
  });

  it('names a hand-over, and who was met through a common identifier only', () => {
    const found = separated(
      `
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
      10:10  anon:d  email:c@x
    `,
      'email:a@x',
      'email:c@x',
    );
    expect(obstacleTexts(found)).toContain('refused d 2');
    expect(obstacleTexts(found)).toContain('refused d 3');
    const direct = separated('10:00 anon:d email:a@x\n10:05 anon:d email:b@x', 'email:a@x', 'email:b@x');
    expect(obstacleTexts(direct)).toEqual(['refused d 2 direct', 'handed-over d 2 direct']);
  });

  it('names values that both carry and the rules take for no key, and would make them one', () => {
    const found = separated(
      `
      10:00  email:a@x  anon:undefined  gclid:k
      10:05  crm:7  anon:undefined  gclid:k  email:info@shop.example
      10:06  email:a@x  email:info@shop.example
    `,
      'email:a@x',
      'crm:7',
    );
    expect(obstacleTexts(found)).toEqual([
      'blocked undefined 1',
      'recorded k 1',
      'demoted info@shop.example 3',
    ]);
    expect(found.why.changes.map(changeText)).toEqual([
      'pin',
      'blocked undefined (1)',
      'demoted info@shop.example (1)',
      'gclid anonymous (1)',
      'gclid strong (1)',
      'gclid supplementary (1)',
    ]);
  });

  it('raises a limit by as little as it takes', () => {
    const found = separated(
      `
      10:00  email:a@x  crm:1
      10:01  user_id:u  crm:2
      10:02  email:a@x  user_id:u
    `,
      'email:a@x',
      'user_id:u',
      LIMITED,
    );
    expect(obstacleTexts(found)).toEqual(['refused u 3 direct']);
    expect(found.why.changes.map(changeText)).toContain('perProfile crm_user_id 1→2 (2)');
  });

  it('keeps only changes that join: what unblocking would bring in is resolved too', () => {
    // Unblocked, the device would be c@x's from the first event on, and would keep a@x and b@x apart from each other.
    const { why } = separated(
      `
      10:00  email:c@x  anon:undefined
      10:01  email:c@x  anon:undefined
      10:02  email:a@x  anon:undefined
      10:03  email:b@x  anon:undefined
    `,
      'email:a@x',
      'email:b@x',
    );
    expect(why.changes.map(changeText)).toEqual(['pin']);
    expect(why.untried).toBe(0);
  });

  it('says of two that nothing common was ever seen of them that they never met', () => {
    const { why } = separated('10:00 email:a@x\n10:01 email:b@x anon:d', 'email:a@x', 'anon:d');
    expect([why.neverMet, why.obstacles, why.changes.map(changeText)]).toEqual([true, [], ['pin']]);
  });

  it('explains an identifier that is no key by what it is', () => {
    const found = separated('10:00 email:a@x gclid:k', 'email:a@x', 'gclid:k');
    expect(obstacleTexts(found)).toEqual(['recorded k 1 direct']);
    expect(found.why.changes.map(changeText)).toContain('gclid supplementary (1)');
  });

  it('takes back a cut or an exclusion that was made by hand', () => {
    const sides = { a: { namespace: 'email', value: 'a@x' }, b: { namespace: 'anonymous_id', value: 'd' } };
    const why = { reason: 'two people', at: '2026-03-03T00:00:00Z' };
    const engine = engineOf('10:00 email:a@x anon:d');
    const [a, d] = [targetOf(engine, 'email:a@x'), targetOf(engine, 'anon:d')];
    engine.setOverrides([{ kind: 'cut', ...sides, ...why }]);
    engine.settle();
    expect(explainNot(engine, a, d)!.changes.map(changeText)).toEqual(['without cut']);
    engine.setOverrides([{ kind: 'exclude', identifier: sides.b, ...why }]);
    engine.settle();
    expect(explainNot(engine, a, d)!.changes.map(changeText)).toEqual(['without exclude']);
  });

  it('has nothing to say of two that are together, or of one twice', () => {
    const engine = engineOf('10:00 email:a@x anon:d');
    const [a, d] = [targetOf(engine, 'email:a@x'), targetOf(engine, 'anon:d')];
    expect(explainNot(engine, a, d)).toBeNull();
    expect(explainNot(engine, a, a)).toBeNull();
  });
});
