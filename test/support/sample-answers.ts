import type { EventView, UnresolvedRow } from '#shared/protocol/results/decision.ts';
import type { Evidence } from '#shared/protocol/results/evidence.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import type { ProfileRow } from '#shared/protocol/results/profile.ts';
import type { RulesView } from '#shared/protocol/results/rules.ts';
import type { SourceInfo, SourceInspection } from '#shared/protocol/results/source.ts';
import type { WorkspaceInfo, WorkspaceOpened } from '#shared/protocol/results/workspace.ts';

/** Plausible answers of main about a small shop, for views to draw. */

export const WORKSPACE: WorkspaceInfo = {
  id: 'spring',
  name: 'Spring campaign',
  createdAt: Date.UTC(2026, 2, 1),
  openedAt: Date.UTC(2026, 10, 23, 9, 30),
  isSample: false,
  sources: ['shop.ndjson', 'crm.csv'],
  events: 12_480,
  profiles: 3_210,
  folder: '/home/ana/weft/spring',
};

export const OPENED: WorkspaceOpened = {
  workspace: WORKSPACE,
  state: 'hydrate',
  commits: [],
  summary: null,
  lost: [],
};

export const EVIDENCE: Evidence = {
  event: 7,
  eventId: 'ev-0007',
  source: 'shop.ndjson',
  line: 812,
  record: 0,
  at: Date.UTC(2026, 2, 18, 9, 14, 5),
  type: 'track',
  name: 'Form submitted',
};

export const ROW: ProfileRow = {
  id: '0f'.repeat(16),
  state: 'unified',
  title: 'Yara Haddad',
  identifiers: [
    { namespace: 'email', value: 'yara.haddad@post.example', role: 'strong' },
    { namespace: 'phone', value: '+491713920077', role: 'strong' },
  ],
  identifierCount: 5,
  events: 48,
  merges: 2,
  refusals: 1,
  orders: 3,
  revenue: { EUR: 214.5 },
  firstSeenAt: Date.UTC(2026, 2, 2),
  lastSeenAt: Date.UTC(2026, 3, 18),
};

export const OVERVIEW: Overview = {
  revision: 3,
  summary: {
    read: 12_700,
    events: 12_480,
    duplicates: { same: 150, sameContent: 12 },
    idReused: 3,
    unresolved: 41,
    rejected: 17,
    profiles: { anonymous: 2100, known: 410, unified: 700 },
    companies: 23,
    merges: 731,
    refusals: 58,
    identifiers: {
      email: 1040,
      phone: 512,
      customerlabs_user_id: 3305,
      facebook__fbp: 1200,
      google_analytics__client_id: 980,
      crm_user_id: 330,
      shopify_cart_token: 212,
    },
    digest: '9f3c52d07a1b44e6a9f07be2c1d05e77',
  },
  firstAt: Date.UTC(2026, 2, 2, 6),
  lastAt: Date.UTC(2026, 3, 30, 21, 14),
  undated: 4,
  orders: 320,
  revenue: { EUR: 18_240.5, USD: 920 },
  funnel: { started: 2800, identified: 1110, unified: 700 },
  handOvers: 12,
  refusalsByReason: { OUTRANKED: 31, SHARED: 19, LIMIT_EXCEEDED: 8 },
  blocked: [
    { namespace: 'email', value: 'test@test.com', role: 'blocked', events: 44 },
    { namespace: 'phone', value: '0000000000', role: 'blocked', events: 12 },
    { namespace: 'email', value: 'info@fernhill.example', role: 'demoted', events: 9 },
  ],
  unresolvedByReason: { NO_IDENTIFIER: 32, DEMOTED_ONLY: 9 },
  rejectedByReason: { 'bad-time': 11, 'not-json': 6 },
  topEvents: [
    { name: 'Page viewed', count: 6210 },
    { name: 'Product viewed', count: 3050 },
    { name: 'Added to cart', count: 1210 },
    { name: 'Purchased', count: 320 },
  ],
  largest: [
    ROW,
    {
      ...ROW,
      id: '1a'.repeat(16),
      title: 'kiosk-01',
      state: 'anonymous',
      events: 412,
      merges: 0,
      revenue: {},
    },
    { ...ROW, id: '2b'.repeat(16), title: 'zeno.vitale@posta.example', state: 'known', events: 21 },
  ],
};

export const SOURCE: SourceInfo = {
  source: 0,
  name: 'shop.ndjson',
  size: 8_400_000,
  dialect: 'customerlabs',
  container: 'ndjson',
  country: 'DE',
  zone: 'UTC',
  importedAt: Date.UTC(2026, 10, 23, 9),
  complete: true,
  reachable: true,
  read: 12_000,
  events: 11_800,
  duplicates: 150,
  unresolved: 33,
  rejected: 17,
  rejectionsByReason: { 'bad-time': 11, 'not-json': 6 },
  firstAt: OVERVIEW.firstAt,
  lastAt: OVERVIEW.lastAt,
};

