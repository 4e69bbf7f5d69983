import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Explanation } from '#shared/identity/explain/explain.ts';
import { explain } from '#shared/identity/explain/explain.ts';
import type { Target } from '#shared/identity/explain/explainable.ts';
import { identifierTarget, profileTarget } from '#shared/identity/explain/explainable.ts';
import type { Cut } from '#shared/identity/explain/minimal-cut.ts';
import { TRIAL_EVENTS } from '#shared/identity/explain/trials.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { drawnIdentifier, engineOf, ownerOf } from '../../../support/log-text.ts';
import { LIMITED } from '../../../support/rulesets.ts';

function targetOf(engine: IdentityEngine, word: string): Target {
  const { namespace, value } = drawnIdentifier(word);
  const target = identifierTarget(engine, namespace, value);
  if (!target.ok) throw new Error(`${word}: ${target.error}`);
  return target.value;
}

function explained(engine: IdentityEngine, a: string, b: string): Explanation {
  const explanation = explain(engine, targetOf(engine, a), targetOf(engine, b));
  if (explanation === null) throw new Error(`${a} and ${b} are apart`);
  return explanation;
}

/** `d –2×3– a@x`: line of the hop's event, and how many events carry both. */
function pathText(engine: IdentityEngine, { path }: Explanation): string {
  if (path === null) return 'none';
  const { identifierTable, line } = engine.store;
  return path.hops.reduce(
    (text, hop) => `${text} –${line.at(hop.event)}×${hop.eventCount}– ${identifierTable.valueText(hop.to)}`,
    identifierTable.valueText(path.start),
  );
}

function cutText(engine: IdentityEngine, { kind, status, items }: Cut): string {
  const { identifierTable, line } = engine.store;
  const named = items.map((item) => (kind === 'events' ? line.at(item) : identifierTable.valueText(item)));
  return `${status}: ${named.join(' ')}`;
}

