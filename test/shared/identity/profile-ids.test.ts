import { expect, it, vi } from 'vitest';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { commit, resolved } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { presentProfiles } from '../../support/summaries.ts';
import { calls } from '../../support/vendor-calls.ts';

const PEOPLE = 300;
/** A device that founds an anonymous profile at every logout. */
const KIOSK = calls(
  ...Array.from({ length: PEOPLE }, (_, person): [string, string][] => [
    ['login', `idfv:kiosk customer_id:c${person}`],
    ['logout', 'idfv:kiosk'],
  ]).flat(),
);

it('finds every profile that a device founded later, also after they were resolved again', () => {
  const engine = resolved([KIOSK], SHIPPED_RULESETS['mparticle-profile-link']);
  for (let round = 0; round < 2; round += 1) {
    const present = presentProfiles(engine);
    expect(present.length).toBeGreaterThan(PEOPLE);
    for (const profile of present) expect(engine.findProfile(engine.profileId(profile))).toBe(profile);
    commit(engine, [eventOf({ ids: ['idfv:kiosk'], at: 0, note: round })], round + 1);
  }
});

it('looks at few profiles to find one of them', () => {
  const engine = resolved([KIOSK], SHIPPED_RULESETS['mparticle-profile-link']);
  const ids = presentProfiles(engine).map((profile) => engine.profileId(profile));
  engine.findProfile(ids[0]!);
  const written = vi.spyOn(engine.ids, 'writeId');
  for (const id of ids) engine.findProfile(id);
  expect(written.mock.calls.length).toBeLessThan(4 * ids.length);
});