export const RULES: RulesView = {
  name: 'customerlabs',
  policy: 'customerlabs',
  fingerprint: 'a41b0c93',
  sentences: [
    'Whoever shares an email is one person, until a limit, a block or a cut says otherwise.',
    'A phone number never joins two people who both have an email and share none.',
  ],
  tiers: [
    { rank: 1, role: 'strong', namespaces: ['email'], limit: null },
    { rank: 2, role: 'strong', namespaces: ['phone'], limit: 'at most 5 a profile' },
    { rank: 4, role: 'anonymous', namespaces: ['customerlabs_user_id', 'anonymous_id'], limit: null },
    { rank: 6, role: 'supplementary', namespaces: ['crm_user_id', 'shopify_cart_token'], limit: null },
    { rank: null, role: 'recorded', namespaces: ['gclid', 'fbclid', 'facebook__fbc'], limit: null },
  ],
  blocked: ['test@test.com', 'null', 'undefined', '0000000000'],
  demoted: ['info@', 'sales@', 'noreply@'],
  survivorship: 'most recent',
  json: { name: 'customerlabs', policy: 'customerlabs' },
};

export const UNRESOLVED: UnresolvedRow = {
  ...EVIDENCE,
  reason: 'DEMOTED_ONLY',
  identifiers: [{ namespace: 'email', value: 'info@fernhill.example', role: 'demoted' }],
};

export const EVENT: EventView = {
  ...EVIDENCE,
  revision: 3,
  receivedAt: Date.UTC(2026, 2, 18, 9, 14, 6),
  dialect: 'customerlabs',
  profile: { id: ROW.id, title: ROW.title },
  unresolved: null,
  identifiers: [
    { namespace: 'customerlabs_user_id', value: 'cl_yara_phone', role: 'anonymous' },
    { namespace: 'email', value: 'yara.haddad@post.example', role: 'strong' },
  ],
  traits: [{ name: 'city', value: '"Bremen"' }],
  company: [],
  decisions: [
    {
      decision: 12,
      action: 'merge',
      reason: 'NONE',
      at: EVIDENCE.at,
      lastAt: EVIDENCE.at,
      count: 1,
      sentence: 'cl_yara_phone joined yara.haddad@post.example because both are on this event.',
      profile: { id: ROW.id, title: ROW.title },
      other: null,
      identifiers: [],
      evidence: EVIDENCE,
    },
  ],
  duplicates: [],
  stored: { source: 0, row: 7 },
};

export const INSPECTION: SourceInspection = {
  token: 'file-1',
  name: 'customers 2026.csv',
  size: 240_000,
  compressed: false,
  container: 'csv',
  encoding: 'UTF-8',
  delimiter: ';',
  candidates: [
    {
      dialect: 'segment',
      title: 'Segment',
      confidence: 0.2,
      reason: 'has "anonymousId", as Segment events do',
    },
  ],
  columns: ['Mail', 'Tel.', 'Ordered at', 'City'],
  rows: [
    ['Yara.Haddad@Post.example', '0171 3920077', '2026-03-02 10:00', 'Bremen'],
    ['zeno.vitale@posta.example', '', '2026-03-02 11:30', 'Milano'],
  ],
  mapping: [
    {
      column: 'Mail',
      samples: ['Yara.Haddad@Post.example'],
      coverage: 1,
      target: { kind: 'identifier', namespace: 'email' },
      confidence: 0.98,
      reason: 'every value is an email address',
    },
    {
      column: 'Tel.',
      samples: ['0171 3920077'],
      coverage: 0.5,
      target: { kind: 'identifier', namespace: 'phone' },
      confidence: 0.8,
      reason: 'values look like phone numbers',
    },
    {
      column: 'Ordered at',
      samples: ['2026-03-02 10:00'],
      coverage: 1,
      target: { kind: 'time' },
      confidence: 0.9,
      reason: 'every value is a time',
    },
    {
      column: 'City',
      samples: ['Bremen', 'Milano'],
      coverage: 1,
      target: { kind: 'trait', name: 'City' },
      confidence: 0.6,
      reason: 'text that repeats',
    },
  ],
  normalised: [
    {
      namespace: 'email',
      before: 'Yara.Haddad@Post.example',
      after: 'yara.haddad@post.example',
      reason: null,
    },
    { namespace: 'phone', before: '0171 3920077', after: null, reason: 'it has no country code' },
  ],
  zonelessTimes: 2,
  nationalPhones: 1,
  sampled: 2,
  problems: [
    {
      source: 'customers 2026.csv',
      line: 9,
      record: 0,
      field: 'Ordered at',
      reason: 'bad-time',
      text: '"Ordered at" is "yesterday"; expected ISO 8601 or epoch',
    },
  ],
  fault: null,
};

export const JOB: JobProgress = {
  job: 'job-1',
  phase: 'reading',
  source: 'shop.ndjson',
  sourceCount: 2,
  sourceIndex: 0,
  bytesRead: 4_200_000,
  bytesTotal: 8_400_000,
  read: 6_000,
  accepted: 5_900,
  duplicates: 70,
  rejected: 9,
  startedAt: Date.UTC(2026, 10, 23, 9),
  rate: 12_400,
  fault: null,
  rebuilding: false,
};
