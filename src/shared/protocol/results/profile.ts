/**
 * Profiles: rows of the list, and the six layers of one.
 */

import type { DecisionAction, ProfileState } from '../../identity/identity.ts';
import type { Evidence, IdentifierText, Page } from './evidence.ts';

export interface ProfileRow {
  readonly id: string;
  readonly state: ProfileState;
  /** A name trait, else the best identifier. */
  readonly title: string;
  /** Present identifiers, best first, at most 6, and how many there are. */
  readonly identifiers: readonly IdentifierText[];
  readonly identifierCount: number;
  readonly events: number;
  readonly merges: number;
  readonly refusals: number;
  readonly orders: number;
  readonly revenue: { readonly [currency: string]: number };
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
}

export interface ProfilesPage extends Page<ProfileRow> {
  readonly states: { readonly [state in ProfileState]: number };
  /** What was searched for after normalisation: `phone +14155550100`; null without a search. */
  readonly searched: string | null;
}

export interface TraitRow {
  readonly name: string;
  /** JSON text of the winning value. */
  readonly value: string;
  /** `most recent` and the like. */
  readonly rule: string;
  readonly evidence: Evidence;
  /** Other values ever said, latest first. */
  readonly others: readonly { readonly value: string; readonly evidence: Evidence }[];
}

export interface IdentifierRow extends IdentifierText {
  readonly from: number | null;
  /** Set when it was handed over to somebody else. */
  readonly to: number | null;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  readonly events: number;
  /** How many profiles it has ever belonged to. */
  readonly profiles: number;
  readonly evidence: Evidence;
}

export interface OrderRow {
  readonly id: string | null;
  readonly at: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly refunded: number;
  readonly cancelled: boolean;
  readonly items: readonly ProductRow[];
  /** Events that speak of it; more than one means it was sent again. */
  readonly evidence: readonly Evidence[];
}

export interface ProductRow {
  readonly id: string | null;
  readonly name: string | null;
  readonly quantity: number;
}

export interface TouchRow {
  readonly at: number | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly clickIds: readonly { readonly namespace: string; readonly value: string }[];
  readonly evidence: Evidence;
}

export interface CompanyLinkRow {
  readonly id: string;
  readonly name: string;
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[];
  readonly traits: readonly { readonly name: string; readonly value: string }[];
  readonly members: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly evidence: Evidence;
}

/** The six layers of one profile. */
export interface ProfileView {
  readonly revision: number;
  readonly id: string;
  readonly state: ProfileState;
  readonly title: string;
  readonly formerIds: readonly string[];
  /** The id asked for, when it is a former one. */
  readonly askedFor: string;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  readonly identity: { readonly identifiers: readonly IdentifierRow[]; readonly traits: readonly TraitRow[] };
  readonly behaviour: {
    readonly events: number;
    readonly byName: readonly {
      readonly name: string;
      readonly count: number;
      readonly firstAt: number | null;
      readonly lastAt: number | null;
    }[];
  };
  readonly transactions: {
    readonly orders: readonly OrderRow[];
    readonly revenue: { readonly [currency: string]: number };
    readonly refunds: { readonly [currency: string]: number };
    readonly products: readonly ProductRow[];
    readonly firstAt: number | null;
    readonly lastAt: number | null;
  };
  readonly engagement: {
    readonly firstTouch: TouchRow | null;
    readonly lastTouch: TouchRow | null;
    readonly touches: number;
  };
  readonly externalIds: readonly IdentifierRow[];
  readonly companies: readonly CompanyLinkRow[];
  readonly merges: number;
  readonly refusals: number;
}

export interface TimelineRow extends Evidence {
  readonly identifiers: readonly IdentifierText[];
  readonly order: {
    readonly amount: number | null;
    readonly currency: string | null;
    readonly kind: string;
  } | null;
  readonly traits: number;
  /** Sentences of the decisions taken at this event. */
  readonly decisions: readonly {
    readonly decision: number;
    readonly action: DecisionAction;
    readonly sentence: string;
  }[];
}
