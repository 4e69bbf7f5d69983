/** Law 3, diff soundness: diffs applied one after the other lead from nothing to the state, and their inverses back. */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { IdentityDiff, IdentityProjection } from '#shared/identity/diff.ts';
import {
  applyDiff,
  countDiff,
  diffIdentity,
  EMPTY_PROJECTION,
  invertDiff,
  projectIdentity,
} from '#shared/identity/diff.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { commit } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { LAST_OWNERS, NOBODY_OWNERS } from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

/** A projection without its tail of identifiers that nobody owns and that founded nothing. */
function meaning({ owner, state }: IdentityProjection): { owner: number[]; state: number[] } {
  let size = Math.max(owner.length, state.length);
  while (size > 0 && (owner[size - 1] ?? -1) === -1 && (state[size - 1] ?? 0) === 0) size -= 1;
  return { owner: [...owner.subarray(0, size)], state: [...state.subarray(0, size)] };
}

const RULESETS = [SHIPPED_RULESETS.customerlabs, LAST_OWNERS, NOBODY_OWNERS];

describe('diffs between commits', () => {
  it('lead from nothing to the state, and their inverses back to nothing', () => {
    checkLaw({
      law: 'diff-soundness',
      runs: 200,
      cases: fc.record({ log: troubledLog({ max: 24 }), how: delivery, rules: fc.nat(2) }),
      holds: ({ log, how, rules }) => {
        const engine = new IdentityEngine(RULESETS[rules]!);
        const diffs: IdentityDiff[] = [];
        let projection: IdentityProjection = EMPTY_PROJECTION;
        deliver(log.map(eventOf), how).forEach((events, source) => {
          commit(engine, events, source);
          const diff = diffIdentity(projection, projectIdentity(engine));
          diffs.push(diff);
          projection = applyDiff(projection, diff);
          expect(meaning(projection)).toEqual(meaning(projectIdentity(engine)));
        });
        let back = projection;
        for (const diff of diffs.toReversed()) back = applyDiff(back, invertDiff(diff));
        expect(meaning(back)).toEqual({ owner: [], state: [] });
      },
    });
  });
});

describe('a diff', () => {
  const drawn = (at: number, ...ids: string[]) => eventOf({ at, ids });

  it('counts profiles that came, were joined and rose, and identifiers that moved', () => {
    const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
    commit(engine, [
      drawn(1, 'anonymous_id:d'),
      drawn(2, 'anonymous_id:e', 'email:a@x.example'),
      drawn(3, 'anonymous_id:f'),
    ]);
    const before = projectIdentity(engine);
    commit(engine, [drawn(4, 'anonymous_id:d', 'email:a@x.example'), drawn(5, 'email:b@x.example')], 1);
    expect(countDiff(diffIdentity(before, projectIdentity(engine)))).toEqual({
      created: 1,
      gone: 1,
      changedState: 1,
      moved: 1,
    });
  });

  it('of another state is refused', () => {
    const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
    commit(engine, [drawn(1, 'email:a@x.example')]);
    const diff = diffIdentity(EMPTY_PROJECTION, projectIdentity(engine));
    expect(() => applyDiff(projectIdentity(engine), diff)).toThrow(/diff of this projection/);
  });
});
