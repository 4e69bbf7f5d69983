/**
 * What the renderer asks. The schema of the parameters comes first and main checks every request against it; results
 * are types only, because they come from the side that is trusted.
 */

import { z } from '../base/zod.ts';
import { isKnownCountry } from '../identifier/phone.ts';
import { DECISION_ACTIONS, PROFILE_STATES } from '../identity/identity.ts';
import { predicateSchema } from '../segment/predicate.ts';
import { PROFILE_SORTS } from './profile-sorts.ts';
import type { DecisionsPage, EventView, UnresolvedRow } from './results/decision.ts';
import type { Page } from './results/evidence.ts';
import type { ExportDelivered } from './results/export.ts';
import type { GraphView } from './results/graph.ts';
import type { JobProgress } from './results/job.ts';
import type { Overview } from './results/overview.ts';
import type { ProfilesPage, ProfileView, TimelineRow } from './results/profile.ts';
import type { RulesView } from './results/rules.ts';
import type { SegmentFields, SegmentPreview } from './results/segment.ts';
import type { RejectionRow, SourceInfo, SourceInspection } from './results/source.ts';
import type { WorkspaceInfo, WorkspaceOpened } from './results/workspace.ts';

const workspace = z.string().regex(/^[a-z0-9-]{1,64}$/);
const offset = z.int().min(0);
const limit = z.int().min(1).max(1000);
const text = z.string().max(20_000);
const bytes = z.instanceof(Uint8Array);
/** ISO 3166-1 alpha-2 of a country whose phone numbers can be read: another would leave them silently unread. */
const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .refine(isKnownCountry, { error: 'expected a known country such as DE' });

const chunkInfo = z.strictObject({
  kind: z.enum(['columns', 'records']),
  source: z.int().min(0),
  firstRow: z.int().min(0),
  rowCount: z.int().min(0),
  bytes: z.int().min(0),
  crc: z.int(),
});

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ignore') }),
  z.strictObject({ kind: z.literal('time'), format: z.string().max(100).optional() }),
  z.strictObject({ kind: z.literal('name') }),
  z.strictObject({ kind: z.literal('id') }),
  z.strictObject({ kind: z.literal('identifier'), namespace: text }),
  z.strictObject({ kind: z.literal('company'), namespace: text }),
  z.strictObject({ kind: z.literal('trait'), name: text }),
  z.strictObject({ kind: z.literal('property'), name: text }),
]);

/** What the import dialog decides for one source. */
export const importOptions = z.strictObject({
  dialect: z.string().max(64),
  country: country.nullable(),
  zone: z.string().max(64),
  /** Column → target, for the dialect `table`. */
  columns: z.array(z.strictObject({ column: text, target })).nullable(),
  eachLineIsAnEvent: z.boolean(),
});
export type ImportOptions = z.infer<typeof importOptions>;

export const profileFilter = z.strictObject({
  states: z.array(z.enum(PROFILE_STATES)),
  search: z.string().max(2000),
  sort: z.enum(PROFILE_SORTS),
  descending: z.boolean(),
});
export type ProfileFilter = z.infer<typeof profileFilter>;

export const decisionFilter = z.strictObject({
  actions: z.array(z.enum(DECISION_ACTIONS)),
  /** Profile id, or null for the whole workspace. */
  profile: z.string().max(64).nullable(),
  /** Words that the sentence or an identifier must contain. */
  search: z.string().max(2000),
});
export type DecisionFilter = z.infer<typeof decisionFilter>;

export const exportRequest = z.strictObject({
  workspace,
  what: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('profiles'), filter: profileFilter }),
    z.strictObject({ kind: z.literal('segment'), predicate: predicateSchema, name: z.string().max(200) }),
    z.strictObject({ kind: z.literal('decisions'), filter: decisionFilter }),
    z.strictObject({ kind: z.literal('refusals') }),
    z.strictObject({ kind: z.literal('rejections') }),
    z.strictObject({ kind: z.literal('unresolved') }),
  ]),
  format: z.enum(['csv', 'ndjson']),
  /** Text that a spreadsheet would run as a formula is prefixed with an apostrophe. */
  guardFormulas: z.boolean(),
});
export type ExportRequest = z.infer<typeof exportRequest>;

