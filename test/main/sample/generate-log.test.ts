import { describe, expect, it } from 'vitest';
import { generateLog, LOG_SHAPES } from '#main/sample/generate-log.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { generatedLog, readPlainly, referenceEvents, shareInConflict } from '../../support/generated-logs.ts';
import { eventKeyText, resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';

const RULES = referenceRules(SHIPPED_RULESETS.customerlabs);
const EVENTS = 6000;

describe.each(LOG_SHAPES)('a generated log, %s', (shape) => {
  const log = generatedLog({ events: EVENTS, seed: 11, shape });
  const events = log.records.map(readPlainly);

  it('has exactly the lines asked for, whatever their number', () => {
    for (const count of [1, 2, 3, 7, 40, 999])
      expect(generatedLog({ events: count, seed: 5, shape }).records).toHaveLength(count);
  });

  it('is the same for the same seed and another for another', () => {
    expect(generatedLog({ events: 500, seed: 11, shape })).toEqual(
      generatedLog({ events: 500, seed: 11, shape }),
    );
    expect(generatedLog({ events: 500, seed: 12, shape })).not.toEqual(
      generatedLog({ events: 500, seed: 11, shape }),
    );
  });

  it('looks like a log of a shop: size, identifiers, orders, sign-ups, companies', () => {
    const share = (name: string): number =>
      log.records.filter((record) => record.includes(`"event":"${name}"`)).length / EVENTS;
    const bytes = log.records.reduce((sum, record) => sum + record.length + 1, 0);
    const identifiers = events.flatMap((event) =>
      event.identifiers.map((one) => `${one.namespace}:${one.value}`),
    );
    expect(bytes / EVENTS).toBeGreaterThan(500);
    expect(bytes / EVENTS).toBeLessThan(620);
    expect(identifiers.length / EVENTS).toBeGreaterThan(2);
    expect(identifiers.length / EVENTS).toBeLessThan(2.6);
    expect(new Set(identifiers).size / EVENTS).toBeGreaterThan(0.22);
    expect(new Set(identifiers).size / EVENTS).toBeLessThan(0.36);
    expect(share('Purchased')).toBeGreaterThan(0.03);
    expect(share('Purchased')).toBeLessThan(0.055);
    expect(share('Create user')).toBeGreaterThan(0.06);
    expect(share('Create user')).toBeLessThan(0.12);
    expect(share('Create group')).toBeGreaterThan(0.002);
    expect(share('Create group')).toBeLessThan(0.01);
  });

  it('begins at once, however long it will be', () => {
    const lines = generateLog({ events: 10_000_000, seed: 3, shape });
    expect(lines.next().done).toBe(false);
    lines.return(undefined);
  });
});

describe('a clean log', () => {
  it.each([1, 2, 3, 4, 5, 6])('is resolved into exactly the people of its truth, seed %i', (seed) => {
    const log = generatedLog({ events: 3000, seed, shape: 'clean' });
    const result = resolveReference(referenceEvents(log.records), RULES);
    const personOf = new Map<string, Set<string>>();
    const profileOf = new Map<string, Set<string>>();
    log.records.forEach((record, index) => {
      const profile = result.credits.get(eventKeyText(readPlainly(record))) ?? 'nobody';
      const person = log.people[index]!;
      personOf.set(profile, (personOf.get(profile) ?? new Set()).add(person));
      profileOf.set(person, (profileOf.get(person) ?? new Set()).add(profile));
    });
    const mixed = Array.from(personOf.values()).filter((people) => people.size !== 1);
    const torn = Array.from(profileOf.values()).filter((profiles) => profiles.size !== 1);
    expect({ mixed, torn }).toEqual({ mixed: [], torn: [] });
    expect(result.duplicates).toEqual({ same: 0, sameContent: 0 });
    expect(result.unresolved.size).toBe(0);
    expect(result.decisions.filter((row) => row.action === 'refuse')).toEqual([]);
    expect(result.decisions.filter((row) => row.action === 'merge').length).toBeGreaterThan(50);
  });
});

describe('a tangled log', () => {
  const log = generatedLog({ events: EVENTS, seed: 21, shape: 'tangled' });
  const events = log.records.map(readPlainly);
  const result = resolveReference(referenceEvents(log.records), RULES);

  it('has a fifth of its events on one shared device and a twentieth on other kiosks', () => {
    const uses = new Map<string, number>();
    const users = new Map<string, Set<string>>();
    events.forEach((event, index) => {
      const device = event.identifiers.find((one) => one.namespace === 'customerlabs_user_id')?.value;
      if (device?.startsWith('CL-') !== true) return;
      uses.set(device, (uses.get(device) ?? 0) + 1);
      users.set(device, (users.get(device) ?? new Set()).add(log.people[index]!));
    });
    const shared = Array.from(uses)
      .filter(([device]) => users.get(device)!.size > 1)
      .map(([, count]) => count / EVENTS)
      .toSorted((a, b) => b - a);
    const [fleet = 0, ...kiosks] = shared;
    expect(fleet).toBeGreaterThan(0.18);
    expect(fleet).toBeLessThan(0.22);
    expect(kiosks.reduce((sum, part) => sum + part, 0)).toBeGreaterThan(0.035);
    expect(kiosks.reduce((sum, part) => sum + part, 0)).toBeLessThan(0.07);
  });

  it('has late, repeated, changed, anonymous-looking, nameless and simultaneous records', () => {
    const late = events.filter(
      (event, index) => event.at! < Math.max(...events.slice(0, index).map((one) => one.at!)),
    );
    const withPlaceholder = events.filter((event) => event.identifiers.some((one) => RULES.isBlocked(one)));
    const times = new Set(events.map((event) => event.at));
    const share = (count: number): number => Math.round((count / EVENTS) * 1000) / 10;
    expect(share(late.length)).toBeGreaterThan(1);
    expect(share(result.duplicates.same)).toBeGreaterThan(0.5);
    expect(share(result.duplicates.same)).toBeLessThan(1.6);
    expect(result.duplicates.sameContent).toBeGreaterThanOrEqual(0);
    expect(result.idReused).toBeGreaterThan(2);
    expect(share(withPlaceholder.length)).toBeGreaterThan(1.4);
    expect(share(withPlaceholder.length)).toBeLessThan(2.6);
    expect(share(events.filter((event) => event.id === null).length)).toBeGreaterThan(0.6);
    expect(share(EVENTS - times.size)).toBeGreaterThan(1.5);
    expect(result.unresolved.size).toBeGreaterThan(0);
  });

  it('has at least three in ten of its events in islands with conflicts', () => {
    expect(shareInConflict(result)).toBeGreaterThanOrEqual(0.3);
  });
});
