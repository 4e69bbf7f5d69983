import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { computeTraits } from '#shared/profile/survivorship.ts';
import { makeEvent, rows, storeOf } from '../../support/events.ts';

/** Traits of events that are already in canonical order. */
function traitsOf(...traits: { [name: string]: CanonicalEvent['traits'][number]['value'] }[]) {
  const events = traits.map((said) => makeEvent('email:a@x.example', { traits: said }));
  return computeTraits(storeOf(events), rows(events.length));
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
});
