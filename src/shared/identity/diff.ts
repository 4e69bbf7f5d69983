/**
 * What changed between two settled states of one engine, as data that can be applied and undone: who owns each
 * identifier, and which profiles there are in which state.
 *
 * A projection names profiles by their founding identifiers, because those are what profile ids are made of and
 * identifier numbers hold for the life of the store, while profile numbers do not. Both states must come from the
 * same store; identifiers that only the later one knows count as unowned before.
 */

import { invariant } from '../base/assert.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { IdentityEngine } from './engine.ts';
import type { ProfileIndex } from './identity.ts';
import { PROFILE_STATES } from './identity.ts';
import type { Touched } from './touched.ts';
import { eachTouchedIdentifier } from './touched-identifiers.ts';

export interface IdentityProjection {
  /** IdentifierIndex → founding identifier of the present profile that owns it; -1 for none. */
  readonly owner: Int32Array;
  /** IdentifierIndex → 1 + state of the present profile that it founded; 0 when it founded none. */
  readonly state: Uint8Array;
}

/** Columns of equal length a table: identifiers that changed hands, and profiles that came, went or changed state. */
export interface IdentityDiff {
  readonly identifiers: {
    readonly identifier: Int32Array;
    readonly before: Int32Array;
    readonly after: Int32Array;
  };
  readonly profiles: {
    readonly founder: Int32Array;
    readonly before: Uint8Array;
    readonly after: Uint8Array;
  };
}

export interface DiffCounts {
  /** Profiles that are there now and were not. */
  readonly created: number;
  /** Profiles that were there and were joined into others, or fell apart. */
  readonly gone: number;
  /** Profiles in another state than before. */
  readonly changedState: number;
  /** Identifiers that had an owner and have another one now. */
  readonly moved: number;
}

export const EMPTY_PROJECTION: IdentityProjection = { owner: new Int32Array(0), state: new Uint8Array(0) };

/** Assumes a settled engine. Cost: linear in identifiers and profiles. */
export function projectIdentity(engine: IdentityEngine): IdentityProjection {
  const { size } = engine.store.identifierTable;
  const owner = new Int32Array(size);
  const state = new Uint8Array(size);
  for (let identifier = 0; identifier < size; identifier += 1) {
    owner[identifier] = ownerOf(engine, identifier);
  }
  for (let profile = 0; profile < engine.profileCount; profile += 1) {
    if (engine.isPresent(profile)) state[engine.founder(profile)] = stateCode(engine, profile);
  }
  return { owner, state };
}

function ownerOf(engine: IdentityEngine, identifier: IdentifierIndex): number {
  const profile = engine.keyOf(identifier) === identifier ? engine.ownerOf(identifier) : -1;
  return profile < 0 ? -1 : engine.founder(profile);
}

function stateCode(engine: IdentityEngine, profile: ProfileIndex): number {
  return 1 + PROFILE_STATES.indexOf(engine.state(profile));
}

/** As in a projection: of the last one, where an identifier founded several that are present. */
function stateOfFounded(engine: IdentityEngine, founder: IdentifierIndex): number {
  const founded = engine
    .membershipsOfIdentifier(founder)
    .map(({ profile }) => profile)
    .filter((profile) => engine.isPresent(profile) && engine.founder(profile) === founder);
  return founded.length === 0 ? 0 : stateCode(engine, Math.max(...founded));
}

/** A copy with room for identifiers up to `size`. */
function grown(projection: IdentityProjection, size: number): IdentityProjection {
  const owner = new Int32Array(size).fill(-1);
  const state = new Uint8Array(size);
  owner.set(projection.owner);
  state.set(projection.state);
  return { owner, state };
}

export function diffIdentity(before: IdentityProjection, after: IdentityProjection): IdentityDiff {
  const identifiers = changedRows(after.owner.length, (at) => (before.owner[at] ?? -1) !== after.owner[at]);
  const profiles = changedRows(after.state.length, (at) => (before.state[at] ?? 0) !== after.state[at]);
  return {
    identifiers: {
      identifier: identifiers,
      before: identifiers.map((at) => before.owner[at] ?? -1),
      after: identifiers.map((at) => after.owner[at]!),
    },
    profiles: {
      founder: profiles,
      before: Uint8Array.from(profiles, (at) => before.state[at] ?? 0),
      after: Uint8Array.from(profiles, (at) => after.state[at]!),
    },
  };
}

