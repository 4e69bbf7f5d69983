/**
 * Pins, cuts and exclusions under every policy with a reference of its own, on random logs: after every commit the engine
 * equals the reference that obeys the same overrides, no profile has both sides of a cut, and what is taken back leaves no
 * trace. The default policy and its baseline have a suite of their own (`../overrides.oracle.test.ts`).
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery } from '../../../support/arbitraries.ts';
import type { DrawnOverride } from '../../../support/drawn-overrides.ts';
import { drawnOverridesOf, overridesOf } from '../../../support/drawn-overrides.ts';
import { commit } from '../../../support/engine-run.ts';
import type { DrawnEvent, PolicyOutcome } from '../../../support/policy-oracle.ts';
import {
  compareCanonically,
  compareRefusals,
  eventsOf,
  logOf,
  profilesOfEngine,
  profileText,
} from '../../../support/policy-oracle.ts';
import type { Vocabulary } from '../../../support/policy-vocabularies.ts';
import {
  MIXED,
  MIXPANEL_KINDS,
  MPARTICLE_REQUESTS,
  POSTHOG_KINDS,
  SEGMENT_TYPES,
  SNOWPLOW_FIELDS,
  USERS_WITH_ADDRESSES,
} from '../../../support/policy-vocabularies.ts';
import type { ReferenceOverrides } from '../../../support/reference-overrides.ts';
import { referenceOverrides } from '../../../support/reference-overrides.ts';
import { eventKeyText } from '../../../support/reference-resolver.ts';
import { referenceAdobeIgl } from '../../../support/references/adobe-igl.ts';
import { foldedByHand } from '../../../support/references/folding-by-hand.ts';
import { islandsByHand } from '../../../support/references/islands-by-hand.ts';
import { referenceLastTouch } from '../../../support/references/last-touch.ts';
import { referenceMixpanelOriginal } from '../../../support/references/mixpanel-original.ts';
import { referenceMixpanelSimplified } from '../../../support/references/mixpanel-simplified.ts';
import { referenceMparticle } from '../../../support/references/mparticle.ts';
import { referencePosthog } from '../../../support/references/posthog.ts';
import { referenceSegmentUnify } from '../../../support/references/segment-unify.ts';
import { referenceSnowplow } from '../../../support/references/snowplow-identities.ts';
import { referenceUnomi } from '../../../support/references/unomi.ts';
import { referenceWso2Cds } from '../../../support/references/wso2-cds.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const ISLANDS = {
  'snowplow-identities': { reference: referenceSnowplow, vocabulary: SNOWPLOW_FIELDS },
  'mparticle-profile-conversion': {
    reference: referenceMparticle('conversion'),
    vocabulary: MPARTICLE_REQUESTS,
  },
  'mparticle-profile-link': { reference: referenceMparticle('link'), vocabulary: MPARTICLE_REQUESTS },
  'mparticle-profile-isolation': {
    reference: referenceMparticle('isolation'),
    vocabulary: MPARTICLE_REQUESTS,
  },
  'mparticle-best-match': { reference: referenceMparticle('best-match'), vocabulary: MPARTICLE_REQUESTS },
  'adobe-igl': { reference: referenceAdobeIgl, vocabulary: MIXED },
  'last-touch': { reference: referenceLastTouch, vocabulary: MIXED },
  'wso2-cds': { reference: referenceWso2Cds, vocabulary: MIXED },
} as const;

type ByHand = (input: {
  readonly events: readonly CanonicalEvent[];
  readonly ruleset: Ruleset;
  readonly overrides: ReferenceOverrides;
}) => PolicyOutcome;

interface Row {
  readonly policy: keyof typeof SHIPPED_RULESETS;
  readonly byHand: ByHand;
  readonly vocabulary: Vocabulary;
}

const FOLDS = {
  'segment-unify': { reference: referenceSegmentUnify, vocabulary: SEGMENT_TYPES, survival: 'oldest' },
  posthog: { reference: referencePosthog, vocabulary: POSTHOG_KINDS, survival: 'better-ranked' },
  'mixpanel-simplified': {
    reference: referenceMixpanelSimplified,
    vocabulary: USERS_WITH_ADDRESSES,
    survival: 'better-ranked',
  },
  'mixpanel-original': {
    reference: referenceMixpanelOriginal,
    vocabulary: MIXPANEL_KINDS,
    survival: 'better-ranked',
  },
  unomi: { reference: referenceUnomi, vocabulary: MIXED, survival: 'oldest' },
} as const;

const ROWS: readonly Row[] = [
  ...Object.entries(FOLDS).map(
    ([policy, { reference, vocabulary, survival }]): Row => ({
      policy: policy as keyof typeof FOLDS,
      byHand: (input) => foldedByHand(reference, input, survival),
      vocabulary,
    }),
  ),
  ...Object.entries(ISLANDS).map(
    ([policy, { reference, vocabulary }]): Row => ({
      policy: policy as keyof typeof ISLANDS,
      byHand: (input) => islandsByHand(reference, input),
      vocabulary,
    }),
  ),
];

function expectProtected(
  { profiles }: PolicyOutcome,
  events: readonly CanonicalEvent[],
  overrides: ReferenceOverrides,
) {
  const keyOf = new Map(events.map((event) => [event.id!, eventKeyText(event)]));
  for (const [a, b] of overrides.cuts)
    for (const profile of profiles) {
      const sides = [...profile.identifiers, ...profile.events.map((id) => keyOf.get(id))];
      expect(sides.includes(a) && sides.includes(b), `${a} and ${b} in one profile`).toBe(false);
    }
}

describe.each(ROWS)('overrides under $policy', ({ policy, byHand, vocabulary }) => {
  const ruleset = SHIPPED_RULESETS[policy];
  const log = logOf({
    law: '',
    ruleset,
    reference: () => ({ profiles: [], refusals: [] }),
    runs: 0,
    maxEvents: 12,
    ...vocabulary,
  });
  const overrides = drawnOverridesOf(vocabulary.identifiers);
  const drawnEvents = (drawn: DrawnEvent[]): CanonicalEvent[] =>
    eventsOf(drawn, {
      law: '',
      ruleset,
      reference: () => ({ profiles: [], refusals: [] }),
      runs: 0,
      ...vocabulary,
    });

  it('are obeyed as by the plain reference after every commit', () => {
    checkLaw<{
      log: DrawnEvent[];
      drawn: DrawnOverride[];
      delivery: { shuffle: readonly number[]; cuts: readonly number[] };
    }>({
      law: `policy-overrides-${policy}`,
      runs: 150,
      cases: fc.record({ log, drawn: overrides, delivery }),
      holds: ({ log: lines, drawn, delivery: how }) => {
        const events = drawnEvents(lines);
        const list = overridesOf(drawn, events);
        const named = referenceOverrides(list);
        const engine = new IdentityEngine(ruleset);
        engine.setOverrides(list);
        const sofar: CanonicalEvent[] = [];
        for (const [source, part] of deliver(events, how).entries()) {
          commit(engine, part, source);
          sofar.push(...part);
          const expected = byHand({ events: sofar.toSorted(compareCanonically), ruleset, overrides: named });
          expectProtected(expected, events, named);
          expect(profilesOfEngine(engine)).toEqual(expected.profiles.map(profileText).toSorted());
          compareRefusals(engine, expected.refusals);
          expect(engine.digest()).toBe(resolve(engine).digest());
        }
      },
    });
  });

  it('may change at any time, and then back, and leave no trace', () => {
    checkLaw<{ log: DrawnEvent[]; lists: DrawnOverride[][] }>({
      law: `policy-overrides-change-${policy}`,
      runs: 60,
      cases: fc.record({ log, lists: fc.array(overrides, { minLength: 1, maxLength: 3 }) }),
      holds: ({ log: lines, lists }) => {
        const events = drawnEvents(lines);
        const engine = new IdentityEngine(ruleset);
        commit(engine, events);
        const before = { digest: engine.digest(), profiles: profilesOfEngine(engine) };
        for (const drawn of lists) {
          engine.setOverrides(overridesOf(drawn, events));
          engine.settle();
          expect(engine.digest()).toBe(resolve(engine).digest());
        }
        engine.setOverrides([]);
        engine.settle();
        expect({ digest: engine.digest(), profiles: profilesOfEngine(engine) }).toEqual(before);
      },
    });
  });
});
