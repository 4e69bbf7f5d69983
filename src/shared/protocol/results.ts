/**
 * What main answers and tells: plain data, times as epoch ms, absent times as null. Numbers of engine rows (`event`,
 * `decision`) are valid within one `revision`; profile ids and event keys are valid for ever.
 */

import type { JsonObject } from '../base/types.ts';
import type { Detection, EventType, RejectionReason } from '../event/event.ts';
import type { DiffCounts } from '../identity/diff.ts';
import type {
  DecisionAction,
  IdentifierRole,
  ProfileState,
  ReasonCode,
  UnresolvedReason,
} from '../identity/identity.ts';
import type { IdentitySummary } from '../identity/summary.ts';
import type { FaultData } from './fault.ts';

// ─── Workspaces and storage ────────────────────────────────────────────────────────────────────────────────────────

export interface WorkspaceInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly openedAt: number;
  /** The sample shop lives in a workspace of its own. */
  readonly isSample: boolean;
  readonly sources: readonly string[];
  readonly events: number;
  readonly profiles: number;
  /** Folder of the manifest on disk. */
  readonly folder: string;
}

/** A chunk as stored: `columns` hydrate the engine, `records` hold the raw record texts and stay on disk. */
export interface ChunkInfo {
  readonly kind: 'columns' | 'records';
  readonly source: number;
  /** Place of its first row among the source's rows. */
  readonly firstRow: number;
  readonly rowCount: number;
  readonly bytes: number;
  /** CRC-32 of the bytes. */
  readonly crc: number;
}

export interface StoredChunk extends ChunkInfo {
  readonly data: Uint8Array;
}

/** Durable step: applied by the database in one strict transaction, only if it follows the commit stored last. */
export interface Commit {
  readonly number: number;
  /** The commit it follows; 0 for none. */
  readonly follows: number;
  readonly chunks: readonly StoredChunk[];
  /** Sources dropped by this commit: their chunks are deleted in the same transaction. */
  readonly removedSources: readonly number[];
  readonly summary: Summary;
}

export interface CommitInfo {
  readonly number: number;
  readonly chunks: readonly ChunkInfo[];
}

export interface WorkspaceOpened {
  readonly workspace: WorkspaceInfo;
  /**
   * hydrate: the database agrees with the manifest. rebuild: it lost something; main reads the sources concerned again
   * by itself, once what is left has been sent.
   */
  readonly state: 'hydrate' | 'rebuild';
  /** What is expected now: their column chunks, in this order, then `workspace.hydrated`. */
  readonly commits: readonly CommitInfo[];
  /** Present at once from the manifest, before the engine answers. */
  readonly summary: Summary | null;
  /** Sources that can no longer be read again, by name: empty unless something was lost. */
  readonly lost: readonly string[];
}

// ─── Sources and import ────────────────────────────────────────────────────────────────────────────────────────────

export type ContainerKind = 'ndjson' | 'json' | 'csv' | 'unknown';

export interface DialectCandidate extends Detection {
  readonly dialect: string;
  readonly title: string;
  /** False: recognised, and only a mapping can read it. */
  readonly readable: boolean;
}

export interface ColumnGuess {
  readonly column: string;
  readonly samples: readonly string[];
  /** Share of sampled records with a value, 0 to 1. */
  readonly coverage: number;
  readonly target: ColumnTarget;
  readonly confidence: number;
  readonly reason: string;
}

/** What a column of a table becomes. */
export type ColumnTarget =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'time' }
  | { readonly kind: 'name' }
  | { readonly kind: 'id' }
  | { readonly kind: 'identifier'; readonly namespace: string }
  | { readonly kind: 'company'; readonly namespace: string }
  | { readonly kind: 'trait'; readonly name: string }
  | { readonly kind: 'property'; readonly name: string };

export interface NormalisedSample {
  readonly namespace: string;
  readonly before: string;
  /** null: it is no key as it stands, and `reason` says why. */
  readonly after: string | null;
  readonly reason: string | null;
}

