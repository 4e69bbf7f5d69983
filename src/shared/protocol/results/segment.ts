/**
 * Segments: who fits, and what can be asked.
 */

import type { ProfileRow } from './profile.ts';

export interface SegmentPreview {
  readonly revision: number;
  readonly count: number;
  readonly total: number;
  /** Profiles left after each top-level condition, in order. */
  readonly funnel: readonly number[];
  readonly sentence: string;
  readonly sample: readonly ProfileRow[];
  readonly milliseconds: number;
}

export interface SegmentFields {
  readonly revision: number;
  readonly events: readonly { readonly name: string; readonly count: number }[];
  readonly traits: readonly {
    readonly name: string;
    readonly count: number;
    readonly values: readonly string[];
  }[];
  readonly namespaces: readonly string[];
}
