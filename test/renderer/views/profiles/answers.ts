import type { IdentifierRow, ProfileView, TimelineRow } from '#shared/protocol/results/profile.ts';
import { EVIDENCE, ROW } from '../../../support/sample-answers.ts';

/** A profile with something in every layer, and its first events. */

const HELD: IdentifierRow = {
  namespace: 'email',
  value: 'yara.haddad@post.example',
  role: 'strong',
  from: EVIDENCE.at,
  to: null,
  firstSeenAt: EVIDENCE.at,
  lastSeenAt: EVIDENCE.at,
  events: 9,
  profiles: 1,
  evidence: EVIDENCE,
};

export const PROFILE: ProfileView = {
  revision: 3,
  id: ROW.id,
  state: 'unified',
  title: ROW.title,
  formerIds: ['ab'.repeat(16)],
  askedFor: ROW.id,
  firstSeenAt: ROW.firstSeenAt,
  lastSeenAt: ROW.lastSeenAt,
  identity: {
    identifiers: [
      HELD,
      {
        ...HELD,
        namespace: 'customerlabs_user_id',
        value: 'cl_kiosk',
        role: 'anonymous',
        to: Date.UTC(2026, 2, 20, 10),
        profiles: 3,
      },
    ],
    traits: [
      {
        name: 'city',
        value: '"Bremen"',
        rule: 'most recent',
        evidence: EVIDENCE,
        others: [{ value: '"Kiel"', evidence: { ...EVIDENCE, line: 99 } }],
      },
    ],
  },
  behaviour: { events: 2, byName: [{ name: 'Page viewed', count: 2, firstAt: null, lastAt: null }] },
  transactions: {
    orders: [
      {
        id: 'FH-1',
        at: EVIDENCE.at,
        amount: 40,
        currency: 'EUR',
        refunded: 12.5,
        cancelled: false,
        items: [{ id: 'p1', name: 'Boston fern', quantity: 2 }],
        evidence: [EVIDENCE, { ...EVIDENCE, event: 8, line: 813 }],
      },
    ],
    revenue: { EUR: 27.5 },
    refunds: { EUR: 12.5 },
    products: [{ id: 'p1', name: 'Boston fern', quantity: 2 }],
    firstAt: EVIDENCE.at,
    lastAt: EVIDENCE.at,
  },
  engagement: { firstTouch: null, lastTouch: null, touches: 0 },
  externalIds: [],
  companies: [],
  merges: 2,
  refusals: 0,
};

export const TIMELINE: readonly TimelineRow[] = [
  { ...EVIDENCE, event: 1, name: 'Page viewed', identifiers: [], order: null, traits: 0, decisions: [] },
  {
    ...EVIDENCE,
    event: 2,
    type: 'identify',
    name: 'Create user',
    identifiers: [{ namespace: 'email', value: HELD.value, role: 'strong' }],
    order: null,
    traits: 1,
    decisions: [{ decision: 4, action: 'merge', sentence: 'Two became one because of the email' }],
  },
];