describe('why two belong together', () => {
  it('takes the shortest chain of events, and of equals the earliest', () => {
    const engine = engineOf(`
      10:00  anon:d1  email:a@x
      10:01  anon:d2  email:a@x
      10:02  anon:d1  crm:7
      10:03  anon:d2  crm:7
      10:04  anon:d2  crm:7
      10:05  anon:d2  anon:d3
    `);
    expect(pathText(engine, explained(engine, 'email:a@x', 'crm:7'))).toBe('a@x –1×1– d1 –3×1– 7');
    expect(pathText(engine, explained(engine, 'crm:7', 'anon:d3'))).toBe('7 –4×2– d2 –6×1– d3');
  });

  it('names the weakest hop: fewest events, then the lowest rank, then the latest', () => {
    const weakestOf = (log: string, a: string, b: string): string => {
      const engine = engineOf(log);
      const { path } = explained(engine, a, b);
      return engine.store.identifierTable.valueText(path!.hops[path!.weakest]!.to);
    };
    expect(
      weakestOf('10:00 email:a@x anon:d\n10:01 email:a@x anon:d\n10:02 anon:d crm:7', 'email:a@x', 'crm:7'),
    ).toBe('7');
    expect(
      weakestOf(
        '10:00 email:a@x crm:7\n10:01 crm:7 phone:+1\n10:02 phone:+1 user_id:u',
        'email:a@x',
        'user_id:u',
      ),
    ).toBe('+1');
  });

  it('finds the one event and the one value that everything hangs on', () => {
    const engine = engineOf(`
      10:00  anon:d1  email:a@x
      10:01  anon:d1  email:a@x
      10:02  email:a@x  anon:d2
      10:03  anon:d2  crm:7
      10:04  anon:d2  crm:7
    `);
    const { cuts, smallest } = explained(engine, 'anon:d1', 'crm:7');
    expect(cutText(engine, cuts.events)).toBe('minimal: 3');
    expect(cutText(engine, cuts.values)).toBe('minimal: a@x');
    expect(smallest).toBe(cuts.events);
  });

  it('gives the events of every way between the two', () => {
    const engine = engineOf(`
      10:00  email:a@x  phone:+1
      10:01  anon:d  phone:+1
      10:02  anon:d  email:a@x
    `);
    const { cuts } = explained(engine, 'email:a@x', 'phone:+1');
    expect(cutText(engine, cuts.events)).toBe('minimal: 1 3');
    expect(cutText(engine, cuts.values)).toBe('none within the bound: ');
  });

  it('cuts as well what a limit had kept out as long as the first evidence was there', () => {
    const log = `
      10:00  user_id:u  crm:1
      10:01  email:a@x  crm:1
      10:02  email:a@x  crm:2
      10:03  user_id:u  crm:2
    `;
    const engine = engineOf(log, LIMITED);
    const { cuts } = explained(engine, 'email:a@x', 'user_id:u');
    expect(cutText(engine, cuts.values)).toBe('minimal: 1 2');
  });

  it('goes through a device only while it was the profile’s own', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      10:01  anon:d  phone:+1
      10:02  anon:d  email:b@x
      10:03  anon:d
      10:04  anon:d  email:b@x
    `);
    const hers = explained(engine, 'email:a@x', 'phone:+1');
    expect(pathText(engine, hers)).toBe('a@x –1×1– d –2×1– +1');
    expect(pathText(engine, explained(engine, 'email:b@x', 'anon:d'))).toBe('b@x –3×2– d');
    expect(explain(engine, targetOf(engine, 'email:a@x'), targetOf(engine, 'anon:d'))).toBeNull();
  });

  it('explains events and profiles that were absorbed as it explains identifiers', () => {
    const engine = engineOf(`
      10:00  anon:d1
      10:01  anon:d2
      10:02  anon:d1  email:a@x
      10:03  anon:d2  email:a@x
    `);
    const [first, second] = [0, 1].map((event): Target => ({ kind: 'event', event }));
    const explanation = explain(engine, first!, second!)!;
    expect(pathText(engine, explanation)).toBe('d1 –3×1– a@x –4×1– d2');
    expect(cutText(engine, explanation.cuts.events)).toBe('minimal: 3');
    expect(cutText(engine, explanation.cuts.values)).toBe('minimal: a@x');
    const absorbed = engine.membershipsOf(ownerOf(engine, 'anon:d2')).find(({ from }) => from === 1)!.profile;
    const target = profileTarget(engine, absorbed);
    expect(pathText(engine, explain(engine, first!, target)!)).toBe('d1 –3×1– a@x –4×1– d2');
  });

  it('has no hop between two events that carry one value, and only that value to take away', () => {
    const engine = engineOf('10:00 anon:d\n10:01 anon:d\n10:02 anon:d');
    const explanation = explain(engine, { kind: 'event', event: 0 }, { kind: 'event', event: 2 })!;
    expect(explanation.path).toEqual({ start: expect.any(Number), hops: [], weakest: -1 });
    expect(cutText(engine, explanation.cuts.events)).toBe('none within the bound: ');
  });

  it('says nothing of one identifier twice, of one that nobody carries, of two that are apart', () => {
    const engine = engineOf('10:00 email:a@x gclid:k\n10:01 email:b@x');
    const [a, b] = [targetOf(engine, 'email:a@x'), targetOf(engine, 'email:b@x')];
    expect(explain(engine, a, a)).toBeNull();
    expect(explain(engine, a, b)).toBeNull();
    expect(explain(engine, a, targetOf(engine, 'gclid:k'))).toBeNull();
    expect(identifierTarget(engine, 'email', 'nobody@x')).toEqual({ ok: false, error: 'carried-by-nobody' });
  });

  it('counts a pin made by hand as a hop without an event, and leaves it where it is', () => {
    const engine = engineOf(`
      10:00  email:a@x  anon:d
      10:01  email:b@x  crm:7
    `);
    const [a, b] = ['a@x', 'b@x'].map((value) => ({ namespace: 'email', value }));
    engine.setOverrides([
      { kind: 'pin', a: a!, b: b!, reason: 'one person with two addresses', at: '2026-03-03T00:00:00Z' },
    ]);
    engine.settle();
    const explanation = explained(engine, 'anon:d', 'crm:7');
    expect(pathText(engine, explanation)).toBe('d –1×1– a@x –2×0– b@x –2×1– 7');
    expect(explanation.path!.weakest).toBe(1);
    expect(cutText(engine, explanation.cuts.events)).toBe('minimal: 1');
  });

  it('is exact for connected components however many events there are to try', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `10:00 anon:d email:a@x #${index}`);
    for (let way = 0; way < 9; way += 1)
      lines.push(`11:00 email:a@x crm:w${way} #v${way}`, `11:30 crm:w${way} user_id:u #w${way}`);
    const engine = engineOf(lines.join('\n'), SHIPPED_RULESETS.components);
    const { cuts } = explained(engine, 'anon:d', 'user_id:u');
    expect([cuts.events.status, cuts.events.items.length]).toEqual(['minimal', 9]);
    expect(cutText(engine, cuts.values)).toBe('minimal: a@x');
  });

  it('is bounded on a kiosk of 100,000 events, and its work is counted', () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, index) => `10:00 anon:k email:p${index % 500}@x #${index}`,
    );
    lines.push('11:00 email:p7@x anon:phone', '11:01 email:p7@x anon:k');
    const engine = engineOf(lines.join('\n'));
    const explanation = explained(engine, 'anon:k', 'anon:phone');
    expect(pathText(engine, explanation)).toMatch(/^k –\d+×\d+– p7@x –100001×1– phone$/);
    expect(cutText(engine, explanation.cuts.events)).toMatch(/: 100001$/);
    expect(explanation.trialEvents).toBeLessThan(2 * TRIAL_EVENTS);
  }, 60_000);
});
