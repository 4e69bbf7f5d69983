/** A page of the profile list: searched, filtered by state, in one of the orders. Every number of the list comes from here. */

import type { ProfileState } from '#shared/identity/identity.ts';
import { PROFILE_STATES } from '#shared/identity/identity.ts';
import { profileStates } from '#shared/identity/tallies.ts';
import { stateColumn } from '#shared/profile/profile-columns.ts';
import type { ProfileFilter } from '#shared/protocol/requests.ts';
import type { ProfilesPage } from '#shared/protocol/results/profile.ts';
import type { QueryContext } from './context.ts';
import { profileRow } from './context.ts';
import { profilesInOrder } from './profile-order.ts';
import { searchProfiles } from './profile-search.ts';

export interface ProfileSelection {
  /** Profiles that pass the filter, in its order. */
  readonly profiles: Uint32Array;
  /** Found profiles by state, whichever states the filter asks for. */
  readonly states: { readonly [state in ProfileState]: number };
  readonly searched: string | null;
}

/** The selected profiles must not be changed. Cost: one look at every profile once order and search are known; without a filter, none. */
export function selectProfiles(context: QueryContext, filter: ProfileFilter): ProfileSelection {
  const { engine, country } = context;
  const text = filter.search.trim();
  const search = text === '' ? null : searchProfiles(engine, text, country);
  const order = profilesInOrder(engine, filter.sort, filter.descending);
  if (search === null && filter.states.length === 0) {
    const [anonymous = 0, known = 0, unified = 0] = profileStates(engine).counts;
    return { profiles: order, states: { anonymous, known, unified }, searched: null };
  }
  const wanted = PROFILE_STATES.map((state) => filter.states.length === 0 || filter.states.includes(state));
  const states = stateColumn(engine);
  const counts = [0, 0, 0];
  const profiles = new Uint32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i += 1) {
    const profile = order[i]!;
    if (search !== null && search.found[profile] === 0) continue;
    const state = states[profile]!;
    counts[state]! += 1;
    if (wanted[state]) profiles[count++] = profile;
  }
  const [anonymous = 0, known = 0, unified = 0] = counts;
  return {
    profiles: profiles.subarray(0, count),
    states: { anonymous, known, unified },
    searched: search?.searched ?? null,
  };
}

export function profilesPage(
  context: QueryContext,
  params: { readonly filter: ProfileFilter; readonly offset: number; readonly limit: number },
): ProfilesPage {
  const { engine } = context;
  const { profiles, states, searched } = selectProfiles(context, params.filter);
  const { offset, limit } = params;
  const rows = Array.from(profiles.subarray(offset, offset + limit), (profile) =>
    profileRow(engine, profile),
  );
  return { revision: engine.revision, total: profiles.length, offset, rows, states, searched };
}
