/** Logs in which one value is written in many ways, and rulesets with normalisers that may take them for one key. */

import fc from 'fast-check';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { troubledLog } from './arbitraries.ts';
import type { EventDraft } from './plain-events.ts';

const WRITTEN: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => `CRM-${value}`,
  (value) => `00${value}`,
  (value) => `${value.slice(0, 1)}-${value.slice(1)}`,
  (value) => value.replace('@', '+news@'),
  (value) => value.replace('@x.example', '@gmail.com'),
  (value) => value.replace('@x.example', '@GoogleMail.com').replace(/^./, '$&.'),
  () => '--',
];

const STEPS = [
  'trim',
  'lower-case',
  'digits',
  'letters-and-digits',
  'leading-zeros',
  'email',
  'plus-tag',
  'gmail-dots',
  'strip-prefix:crm-',
  'strip-prefix:x',
  'strip-prefix:1',
];

export const drawnSteps: fc.Arbitrary<string[]> = fc.uniqueArray(fc.constantFrom(...STEPS), {
  minLength: 1,
  maxLength: 4,
});

/** The ruleset with a drawn normaliser, or none, for every entry whose values are keys. */
export function normalising(ruleset: Ruleset): fc.Arbitrary<Ruleset> {
  return fc.array(fc.option(drawnSteps), { minLength: 8, maxLength: 8 }).map((drawn) => {
    const namespaces = ruleset.namespaces.map((rule, index) => {
      const normalise = drawn[index % drawn.length] ?? null;
      const changed = normalise === null ? rule : { ...rule, normalise };
      return parseRuleset({ ...ruleset, namespaces: [changed] }).ok ? changed : rule;
    });
    return { ...ruleset, name: 'normalising', namespaces };
  });
}

/** A log for trouble whose identifiers are written in other ways here and there. */
export function respelledLog(events: {
  readonly min?: number;
  readonly max: number;
}): fc.Arbitrary<EventDraft[]> {
  return fc.tuple(troubledLog(events), drawnWays).map(([log, drawn]) => {
    const write = writer(drawn);
    const respelled = (texts: readonly string[]): string[] => [
      ...new Set(
        texts.map((text) => {
          const colon = text.indexOf(':') + 1;
          return text.slice(0, colon) + write(text.slice(colon));
        }),
      ),
    ];
    return log.map((draft) => ({
      ...draft,
      ids: respelled(draft.ids),
      ...(draft.company !== undefined && { company: respelled(draft.company) }),
    }));
  });
}

/** How values are written, one after the other and then from the beginning again. */
export const drawnWays = fc.array(fc.nat(WRITTEN.length - 1), { minLength: 1, maxLength: 12 });

export function writer(drawn: readonly number[]): (value: string) => string {
  let count = 0;
  return (value) => WRITTEN[drawn[count++ % drawn.length]!]!(value);
}
