/**
 * The laws of explanations, judged by the plain resolver, which knows nothing of evidence graphs, cuts or trials: a path
 * is true, a cut separates, what is called minimal has nothing smaller, and a proposed change joins.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { explain } from '#shared/identity/explain/explain.ts';
import { explainNot } from '#shared/identity/explain/explain-not.ts';
import type { Cut } from '#shared/identity/explain/minimal-cut.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { troubledLog } from '../../../support/arbitraries.ts';
import { asReference, resolved } from '../../../support/engine-run.ts';
import { eventOf } from '../../../support/plain-events.ts';
import type { ReferenceResult, ReferenceRules } from '../../../support/reference-resolver.ts';
import { eventKeyText, identifierText, resolveReference } from '../../../support/reference-resolver.ts';
import { referenceRules } from '../../../support/reference-rules.ts';
import { CAPPED, LIMITED } from '../../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const RULESETS = [
  { name: 'customerlabs', ruleset: SHIPPED_RULESETS.customerlabs, runs: 120 },
  { name: 'components', ruleset: SHIPPED_RULESETS.components, runs: 60 },
  { name: 'limited', ruleset: LIMITED, runs: 100 },
  { name: 'capped', ruleset: CAPPED, runs: 60 },
];

const cases = fc.record({ log: troubledLog({ min: 2, max: 9 }), first: fc.nat(1000), second: fc.nat(1000) });

/** The engine, and two identifiers of its log that are not one. */
function drawn(
  { log, first, second }: { log: Parameters<typeof eventOf>[0][]; first: number; second: number },
  ruleset: Ruleset,
  isWanted: (engine: IdentityEngine, a: number, b: number) => boolean,
): { engine: IdentityEngine; events: CanonicalEvent[]; a: number; b: number } | null {
  const events = log.map(eventOf);
  const engine = resolved([events], ruleset);
  const { size } = engine.store.identifierTable;
  const pairs: [number, number][] = [];
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < size; b += 1) if (a !== b && isWanted(engine, a, b)) pairs.push([a, b]);
  const pair = pairs[(first * 1001 + second) % Math.max(1, pairs.length)];
  return pair === undefined ? null : { engine, events, a: pair[0], b: pair[1] };
}

function areTogether(engine: IdentityEngine, a: number, b: number): boolean {
  return engine.ownerOf(a) >= 0 && engine.ownerOf(a) === engine.ownerOf(b);
}

const textOf = (engine: IdentityEngine, identifier: number): string =>
  identifierText(engine.store.identifierTable.get(identifier));

function ownerIn({ profiles }: ReferenceResult, text: string): string | null {
  return profiles.find(({ identifiers }) => identifiers.includes(text))?.id ?? null;
}

function isApart(result: ReferenceResult, a: string, b: string): boolean {
  const owner = ownerIn(result, a);
  return owner === null || owner !== ownerIn(result, b);
}

/** Resolves the log as if events, by their keys, or values had never been. */
function without(
  events: readonly CanonicalEvent[],
  rules: ReferenceRules,
  away: { keys?: ReadonlySet<string>; values?: ReadonlySet<string> },
): ReferenceResult {
  const left = events.filter((event) => away.keys?.has(eventKeyText(event)) !== true);
  return resolveReference(asReference(left), {
    ...rules,
    isBlocked: (one) => away.values?.has(identifierText(one)) === true || rules.isBlocked(one),
  });
}

function* smallerSets<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let mask = 1; mask < 1 << all.length; mask += 1) {
    const set = all.filter((_, place) => (mask & (1 << place)) !== 0);
    if (set.length < size) yield set;
  }
}

describe.each(RULESETS)('explanations of random logs, $name', ({ name, ruleset, runs }) => {
  const rules = referenceRules(ruleset);

  it('follow events that carry both ends of every hop and are credited to the profile', () => {
    checkLaw({
      law: `explain-path-${name}`,
      runs,
      cases,
      holds: (input) => {
        const found = drawn(input, ruleset, areTogether);
        if (found === null) return;
        const { engine, events, a, b } = found;
        const reference = resolveReference(asReference(events), rules);
        const owner = ownerIn(reference, textOf(engine, a));
        const { path } = explain(
          engine,
          { kind: 'identifier', identifier: a },
          { kind: 'identifier', identifier: b },
        )!;
        const steps = [path!.start, ...path!.hops.map(({ to }) => to)];
        expect([steps[0], steps.at(-1)]).toEqual([a, b]);
        path!.hops.forEach((hop, place) => {
          expect([hop.from, hop.to]).toEqual([steps[place], steps[place + 1]]);
          const event = events[engine.store.line.at(hop.event) - 1]!;
          const carried = event.identifiers.map(identifierText);
          expect(carried).toContain(textOf(engine, hop.from));
          expect(carried).toContain(textOf(engine, hop.to));
          expect(reference.credits.get(eventKeyText(event))).toBe(owner);
        });
      },
    });
  });

  it('give cuts that separate, and nothing smaller than what they call minimal does', () => {
    checkLaw({
      law: `explain-cut-${name}`,
      runs,
      cases,
      holds: (input) => {
        const found = drawn(input, ruleset, areTogether);
        if (found === null) return;
        const { engine, events, a, b } = found;
        const [textA, textB] = [textOf(engine, a), textOf(engine, b)];
        const { cuts } = explain(
          engine,
          { kind: 'identifier', identifier: a },
          { kind: 'identifier', identifier: b },
        )!;
        const keyOf = (row: number): string => eventKeyText(events[engine.store.line.at(row) - 1]!);
        const separates = (kind: Cut['kind'], texts: readonly string[]): boolean =>
          isApart(
            without(events, rules, kind === 'events' ? { keys: new Set(texts) } : { values: new Set(texts) }),
            textA,
            textB,
          );
        const all = {
          events: [...new Set(events.map(eventKeyText))],
          values: [...new Set(events.flatMap(({ identifiers }) => identifiers.map(identifierText)))].filter(
            (text) => text !== textA && text !== textB,
          ),
        };
        for (const { kind, status, items } of Object.values(cuts)) {
          if (status === 'none within the bound') {
            expect(items).toEqual([]);
            continue;
          }
          const texts = items.map((item) => (kind === 'events' ? keyOf(item) : textOf(engine, item)));
          expect(separates(kind, texts)).toBe(true);
          if (status !== 'minimal' || all[kind].length > 14) continue;
          for (const smaller of smallerSets(all[kind], items.length))
            expect(separates(kind, smaller), `${smaller.join()} instead of ${texts.join()}`).toBe(false);
        }
      },
    });
  });

  it('propose changes of rules that join', () => {
    checkLaw({
      law: `explain-not-${name}`,
      runs,
      cases,
      holds: (input) => {
        const found = drawn(input, ruleset, (engine, a, b) => !areTogether(engine, a, b));
        if (found === null) return;
        const { engine, events, a, b } = found;
        const why = explainNot(
          engine,
          { kind: 'identifier', identifier: a },
          { kind: 'identifier', identifier: b },
        )!;
        for (const { ruleset: changed, change } of why.changes) {
          if (changed === undefined) continue;
          const result = resolveReference(asReference(events), referenceRules(changed));
          expect(isApart(result, textOf(engine, a), textOf(engine, b)), JSON.stringify(change)).toBe(false);
        }
        if (why.neverMet) expect(why.changes.every(({ change }) => change.kind === 'pin')).toBe(true);
      },
    });
  });
});
