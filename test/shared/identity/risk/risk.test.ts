import { describe, expect, test } from 'vitest';
import type { Progress } from '#shared/base/slices.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { Census, censusInSlices } from '#shared/identity/census.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Risk } from '#shared/identity/risk/risk.ts';
import { HIGH_RISK, MEDIUM_RISK, readRisk, riskInSlices } from '#shared/identity/risk/risk.ts';
import type { ScorePart, Waterfall } from '#shared/identity/risk/waterfall.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { engineOf, logText, ownerOf } from '../../../support/log-text.ts';
import { overridesFrom } from '../../../support/override-text.ts';
import { truthfulLog } from '../../../support/risk-samples.ts';

const riskOf = (engine: IdentityEngine): Risk => readRisk(new Census(engine));

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

  test('is of what rules decide, not of what a person pinned', () => {
    const engine = engineOf('10:00  email:ada@x\n10:05  email:ben@x');
    engine.setOverrides(overridesFrom('pin email:ada@x email:ben@x'));
    engine.settle();
    expect(engine.isPresent(ownerOf(engine, 'email:ben@x'))).toBe(true);
    expect(ownerOf(engine, 'email:ben@x')).toBe(ownerOf(engine, 'email:ada@x'));
    expect(riskOf(engine).merges).toEqual([]);
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

describe('the parts of a score', () => {
  const partOf = (waterfall: Waterfall, name: string): ScorePart =>
    waterfall.parts.find((part) => part.name === name)!;
  const namesOf = (engine: IdentityEngine, part: ScorePart): string[] =>
    part.identifiers.map((identifier) => engine.store.identifierTable.get(identifier).value);

  test('all say what they were read from, under both rulesets', () => {
    for (const { engine } of [truthfulLog('components', 7, 1500), truthfulLog('customerlabs', 101, 3000)]) {
      const risk = riskOf(engine);
      const waterfalls = risk.merges.map((merge) => risk.ofMerge(merge)!);
      for (let profile = 0; profile < engine.profileCount; profile += 1)
        if (engine.isPresent(profile)) waterfalls.push(risk.ofProfile(profile));
      const parts = waterfalls.flatMap((waterfall) => waterfall.parts);
      expect(new Set(parts.map(({ name }) => name)).size).toBeGreaterThan(10);
      const mute = parts.filter(({ events }) => events.length === 0);
      expect(mute.map(({ name }) => name)).toEqual([]);
      expect(Math.max(...parts.map(({ events }) => events.length))).toBe(5);
    }
  });

  test('of a merge name the events and identifiers of its sides', () => {
    const engine = engineOf(TWO_SIDES.replace('NAMES', 'first_name=Ben'));
    const waterfall = onlyMerge(engine);
    expect(partOf(waterfall, 'conflicting traits').events).toEqual([0, 3]);
    expect(partOf(waterfall, 'independent histories').events).toEqual([3, 4, 5]);
    const met = partOf(waterfall, 'single event');
    expect(met.events).toEqual([6]);
    expect(namesOf(engine, met).toSorted()).toEqual(['ada@x', 'd2']);
    const both = partOf(waterfall, 'both identified');
    expect(namesOf(engine, both).toSorted()).toEqual(['+4917139200', 'ada@x']);
    expect(new Set(both.events)).toEqual(new Set([0, 3]));
  });

  test('know a device that was used in visits of which nobody was known', () => {
    const engine = engineOf(`
      08:00  email:ada@x  cl:home
      09:00  cl:k
      09:01  cl:k
      12:00  cl:k
      12:01  cl:k  email:ada@x
      13:00  cl:k  email:ben@x
    `);
    const waterfall = onlyMerge(engine);
    const earlier = partOf(waterfall, 'earlier visits');
    expect(earlier.amount).toBeCloseTo(Math.log2(1 + 2));
    expect(earlier.events).toEqual([1, 3, 4]);
    expect(namesOf(engine, earlier)).toEqual(['k']);
    expect(amountOf(waterfall, 'unclaimed events')).toBeCloseTo(Math.log2(1 + 2));
    expect(amountOf(waterfall, 'unclaimed days')).toBeCloseTo(Math.log2(1 + 181 / 1440));
  });

  test('call no visit earlier that goes on, and none shared that one person made', () => {
    const log = (last: string): string => `
      08:00  email:ada@x  cl:home
      09:00  cl:k
      09:01  cl:k  email:ada@x
      ${last}`;
    expect(amountOf(onlyMerge(engineOf(log('13:00  cl:k  email:ben@x'))), 'earlier visits')).toBe(0);
    const own = log('').replace('09:01', '12:01');
    expect(amountOf(onlyMerge(engineOf(own)), 'earlier visits')).toBe(0);
    expect(amountOf(onlyMerge(engineOf(own)), 'unclaimed events')).toBe(1);
  });

  test('of a profile name its riskiest merge and what it holds twice', () => {
    const engine = engineOf(
      `
      09:00  cl:k  email:ada@x  first_name=Ada
      09:10  cl:k  email:ben@x  first_name=Ben
      09:20  cl:d  email:cleo@x
      09:30  cl:d  cl:k
    `,
      SHIPPED_RULESETS.components,
    );
    const waterfall = riskOf(engine).ofProfile(ownerOf(engine, 'cl:k'));
    expect(partOf(waterfall, 'riskiest merge').events).toEqual([3]);
    expect(namesOf(engine, partOf(waterfall, 'riskiest merge')).toSorted()).toEqual(['d', 'k']);
    expect(namesOf(engine, partOf(waterfall, 'several identifiers'))).toEqual(['ada@x', 'ben@x', 'cleo@x']);
    expect(partOf(waterfall, 'conflicting traits').events).toEqual([0, 1]);
    expect(partOf(waterfall, 'kiosk rhythm').events).toEqual([0, 1]);
  });
});

describe('risk in slices', () => {
  test('says how many events it has seen, and scores the same', () => {
    const { engine } = truthfulLog('components', 7, 1500);
    const census = new Census(engine);
    const steps: Progress[] = [];
    const work = riskInSlices(census);
    let step = work.next();
    for (; step.done !== true; step = work.next()) steps.push(step.value);
    expect(step.value.mergeScores).toEqual(readRisk(census).mergeScores);
    expect(step.value.profileScores).toEqual(readRisk(census).profileScores);
    expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([census.rows.length]));
    expect(steps.at(-1)!.done).toBe(census.rows.length);
  });

  test('pauses after every few thousand events', () => {
    const log = Array.from(
      { length: 12_000 },
      (_, i) => `${10 + (i % 10)}:00 cl:d${i % 50} email:p${i % 50}@x`,
    );
    const engine = engineOf(log.join('\n'));
    const count = (work: Iterator<unknown>): number => {
      let slices = 0;
      while (work.next().done !== true) slices += 1;
      return slices;
    };
    const census = new Census(engine);
    expect(count(riskInSlices(census))).toBeGreaterThanOrEqual(census.rows.length / 4096);
    expect(count(censusInSlices(engine))).toBeGreaterThanOrEqual(census.rows.length / 8192);
  });
});
