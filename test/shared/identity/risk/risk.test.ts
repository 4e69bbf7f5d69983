import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { Census } from '#shared/identity/census.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { HIGH_RISK, MEDIUM_RISK, Risk } from '#shared/identity/risk/risk.ts';
import type { Waterfall } from '#shared/identity/risk/waterfall.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { engineOf, logText, ownerOf } from '../../../support/log-text.ts';
import { truthfulLog } from '../../../support/risk-samples.ts';

const riskOf = (engine: IdentityEngine): Risk => new Risk(new Census(engine));

function onlyMerge(engine: IdentityEngine): Waterfall {
  const risk = riskOf(engine);
  expect(risk.merges).toHaveLength(1);
  return risk.ofMerge(risk.merges[0]!)!;
}

const amountOf = (waterfall: Waterfall, name: string): number =>
  waterfall.parts.find((part) => part.name === name)?.amount ?? 0;

/** Two identified devices with their own histories; then one of them logs in as the other. */
const TWO_SIDES = `
  09:00  cl:d1  email:ada@x  first_name=Ada  last_name=Lovelace  city=London
  09:10  cl:d1
  09:20  cl:d1
  10:00  cl:d2  phone:+4917139200  NAMES
  10:10  cl:d2
  10:20  cl:d2
  11:00  cl:d2  email:ada@x
`;

describe('the risk of a merge', () => {
  test('rises with traits that differ, and not with traits that are the same', () => {
    const differing = onlyMerge(
      engineOf(TWO_SIDES.replace('NAMES', 'first_name=Ben last_name=Bova city=Lyon')),
    );
    const same = onlyMerge(
      engineOf(TWO_SIDES.replace('NAMES', 'first_name=ADA last_name=lovelace city=London')),
    );
    expect(amountOf(differing, 'conflicting traits')).toBe(3);
    expect(amountOf(same, 'conflicting traits')).toBe(0);
    expect(differing.score).toBeGreaterThan(HIGH_RISK);
    expect(same.score).toBeLessThan(differing.score);
  });

  test('notes what the merging event says against a side', () => {
    const text = TWO_SIDES.replace('NAMES', '').replace('11:00  cl:d2', '11:00  first_name=Cleo  cl:d2');
    expect(amountOf(onlyMerge(engineOf(text)), 'conflicting traits')).toBe(1);
  });

  test('is low when an anonymous device logs in after days', () => {
    const engine = engineOf(`
      09:00  email:ada@x  cl:d1  first_name=Ada
      20:00  cl:d2
      23:00  cl:d2  email:ada@x  first_name=Ada
    `);
    const waterfall = onlyMerge(engine);
    expect(waterfall.score).toBeLessThan(MEDIUM_RISK);
    expect(amountOf(waterfall, 'distance in time')).toBeGreaterThan(0);
    expect(amountOf(waterfall, 'single event')).toBe(1);
  });

  test('does not call a merge a single event when the two met again', () => {
    const log = `09:00 email:ada@x cl:d1
      20:00 cl:d2
      23:00 cl:d2 email:ada@x`;
    expect(amountOf(onlyMerge(engineOf(`${log}\n23:10 cl:d2 email:ada@x`)), 'single event')).toBe(0);
  });

  test('knows strong identifiers that both sides hold, and devices that change hands', () => {
    const engine = engineOf(
      `
      09:00  cl:k  email:ada@x
      09:10  cl:k  email:ben@x
      09:20  cl:k  email:ada@x
      09:30  cl:d2 email:cleo@x
      09:40  cl:d2 cl:k
    `,
      SHIPPED_RULESETS.components,
    );
    const waterfall = onlyMerge(engine);
    expect(amountOf(waterfall, 'conflicting identifiers')).toBe(1);
    expect(amountOf(waterfall, 'kiosk rhythm')).toBeCloseTo(Math.log2(3));
    expect(amountOf(waterfall, 'shared device')).toBeCloseTo(Math.log2(3));
    expect(amountOf(waterfall, 'mixed sides')).toBe(1);
  });

  test('counts refusals and hand-overs of the device that joined', () => {
    const engine = engineOf(`
      09:00  cl:k  email:ada@x
      09:10  cl:k  email:ben@x
      09:20  cl:d  crm:7
      09:30  cl:k  crm:7
    `);
    expect(amountOf(onlyMerge(engine), 'hand-overs')).toBeCloseTo(Math.log2(3));
  });

  test('is known for merges only', () => {
    const engine = engineOf('09:00 cl:d email:ada@x');
    expect(riskOf(engine).ofMerge(0)).toBeNull();
  });
});

describe('the risk of a profile', () => {
  test('is high for one that several people came into without a merge', () => {
    const log = ['ada', 'ben', 'cleo', 'dora']
      .map((name, i) => `1${i}:00  cl:k  email:${name}@x  first_name=${name}  last_name=${name}son`)
      .join('\n');
    const engine = engineOf(log, SHIPPED_RULESETS.components);
    const risk = riskOf(engine);
    const profile = ownerOf(engine, 'cl:k');
    expect(risk.merges).toEqual([]);
    expect(risk.profileScores[profile]).toBeGreaterThan(MEDIUM_RISK);
    expect(risk.profileScores[profile]).toBe(risk.ofProfile(profile).score);
  });

  test('is low for one person with two devices', () => {
    const engine = engineOf('09:00 cl:d1 email:a@x\n09:10 cl:d2 email:a@x');
    expect(riskOf(engine).profileScores[ownerOf(engine, 'email:a@x')]).toBeLessThan(MEDIUM_RISK);
  });
});

describe('scores', () => {
  const log = truthfulLog('components', 7, 1500);

  test('are the exact sums of their base and parts', () => {
    const risk = riskOf(log.engine);
    const waterfalls = risk.merges.map((merge) => risk.ofMerge(merge)!);
    for (let profile = 0; profile < log.engine.profileCount; profile += 1)
      if (log.engine.isPresent(profile)) waterfalls.push(risk.ofProfile(profile));
    expect(waterfalls.length).toBeGreaterThan(100);
    for (const { base, parts, score } of waterfalls)
      expect(parts.reduce((sum, { points }) => sum + points, base)).toBe(score);
    expect(waterfalls.map(({ score }) => score)).toEqual([
      ...risk.mergeScores,
      ...Array.from(risk.profileScores).filter((_, profile) => log.engine.isPresent(profile)),
    ]);
  });

  test('do not change when identifiers are renamed', () => {
    const events = logText(
      TWO_SIDES.replace('NAMES', 'first_name=Ben') +
        `
        12:00  cl:k  email:cleo@x  phone:+4917139207
        12:10  cl:k  email:dora@x
        12:20  cl:k  email:cleo@x  crm:9
        12:30  cl:d3 crm:9`,
    );
    const renamed = events.map(
      (event): CanonicalEvent => ({
        ...event,
        identifiers: event.identifiers.map(({ namespace, value }) => ({ namespace, value: `0new-${value}` })),
      }),
    );
    for (const ruleset of [SHIPPED_RULESETS.customerlabs, SHIPPED_RULESETS.components]) {
      const before = riskOf(engineOf(events, ruleset));
      const after = riskOf(engineOf(renamed, ruleset));
      expect(before.merges.length).toBeGreaterThan(0);
      expect(Array.from(after.mergeScores)).toEqual(Array.from(before.mergeScores));
      expect(Array.from(after.profileScores)).toEqual(Array.from(before.profileScores));
    }
  });
});
