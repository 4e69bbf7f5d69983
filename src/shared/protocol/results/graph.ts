/**
 * The identity graph of one profile.
 */

import type { DecisionRow } from './decision.ts';
import type { Evidence, IdentifierText } from './evidence.ts';

export interface GraphNode extends IdentifierText {
  readonly key: string;
  /** Founding id of the profile it first joined: hulls of former profiles. */
  readonly group: string;
  readonly events: number;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  /** The profile holds it. What it does not, or no more, is drawn hollow. */
  readonly isHeld: boolean;
  /** To whom it belongs instead; null when the profile holds it, or nobody. */
  readonly elsewhere: string | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly kind: 'evidence' | 'refused' | 'handed-over';
  /** Removing it takes the graph apart. */
  readonly bridge: boolean;
  /** Numbers of the merges that came about on this edge, counted from 1 along the log. */
  readonly merges: readonly number[];
  /** At most 5, earliest first. */
  readonly evidence: readonly Evidence[];
}

export interface GraphView {
  readonly revision: number;
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly merges: readonly (DecisionRow & { readonly number: number })[];
  /** Identifiers left out because the picture is bounded at 300. */
  readonly omitted: number;
}
