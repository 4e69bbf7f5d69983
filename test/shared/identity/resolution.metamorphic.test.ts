/** Several resolutions of one store: each equals an engine that was only ever given what the resolution takes. */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import { resolve } from '#shared/identity/resolution.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { summarize } from '#shared/identity/summary.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { resolved } from '../../support/engine-run.ts';
import type { EventDraft } from '../../support/plain-events.ts';
import { eventOf } from '../../support/plain-events.ts';
import { LAST_OWNERS, NOBODY_OWNERS } from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const MINUTE = 60_000;
const cases = fc.record({
  log: troubledLog({ max: 24 }),
  how: delivery,
  minute: fc.integer({ min: -1, max: 15 }),
  rules: fc.nat(2),
});
/** Under which devices pass on, with their history or without it, or are nobody's. */
const RULESETS = [SHIPPED_RULESETS.customerlabs, LAST_OWNERS, NOBODY_OWNERS];

/** Everything that does not depend on how rows are numbered. */
const answerOf = (resolution: Resolution) => summarize(resolution, 0);

function engineWith(events: readonly CanonicalEvent[], rules = 0): IdentityEngine {
  return resolved([events], RULESETS[rules]);
}

describe('a second resolution of a store', () => {
  it('without a wish says what the engine says, and changes nothing of it', () => {
    checkLaw({
      law: 'resolution-of-the-present',
      runs: 100,
      cases,
      holds: ({ log, how, rules }) => {
        const engine = resolved(deliver(log.map(eventOf), how), RULESETS[rules]);
        const before = answerOf(engine);
        expect(answerOf(resolve(engine))).toEqual(before);
        expect(answerOf(resolve(engine, { asOf: Number.POSITIVE_INFINITY }))).toEqual(before);
        expect(answerOf(resolve(engine, { knownAt: Number.POSITIVE_INFINITY }))).toEqual(before);
        expect(answerOf(engine)).toEqual(before);
        // It costs one resolution: every event that counts is read once.
        expect(resolve(engine).work.eventsRead).toBe(engine.store.acceptedCount);
      },
    });
  });

  it('under other rules says what the engine says under them', () => {
    checkLaw({
      law: 'resolution-under-other-rules',
      runs: 100,
      cases,
      holds: ({ log, how }) => {
        const engine = resolved(deliver(log.map(eventOf), how));
        const other = resolve(engine, { ruleset: SHIPPED_RULESETS.components });
        engine.setRuleset(SHIPPED_RULESETS.components);
        engine.settle();
        expect(answerOf(other)).toEqual(answerOf(engine));
      },
    });
  });

  it('as of a moment equals resolving the events up to then afresh', () => {
    checkLaw({
      law: 'resolution-as-of',
      runs: 200,
      cases,
      holds: ({ log, how, minute, rules }) => {
        const asOf = minute * MINUTE;
        const events = deliver(log.map(eventOf), how).flat();
        const engine = engineWith(events, rules);
        const { store } = engine;
        const prefix = events.filter((_, row) => !(store.at.at(store.acceptedRowOf(row)) > asOf));
        expect(answerOf(resolve(engine, { asOf }))).toEqual(answerOf(engineWith(prefix, rules)));
      },
    });
  });

  it('as known at a moment equals resolving the records received up to then afresh', () => {
    checkLaw({
      law: 'resolution-known-at',
      runs: 200,
      cases,
      holds: ({ log, how, minute, rules }) => {
        const knownAt = minute * MINUTE;
        const events = deliver(log.map(eventOf), how).flat();
        const known = events.filter(({ at, receivedAt }) => (receivedAt ?? at ?? knownAt) <= knownAt);
        expect(answerOf(resolve(engineWith(events, rules), { knownAt }))).toEqual(
          answerOf(engineWith(known, rules)),
        );
      },
    });
  });

  it('as known at one moment of another takes what both leave', () => {
    checkLaw({
      law: 'resolution-both-times',
      runs: 100,
      cases: fc.record({ log: troubledLog({ max: 24 }), known: fc.nat(14), happened: fc.nat(12) }),
      holds: ({ log, known, happened }) => {
        const knownAt = known * MINUTE;
        const events = log.map(eventOf);
        const then = engineWith(
          events.filter(({ at, receivedAt }) => (receivedAt ?? at ?? knownAt) <= knownAt),
        );
        const asOf = happened * MINUTE;
        expect(answerOf(resolve(engineWith(events), { knownAt, asOf }))).toEqual(
          answerOf(resolve(then, { asOf })),
        );
        const engine = engineWith(events);
        expect(answerOf(resolve(resolve(engine, { knownAt }), { asOf }))).toEqual(
          answerOf(resolve(engine, { knownAt, asOf })),
        );
      },
    });
  });

  it('without a source says what the other sources say, copies that did not count among them', () => {
    checkLaw({
      law: 'resolution-without-a-source',
      runs: 200,
      cases,
      holds: ({ log, how, rules }) => {
        const commits = deliver(log.map(eventOf), how);
        const engine = resolved(commits, RULESETS[rules]);
        commits.forEach((_, source) => {
          const rest = resolved(
            commits.filter((__, other) => other !== source),
            RULESETS[rules],
          );
          expect(answerOf(resolve(engine, { withoutSources: [source] }))).toEqual(answerOf(rest));
        });
      },
    });
  });
});

describe('the received order', () => {
  it('is that of the received times, where each event has one of its own', () => {
    const timed = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 24, maxLength: 24 });
    checkLaw({
      law: 'resolution-by-received-time',
      runs: 200,
      cases: fc.record({ log: troubledLog({ max: 20 }), times: timed }),
      holds: ({ log, times }) => {
        const drafts = log.map((draft, place): EventDraft => {
          const [at, received] = times[place]!;
          return { ...draft, id: `e${place}`, at, receivedAt: received * 100 + place };
        });
        const byReceived = resolve(engineWith(drafts.map(eventOf)), { order: 'received' });
        const asIfHappened = engineWith(drafts.map((draft) => eventOf({ ...draft, at: draft.receivedAt! })));
        expect(byReceived.digest()).toBe(asIfHappened.digest());
      },
    });
  });

  it('is the canonical one where nothing says when it was received', () => {
    checkLaw({
      law: 'resolution-without-received-times',
      runs: 100,
      cases: troubledLog({ max: 24 }),
      holds: (log) => {
        const engine = engineWith(log.map((draft) => eventOf({ ...draft, receivedAt: null })));
        expect(resolve(engine, { order: 'received' }).digest()).toBe(engine.digest());
      },
    });
  });
});
