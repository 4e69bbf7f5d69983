import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import { ownedBestFirst, ownedCounts } from '#shared/profile/profile-columns.ts';
import { prepareSummaries, summarizeProfile } from '#shared/profile/profile-summary.ts';
import { drawnEvent, toEvent } from '../../support/drawn-events.ts';
import { lateEngineOf } from '../../support/engines.ts';
import { checkLaw } from '../../support/seeds.ts';

describe('profile summaries', () => {
  it('are the same from the columns as from the events of each profile', () => {
    checkLaw({
      law: 'profile-summary',
      cases: fc.array(drawnEvent, { maxLength: 25 }),
      runs: 300,
      holds: (log) => {
        const engine = lateEngineOf(log.map(toEvent));
        const profiles = [...presentProfiles(engine)];
        const fromEvents = profiles.map((profile) => summarizeProfile(engine, profile));
        prepareSummaries(engine);
        expect(profiles.map((profile) => summarizeProfile(engine, profile))).toEqual(fromEvents);
      },
    });
  });

  it('count as many identifiers as are listed', () => {
    checkLaw({
      law: 'profile-owned-identifiers',
      cases: fc.array(drawnEvent, { maxLength: 25 }),
      runs: 100,
      holds: (log) => {
        const engine = lateEngineOf(log.map(toEvent));
        for (const profile of presentProfiles(engine))
          expect(ownedBestFirst(engine, profile)).toHaveLength(ownedCounts(engine)[profile]!);
      },
    });
  });
});
