/** Counts over all profiles and all identifiers, kept along the revisions: after a commit they cost what it touched. */

import type { EventStore } from '../event/event-store.ts';
import type { Identity, ProfileIndex } from './identity.ts';
import { PROFILE_STATES } from './identity.ts';
import type { Revised } from './touched.ts';
import { patched } from './touched.ts';
import { eachTouchedIdentifier } from './touched-identifiers.ts';

export interface ProfileStates {
  /** ProfileIndex → index into PROFILE_STATES; ABSENT for one that does not answer for itself. */
  readonly column: Uint8Array;
  /** Present profiles by index into PROFILE_STATES. */
  readonly counts: readonly number[];
}

/** In place of a state. */
export const ABSENT = 255;

export const profileStates = patched<ProfileStates, Identity & Revised>(
  (engine) => {
    const column = new Uint8Array(engine.profileCount);
    const counts = PROFILE_STATES.map(() => 0);
    for (let profile = 0; profile < column.length; profile += 1) {
      column[profile] = stateCode(engine, profile);
      if (column[profile] !== ABSENT) counts[column[profile]!]! += 1;
    }
    return { column, counts };
  },
  (engine, former, { profiles }) => {
    const column = new Uint8Array(engine.profileCount).fill(ABSENT);
    column.set(former.column);
    const counts = [...former.counts];
    for (const profile of profiles) {
      const state = stateCode(engine, profile);
      if (column[profile] !== ABSENT) counts[column[profile]!]! -= 1;
      if (state !== ABSENT) counts[state]! += 1;
      column[profile] = state;
    }
    return { column, counts };
  },
);

function stateCode(engine: Identity, profile: ProfileIndex): number {
  return engine.isPresent(profile) ? PROFILE_STATES.indexOf(engine.state(profile)) : ABSENT;
}

export interface HeldKeys {
  /** IdentifierIndex → 1 when somebody holds it. */
  readonly isHeld: Uint8Array;
  /** NamespaceIndex → identifiers that somebody holds. */
  readonly counts: Uint32Array;
}

type WithStore = Identity & Revised & { readonly store: EventStore };

export const heldKeys = patched<HeldKeys, WithStore>(
  (engine) => {
    const { size, namespace, namespaceNames } = engine.store.identifierTable;
    const isHeld = new Uint8Array(size);
    const counts = new Uint32Array(namespaceNames.length);
    for (let identifier = 0; identifier < size; identifier += 1) {
      if (engine.keyOf(identifier) !== identifier || engine.ownerOf(identifier) < 0) continue;
      isHeld[identifier] = 1;
      counts[namespace.at(identifier)]! += 1;
    }
    return { isHeld, counts };
  },
  (engine, former, touched) => {
    const { size, namespace, namespaceNames } = engine.store.identifierTable;
    const isHeld = new Uint8Array(size);
    const counts = new Uint32Array(namespaceNames.length);
    isHeld.set(former.isHeld);
    counts.set(former.counts);
    eachTouchedIdentifier(engine, touched, (identifier) => {
      const now = engine.ownerOf(identifier) < 0 ? 0 : 1;
      counts[namespace.at(identifier)]! += now - isHeld[identifier]!;
      isHeld[identifier] = now;
    });
    return { isHeld, counts };
  },
);
