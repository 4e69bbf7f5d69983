import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { computeTraits, unknownSources } from '#shared/profile/survivorship.ts';
import { batchOf, makeEvent, rows, storeOf } from '../../support/events.ts';

type Rules = Ruleset['survivorship'];

interface Said {
  [name: string]: CanonicalEvent['traits'][number]['value'];
}

/** Traits of events that are already in canonical order. */
function traitsOf(...traits: Said[]) {
  return traitsUnder({ default: 'most-recent' }, ...traits);
}

function traitsUnder(rules: Rules, ...traits: Said[]) {
  const events = traits.map((said) => makeEvent('email:a@x.example', { traits: said }));
  return computeTraits(storeOf(events), rows(events.length), rules);
}

describe('survivorship by source', () => {
  const SOURCES = ['crm.csv', 'exports/Web.2026.ndjson', 'shop.json'];

  /** Traits said by sources, one after the other. */
  function traitsBySource(rules: Rules, ...said: [source: number, city: unknown][]) {
    const store = storeOf([]);
    SOURCES.forEach((name, source) => store.sourceNames.set(source, name, source === 2 ? 'shopify' : 'weft'));
    for (const [source, city] of said)
      store.append(
        batchOf([makeEvent('email:a@x.example', { traits: { city: city as string } })]),
        source,
        1,
      );
    return computeTraits(store, rows(said.length), rules);
  }

  const by = (...sources: string[]): Rules => ({ default: { strategy: 'by-source', sources } });

  it.each([
    [['crm.csv', 'web'], '"Kiel"', 1],
    [['WEB.2026.NDJSON', 'crm.csv'], '"Lyon"', 4],
    [['shopify'], '"Oslo"', 3],
    [['nowhere'], '"Bonn"', 5],
    [['nowhere', 'crm'], '"Kiel"', 1],
  ])('takes of %j what the first source that said one said last', (sources, value, event) => {
    const said = ['Rom', 'Kiel', 'Riga', 'Oslo', 'Lyon', 'Bonn'];
    const from = [0, 0, 1, 2, 1, 3];
    const [city] = traitsBySource(
      by(...sources),
      ...said.map((one, at): [number, string] => [from[at]!, one]),
    );
    expect(city?.winner).toEqual({ value, event });
    const others = said.map((one) => JSON.stringify(one)).filter((one) => one !== value);
    expect(city?.others.map((one) => one.value)).toEqual(others.reverse());
  });

  it('names the event of the source that counts, also when others have said the same since', () => {
    const [city] = traitsBySource(by('crm'), [0, 'Kiel'], [1, 'Kiel'], [1, 'Lyon']);
    expect(city?.winner).toEqual({ value: '"Kiel"', event: 0 });
    expect(city?.others).toEqual([{ value: '"Lyon"', event: 2 }]);
  });

  it('may be for single traits, and names the sources that nothing is called by', () => {
    const traits = [{ names: ['city'], strategy: 'by-source' as const, sources: ['web', 'Crm.csv'] }];
    const [city] = traitsBySource({ default: 'oldest', traits }, [0, 'Kiel'], [1, 'Lyon'], [0, 'Rom']);
    expect(city?.winner.value).toBe('"Lyon"');
    const store = storeOf([]);
    store.sourceNames.set(0, 'crm.csv', 'weft');
    const ruleset = {
      ...SHIPPED_RULESETS.customerlabs,
      survivorship: { default: 'oldest' as const, traits },
    };
    expect(unknownSources(store, ruleset)).toEqual(['web']);
    expect(unknownSources(store, SHIPPED_RULESETS.customerlabs)).toEqual([]);
  });
});

describe('survivorship', () => {
  it('lets the value said last win and keeps the others, latest first', () => {
    const [city] = traitsOf({ city: 'Bremen' }, { city: 'Lyon' }, { city: 'Kiel' });
    expect(city?.winner).toEqual({ value: '"Kiel"', event: 2 });
    expect(city?.others).toEqual([
      { value: '"Lyon"', event: 1 },
      { value: '"Bremen"', event: 0 },
    ]);
  });

  it('keeps one entry a value, with the event that said it last', () => {
    const [city] = traitsOf({ city: 'Lyon' }, { city: 'Kiel' }, { city: 'Lyon' });
    expect(city?.winner).toEqual({ value: '"Lyon"', event: 2 });
    expect(city?.others).toEqual([{ value: '"Kiel"', event: 1 }]);
  });

  it('tells 1, "1" and true apart', () => {
    const [level] = traitsOf({ level: 1 }, { level: '1' }, { level: true });
    expect(level?.winner.value).toBe('true');
    expect(level?.others.map(({ value }) => value)).toEqual(['"1"', '1']);
  });

  it('lists traits by name and takes any name as data', () => {
    const hostile = JSON.parse('{"zip":1,"__proto__":{"x":1},"constructor":2}') as { [name: string]: number };
    expect(traitsOf(hostile).map(({ name, winner }) => [name, winner.value])).toEqual([
      ['__proto__', '{"x":1}'],
      ['constructor', '2'],
      ['zip', '1'],
    ]);
  });

  it.each([
    ['most-recent', '""', 5],
    ['oldest', '"Kiel"', 0],
    ['most-frequent', '"Lyon"', 2],
    ['non-empty', '["Riga"]', 4],
    ['union', '["Kiel","Lyon","Bremen","Riga"]', 5],
  ] as const)('obeys the strategy %s and loses no value', (strategy, value, event) => {
    const cities = ['Kiel', 'Lyon', 'Lyon', 'Bremen', ['Riga'], ''];
    const [city] = traitsUnder({ default: strategy }, ...cities.map((one) => ({ city: one })));
    expect(city?.winner).toEqual({ value, event });
    const kept = [city!.winner, ...city!.others].map((one) => one.value);
    expect(kept).toEqual(expect.arrayContaining(cities.map((one) => JSON.stringify(one))));
  });

  it('takes of values said equally often the later, and without a value that is not empty the last', () => {
    const said = [{ city: 'Kiel' }, { city: 'Lyon' }];
    expect(traitsUnder({ default: 'most-frequent' }, ...said)[0]?.winner.value).toBe('"Lyon"');
    const empty = [{ city: [] }, { city: '  ' }, { city: null }];
    expect(traitsUnder({ default: 'non-empty' }, ...empty)[0]?.winner.value).toBe('null');
    expect(traitsUnder({ default: 'union' }, ...empty)[0]?.winner.value).toBe('[]');
  });

  it('lets single traits have a strategy of their own', () => {
    const rules: Rules = { default: 'oldest', traits: [{ names: ['plan'], strategy: 'most-recent' }] };
    const winners = traitsUnder(rules, { city: 'Kiel', plan: 'free' }, { city: 'Lyon', plan: 'paid' });
    expect(winners.map(({ winner }) => winner.value)).toEqual(['"Kiel"', '"paid"']);
  });
});
