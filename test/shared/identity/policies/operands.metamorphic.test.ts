/**
 * Laws of the engine on random logs full of trouble, under the policies that go by operands: fresh equals incremental and
 * partition of input (one digest however the events come), conservation, and a row for every key that did not come along.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../../support/arbitraries.ts';
import { resolved } from '../../../support/engine-run.ts';
import { eventOf } from '../../../support/plain-events.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';
import { acceptedRows, presentProfiles } from '../../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const NAMES = ['$identify', '$create_alias', '$merge', '$merge_dangerously', 'Viewed'];
const log = troubledLog({ max: 16 });
const names = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 7 });

describe.each(['posthog', 'mixpanel-simplified', 'mixpanel-original'] as const)('%s', (policy) => {
  const ruleset = SHIPPED_RULESETS[policy];

  it('comes to one digest in any order and number of commits, and credits every event once', () => {
    checkLaw({
      law: `operands-${policy}`,
      runs: 120,
      cases: fc.record({ log, names, how: delivery }),
      holds: ({ log: drafts, names: drawn, how }) => {
        const events = drafts.map(
          (draft, place): CanonicalEvent => ({
            ...eventOf(draft),
            // Copies of an event are the same call.
            name: drawn[(draft.id?.length ?? place) % drawn.length]!,
          }),
        );
        const whole = resolved([events], ruleset);
        const cut = resolved(deliver(events, how), ruleset);
        expect(cut.digest()).toBe(whole.digest());
        expectConservation(cut);
      },
    });
  });
});

function expectConservation(engine: IdentityEngine): void {
  const credited = presentProfiles(engine).flatMap((profile) => engine.eventsOf(profile));
  expect(new Set(credited).size).toBe(credited.length);
  const accepted = acceptedRows(engine);
  expect(credited.toSorted((a, b) => a - b)).toEqual(accepted.filter((event) => engine.creditOf(event) >= 0));
  for (let identifier = 0; identifier < engine.store.identifierTable.size; identifier += 1)
    expect(engine.ownersOf(identifier).length).toBeLessThanOrEqual(1);
  const refused = new Set<string>();
  for (let row = 0; row < engine.decisionCount; row += 1) {
    if (!engine.isDecision(row)) continue;
    const { action, identifier, profile } = engine.decision(row);
    if (action === 'refuse') refused.add(`${identifier} ${engine.canonical(profile)}`);
  }
  for (const event of accepted) {
    const credit = engine.creditOf(event);
    if (credit < 0) continue;
    for (let i = engine.store.identifierStart(event); i < engine.store.identifierEnds.at(event); i += 1) {
      const key = engine.store.identifiers.at(i);
      if (engine.rank(key) === 0 || engine.ownerOf(key) === credit) continue;
      expect(refused).toContain(`${key} ${credit}`);
    }
  }
}
