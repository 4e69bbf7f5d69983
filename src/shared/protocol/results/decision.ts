/**
 * The ledger and the events it points at.
 */

import type { DecisionAction, ReasonCode, UnresolvedReason } from '../../identity/identity.ts';
import type { Evidence, IdentifierText, Page } from './evidence.ts';

export interface DecisionRow {
  readonly decision: number;
  readonly action: DecisionAction;
  readonly reason: ReasonCode;
  readonly at: number | null;
  readonly lastAt: number | null;
  readonly count: number;
  readonly sentence: string;
  readonly profile: { readonly id: string; readonly title: string } | null;
  readonly other: { readonly id: string; readonly title: string } | null;
  readonly identifiers: readonly IdentifierText[];
  readonly evidence: Evidence;
}

export interface DecisionsPage extends Page<DecisionRow> {
  readonly actions: { readonly [action in DecisionAction]: number };
}

export interface EventView extends Evidence {
  readonly revision: number;
  readonly receivedAt: number | null;
  readonly dialect: string;
  readonly profile: { readonly id: string; readonly title: string } | null;
  readonly unresolved: UnresolvedReason | null;
  readonly identifiers: readonly IdentifierText[];
  readonly traits: readonly { readonly name: string; readonly value: string }[];
  readonly company: readonly { readonly namespace: string; readonly value: string }[];
  readonly decisions: readonly DecisionRow[];
  /** Other records that are the same event. */
  readonly duplicates: readonly Evidence[];
  /** Where the raw record lies in the database: source, row among the source's rows. */
  readonly stored: { readonly source: number; readonly row: number };
}

export interface UnresolvedRow extends Evidence {
  readonly reason: UnresolvedReason;
  readonly identifiers: readonly IdentifierText[];
}
