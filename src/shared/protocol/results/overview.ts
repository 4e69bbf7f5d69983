/**
 * The numbers of a whole workspace.
 */

import type { UnresolvedReason } from '../../identity/identity.ts';
import type { IdentitySummary } from '../../identity/summary.ts';
import type { ProfileRow } from './profile.ts';

/** The CLI's summary, less the seconds. */
export type Summary = IdentitySummary;

export interface Overview {
  readonly revision: number;
  readonly summary: Summary;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly undated: number;
  readonly orders: number;
  readonly revenue: { readonly [currency: string]: number };
  /** Profiles that ever were anonymous, that have a strong identifier, that are unified. */
  readonly funnel: { readonly started: number; readonly identified: number; readonly unified: number };
  readonly handOvers: number;
  readonly refusalsByReason: { readonly [reason: string]: number };
  /** Values set aside and on how many events, most frequent first, at most 50. */
  readonly blocked: readonly BlockedValue[];
  readonly unresolvedByReason: { readonly [reason in UnresolvedReason]: number };
  readonly rejectedByReason: { readonly [reason: string]: number };
  readonly topEvents: readonly { readonly name: string; readonly count: number }[];
  readonly largest: readonly ProfileRow[];
}

export interface BlockedValue {
  readonly namespace: string;
  readonly value: string;
  readonly role: 'blocked' | 'demoted';
  readonly events: number;
}