/** Schema of the parameters, one entry a method. */
export const REQUEST_SCHEMAS = {
  'session.hello': z.strictObject({ protocol: z.int() }),

  'workspace.list': z.strictObject({}),
  'workspace.create': z.strictObject({ name: z.string().min(1).max(200) }),
  /** Opens the sample shop in its own workspace, made on first use. */
  'workspace.sample': z.strictObject({}),
  'workspace.open': z.strictObject({
    workspace,
    /** What the database holds, or null when it has no such workspace. */
    stored: z.array(z.strictObject({ number: z.int(), chunks: z.array(chunkInfo) })).nullable(),
  }),
  'workspace.hydrate': z.strictObject({ workspace, chunk: chunkInfo, data: bytes }),
  'workspace.hydrated': z.strictObject({ workspace }),
  'workspace.rename': z.strictObject({ workspace, name: z.string().min(1).max(200) }),
  'workspace.delete': z.strictObject({ workspace }),
  'commit.stored': z.strictObject({ workspace, number: z.int() }),
  'commit.failed': z.strictObject({ workspace, number: z.int(), message: text, full: z.boolean() }),

  /** Asks the host for its file dialog; an empty list where the page has to pick the files itself. */
  'source.choose': z.strictObject({}),
  /** A file that the page holds: main asks for its ranges. */
  'source.offer': z.strictObject({
    name: z.string().max(1000),
    size: z.number().min(0),
    modifiedAt: z.number(),
  }),
  /** A range asked for by the push `read`; `data` null: it cannot be read any more. */
  'source.bytes': z.strictObject({ request: z.int(), data: bytes.nullable() }),
  'source.inspect': z.strictObject({ token: text, country: country.nullable(), zone: z.string() }),
  'source.list': z.strictObject({ workspace }),
  'source.remove': z.strictObject({ workspace, source: z.int() }),
  'source.rejections': z.strictObject({ workspace, source: z.int().nullable(), offset, limit }),

  'import.start': z.strictObject({
    workspace,
    sources: z
      .array(z.strictObject({ token: text, options: importOptions }))
      .min(1)
      .max(1000),
  }),
  /** Goes on with a source that was stopped or failed, if its file is there and unchanged. */
  'import.resume': z.strictObject({ workspace, source: z.int() }),
  'job.cancel': z.strictObject({ workspace, job: text }),
  /** After a cancel: keep what was read, or discard it. */
  'job.choose': z.strictObject({ workspace, job: text, choice: z.enum(['keep', 'discard']) }),

  overview: z.strictObject({ workspace }),
  'profiles.page': z.strictObject({ workspace, filter: profileFilter, offset, limit }),
  'profile.get': z.strictObject({ workspace, id: z.string().max(64) }),
  'profile.timeline': z.strictObject({ workspace, id: z.string().max(64), offset, limit }),
  'profile.graph': z.strictObject({ workspace, id: z.string().max(64) }),
  'decisions.page': z.strictObject({ workspace, filter: decisionFilter, offset, limit }),
  'event.get': z.strictObject({ workspace, event: z.int().min(0) }),
  'unresolved.page': z.strictObject({ workspace, offset, limit }),
  'segment.preview': z.strictObject({ workspace, predicate: predicateSchema }),
  'segment.fields': z.strictObject({ workspace }),
  'rules.get': z.strictObject({ workspace }),
  export: exportRequest,
} as const;

export type Method = keyof typeof REQUEST_SCHEMAS;
export type Params<M extends Method> = z.infer<(typeof REQUEST_SCHEMAS)[M]>;

export interface Results {
  'session.hello': {
    readonly protocol: number;
    readonly host: 'electron' | 'local';
    readonly version: string;
    readonly dataFolder: string;
  };
  'workspace.list': readonly WorkspaceInfo[];
  'workspace.create': WorkspaceInfo;
  'workspace.sample': WorkspaceInfo;
  'workspace.open': WorkspaceOpened;
  'workspace.hydrate': null;
  'workspace.hydrated': null;
  'workspace.rename': WorkspaceInfo;
  'workspace.delete': null;
  'commit.stored': null;
  'commit.failed': null;
  'source.choose': readonly string[];
  'source.offer': { readonly token: string };
  'source.bytes': null;
  'source.inspect': SourceInspection;
  'source.list': readonly SourceInfo[];
  'source.remove': JobProgress;
  'source.rejections': Page<RejectionRow>;
  'import.start': JobProgress;
  'import.resume': JobProgress;
  'job.cancel': null;
  'job.choose': null;
  overview: Overview;
  'profiles.page': ProfilesPage;
  'profile.get': ProfileView;
  'profile.timeline': Page<TimelineRow>;
  'profile.graph': GraphView;
  'decisions.page': DecisionsPage;
  'event.get': EventView;
  'unresolved.page': Page<UnresolvedRow>;
  'segment.preview': SegmentPreview;
  'segment.fields': SegmentFields;
  'rules.get': RulesView;
  export: ExportDelivered;
}