/** A projection that follows its engine: each diff costs what was touched since the one before. */
export class FollowingProjection {
  #projection = EMPTY_PROJECTION;
  /** Of the engine, when it was last followed. */
  #revision = -1;

  /** What changed since it was last followed; the first time, everything there is. Assumes the same settled engine. */
  follow(engine: IdentityEngine): IdentityDiff {
    const touched = engine.touchedSince(this.#revision);
    this.#revision = engine.revision;
    if (touched !== null) return this.#patch(engine, touched);
    const before = this.#projection;
    this.#projection = projectIdentity(engine);
    return diffIdentity(before, this.#projection);
  }

  #patch(engine: IdentityEngine, touched: Touched): IdentityDiff {
    const { owner, state } = grown(this.#projection, engine.store.identifierTable.size);
    this.#projection = { owner, state };
    const identifiers: Change[] = [];
    eachTouchedIdentifier(engine, touched, (at) => {
      const after = ownerOf(engine, at);
      if (owner[at] !== after) identifiers.push({ at, before: owner[at]!, after });
      owner[at] = after;
    });
    const profiles: Change[] = [];
    for (const profile of touched.profiles) {
      const at = engine.founder(profile);
      const after = stateOfFounded(engine, at);
      if (state[at] !== after) profiles.push({ at, before: state[at]!, after });
      state[at] = after;
    }
    return diffOf(identifiers, profiles);
  }
}

interface Change {
  readonly at: IdentifierIndex;
  readonly before: number;
  readonly after: number;
}

function diffOf(identifiers: Change[], profiles: Change[]): IdentityDiff {
  for (const changes of [identifiers, profiles]) changes.sort((a, b) => a.at - b.at);
  return {
    identifiers: {
      identifier: Int32Array.from(identifiers, ({ at }) => at),
      before: Int32Array.from(identifiers, ({ before }) => before),
      after: Int32Array.from(identifiers, ({ after }) => after),
    },
    profiles: {
      founder: Int32Array.from(profiles, ({ at }) => at),
      before: Uint8Array.from(profiles, ({ before }) => before),
      after: Uint8Array.from(profiles, ({ after }) => after),
    },
  };
}

/** The state after the diff. Assumes that the projection is the one it was taken from, which is checked row by row. */
export function applyDiff(
  projection: IdentityProjection,
  { identifiers, profiles }: IdentityDiff,
): IdentityProjection {
  const size = Math.max(lastOf(identifiers.identifier), lastOf(profiles.founder)) + 1;
  const { owner, state } = grown(projection, Math.max(projection.owner.length, size));
  identifiers.identifier.forEach((identifier, row) => {
    invariant(owner[identifier] === identifiers.before[row], 'a diff of this projection');
    owner[identifier] = identifiers.after[row]!;
  });
  profiles.founder.forEach((founder, row) => {
    invariant(state[founder] === profiles.before[row], 'a diff of this projection');
    state[founder] = profiles.after[row]!;
  });
  return { owner, state };
}

/** The diff that leads back. */
export function invertDiff({ identifiers, profiles }: IdentityDiff): IdentityDiff {
  return {
    identifiers: { identifier: identifiers.identifier, before: identifiers.after, after: identifiers.before },
    profiles: { founder: profiles.founder, before: profiles.after, after: profiles.before },
  };
}

export function countDiff({ identifiers, profiles }: IdentityDiff): DiffCounts {
  let created = 0;
  let gone = 0;
  profiles.before.forEach((before, row) => {
    if (before === 0) created += 1;
    else if (profiles.after[row] === 0) gone += 1;
  });
  const moved = identifiers.before.reduce(
    (sum, before, row) => sum + Number(before >= 0 && identifiers.after[row]! >= 0),
    0,
  );
  return { created, gone, changedState: profiles.founder.length - created - gone, moved };
}

function changedRows(length: number, isChanged: (at: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let at = 0; at < length; at += 1) if (isChanged(at)) rows.push(at);
  return Int32Array.from(rows);
}

function lastOf(rows: Int32Array): number {
  return rows.length === 0 ? -1 : rows[rows.length - 1]!;
}
