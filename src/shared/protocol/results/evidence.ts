/**
 * Where a fact comes from, and pages of rows: what every other answer is made of.
 * Plain data, times as epoch ms, absent times as null. Numbers of engine rows (`event`, `decision`) are valid within one
 * `revision`; profile ids and event keys are valid for ever.
 */

import type { EventType } from '../../event/event.ts';
import type { IdentifierRole } from '../../identity/identity.ts';

/** A place in a source: everything on screen can be walked back to one. */
export interface Evidence {
  readonly event: number;
  readonly eventId: string;
  readonly source: string;
  readonly line: number;
  readonly record: number;
  readonly at: number | null;
  readonly type: EventType;
  readonly name: string | null;
}

export interface IdentifierText {
  readonly namespace: string;
  readonly value: string;
  readonly role: IdentifierRole;
}

export interface Page<Row> {
  readonly revision: number;
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly Row[];
}