export interface SourceInspection {
  readonly token: string;
  readonly name: string;
  readonly size: number;
  readonly compressed: boolean;
  readonly container: ContainerKind;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly candidates: readonly DialectCandidate[];
  /** First records as text cells; column names are the record's own for tables, paths for JSON. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Present for tables and unknown JSON. */
  readonly mapping: readonly ColumnGuess[] | null;
  readonly normalised: readonly NormalisedSample[];
  /** Sampled times without a zone, and phone numbers without a country code: when 0 the dialog need not ask. */
  readonly zonelessTimes: number;
  readonly nationalPhones: number;
  /** Records sampled, and what the sample's rejects say. */
  readonly sampled: number;
  readonly problems: readonly RejectionRow[];
  /** Says plainly when it is no event file; then nothing else is filled. */
  readonly fault: FaultData | null;
}

export interface RejectionRow {
  readonly source: string;
  readonly line: number;
  readonly record: number;
  readonly field: string | null;
  readonly reason: RejectionReason;
  readonly text: string;
}

export type JobPhase = 'reading' | 'resolving' | 'cancelled' | 'done' | 'failed' | 'waiting-for-choice';

export interface JobProgress {
  readonly job: string;
  readonly phase: JobPhase;
  readonly source: string;
  readonly sourceCount: number;
  readonly sourceIndex: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly read: number;
  readonly events: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly startedAt: number;
  /** Records a second over the last seconds. */
  readonly rate: number;
  readonly fault: FaultData | null;
  /** What it changed; told at its end. */
  readonly changed?: DiffCounts;
  /** True for a rebuild after the database was lost. */
  readonly rebuilding: boolean;
  /** Sources whose very same, unchanged file is in the workspace already: all their events are duplicates. */
  readonly repeats?: readonly string[];
}

export interface SourceInfo {
  readonly source: number;
  readonly name: string;
  readonly size: number;
  readonly dialect: string;
  readonly container: ContainerKind;
  readonly country: string | null;
  readonly zone: string;
  readonly importedAt: number;
  readonly complete: boolean;
  readonly read: number;
  readonly events: number;
  readonly duplicates: number;
  readonly unresolved: number;
  readonly rejected: number;
  readonly rejectionsByReason: { readonly [reason: string]: number };
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

// ─── Overview ──────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ─── Profiles ──────────────────────────────────────────────────────────────────────────────────────────────────────

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

export interface ProfilesPage extends Page<ProfileRow> {
  readonly states: { readonly [state in ProfileState]: number };
  /** What was searched for after normalisation: `phone +14155550100`; null without a search. */
  readonly searched: string | null;
}

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

// ─── Decisions and graph ───────────────────────────────────────────────────────────────────────────────────────────

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

export interface GraphNode extends IdentifierText {
  readonly key: string;
  /** Founding id of the profile it first joined: hulls of former profiles. */
  readonly group: string;
  readonly events: number;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  /** It belongs to somebody else now, or is refused: drawn hollow. */
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

// ─── Segments ──────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ─── Rules and exports ─────────────────────────────────────────────────────────────────────────────────────────────

export interface RulesView {
  readonly name: string;
  readonly policy: string;
  readonly fingerprint: string;
  /** Readable: one sentence a rule. */
  readonly sentences: readonly string[];
  readonly tiers: readonly {
    readonly rank: number | null;
    readonly role: IdentifierRole;
    readonly namespaces: readonly string[];
    readonly limit: string | null;
  }[];
  readonly blocked: readonly string[];
  readonly demoted: readonly string[];
  readonly survivorship: string;
  readonly json: JsonObject;
}

/** How the host hands a finished export to the person: already saved at a path, or to be fetched from an address. */
export interface ExportDelivered {
  readonly rows: number;
  readonly bytes: number;
  readonly fileName: string;
  readonly savedAt: string | null;
  readonly downloadUrl: string | null;
}

// ─── Pushes ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Push =
  | { readonly type: 'commit'; readonly workspace: string; readonly commit: Commit }
  | { readonly type: 'job'; readonly workspace: string; readonly progress: JobProgress }
  | { readonly type: 'changed'; readonly workspace: string; readonly revision: number }
  /** The engine had to let go of its columns (a source was removed, it died): the page opens the workspace again. */
  | { readonly type: 'reopen'; readonly workspace: string }
  /** Main wants bytes of a file that the page holds; answered by `source.bytes`. */
  | {
      readonly type: 'read';
      readonly token: string;
      readonly request: number;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly type: 'open-files'; readonly tokens: readonly string[] }
  | { readonly type: 'menu'; readonly command: string }
  | { readonly type: 'fault'; readonly fault: FaultData };
