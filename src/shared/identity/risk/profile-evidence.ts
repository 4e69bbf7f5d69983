/** What the parts of a profile's score were read from: its riskiest merge, what it holds, and what its events say. */

import type { Census } from '../census.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import type { Evidence } from './evidence.ts';
import {
  evidenceOf,
  evidenceOfMemberships,
  evidenceOfPartners,
  evidenceOfPeople,
  mostOf,
  saidBy,
  severalOfOneKind,
} from './evidence.ts';
import type { PROFILE_SIGNS } from './profile-signs.ts';

type Sign = (typeof PROFILE_SIGNS)[number];

export interface ProfileReading {
  readonly census: Census;
  readonly fanOut: Float32Array;
  /** Score of a live merge. */
  readonly scoreOf: (merge: DecisionIndex) => number;
}

/** Assumes a present profile. */
export function profileEvidence(reading: ProfileReading, profile: ProfileIndex, sign: Sign): Evidence {
  const { census, fanOut } = reading;
  const { engine } = census;
  const held = engine.membershipsOf(profile).filter(({ to }) => to < 0);
  const identifiers = held.map(({ identifier }) => identifier);
  switch (sign) {
    case 'riskiest merge':
      return riskiestMerge(reading, profile);
    case 'fan-out':
      return evidenceOfPartners(census, mostOf(identifiers, fanOut));
    case 'several identifiers':
      return evidenceOfMemberships(severalOfOneKind(census, held));
    case 'conflicting traits': {
      const said = [...saidBy(census, engine.eventsOf(profile)).values()];
      return evidenceOf(
        [],
        said.filter((values) => values.size > 1).flatMap((values) => [...values.values()].slice(0, 2)),
      );
    }
    case 'kiosk rhythm':
      return evidenceOfPeople(census, mostOf(identifiers, census.switches));
  }
}

function riskiestMerge({ census, scoreOf }: ProfileReading, profile: ProfileIndex): Evidence {
  const { engine } = census;
  let riskiest: DecisionIndex = -1;
  for (const row of engine.decisionsOf(profile)) {
    if (engine.decision(row).action !== 'merge') continue;
    if (riskiest < 0 || scoreOf(row) > scoreOf(riskiest)) riskiest = row;
  }
  if (riskiest < 0) return evidenceOf([], []);
  const { identifier, via, event } = engine.decision(riskiest);
  return evidenceOf([identifier, via], [event]);
}
