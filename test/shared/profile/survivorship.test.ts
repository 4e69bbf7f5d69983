import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { computeTraits } from '#shared/profile/survivorship.ts';
import { makeEvent, rows, storeOf } from '../../support/events.ts';

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
