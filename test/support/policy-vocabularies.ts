/**
 * What random logs for `checkPolicy` draw from: few identifiers of every kind that a policy tells apart, so that they meet
 * and conflict all the time, and the calls of vendors that merge by calls.
 */

import type { CanonicalEvent, Identifier } from '#shared/event/event.ts';
import { parseIdentifiers } from './events.ts';
import { mergeCalls } from './merge-calls.ts';
import type { DrawnEvent, PolicyOracle } from './policy-oracle.ts';

export type Vocabulary = Pick<PolicyOracle, 'identifiers' | 'callOf' | 'maxPerEvent' | 'maxEvents'>;

function identifiers(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** People meet on devices: logins, contacts, devices, cookies, an unranked and a recorded one. */
export const MIXED: Vocabulary = {
  identifiers: identifiers(`
    user_id:u1 user_id:u2 user_id:u3
    email:a@x.example email:b@x.example email:c@x.example
    phone:+4917139200 phone:+4917139201
    anonymous_id:d1 anonymous_id:d2 customerlabs_user_id:d3
    facebook__fbp:f1 facebook__fbp:f2
    badge:x
    gclid:k
  `),
};

/** With a telephone number that is blocked, and one that almost is. */
export const SEGMENT_TYPES: Vocabulary = {
  identifiers: identifiers(`
    user_id:u1 user_id:u2 user_id:u3
    email:a email:b email:c
    anonymous_id:d1 anonymous_id:d2 anonymous_id:d3
    badge:x badge:y
    phone:1 phone:2 phone:000-000 phone:Null
    gclid:k
  `),
};

export const SNOWPLOW_FIELDS: Vocabulary = {
  identifiers: identifiers(`
    user_id:alice user_id:bob user_id:carol
    domain_userid:d1 domain_userid:d2 domain_userid:d3
    network_userid:n1 network_userid:n2
    apple_idfv:i1
    email:a@x.example
    badge:x
    gclid:k
  `),
  maxPerEvent: 3,
};

/** Persons, devices and ids of the log's own, for vendors that know one id of a person and one of a device. */
const SEVERAL_KINDS = identifiers(`
  user_id:u user_id:v
  email:a@x.example email:b@x.example
  phone:+4917139200
  anonymous_id:d customerlabs_user_id:e customerlabs_user_id:f
  crm_user_id:x crm_user_id:y
  facebook__fbp:k
`);

export const USERS_AND_DEVICES: Vocabulary = {
  identifiers: identifiers(`
    user_id:u user_id:v user_id:w
    device_id:d device_id:e device_id:f device_id:N/A
  `),
};
export const USERS_WITH_ADDRESSES: Vocabulary = { identifiers: SEVERAL_KINDS };

const posthogCalls = mergeCalls([
  '$identify',
  '$identify',
  '$identify',
  '$create_alias',
  '$create_alias',
  '$merge_dangerously',
]);
/** Ids of one kind, legal and illegal. */
export const POSTHOG_IDS: Vocabulary = {
  identifiers: ['a', 'b', 'c', 'd', 'e', 'null', 'Guest', "'None'"].map((id) => `distinct_id:${id}`),
  callOf: posthogCalls,
};
export const POSTHOG_KINDS: Vocabulary = {
  identifiers: [...SEVERAL_KINDS, 'phone:undefined'],
  callOf: posthogCalls,
};

const mixpanelCalls = mergeCalls([
  '$identify',
  '$identify',
  '$identify',
  '$create_alias',
  '$create_alias',
  '$merge',
]);
const UUIDS = ['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', '9B1DEB4D-3B7D-4BAD-8BDD-2B0D7B3DCB6D'];
/** Ids of one kind, of which the form says whether they are a device's. */
export const MIXPANEL_IDS: Vocabulary = {
  identifiers: ['a', 'b', 'c', 'd', ...UUIDS, '1b9d6bcd-bbfd-1b2d-9b5d-ab8dfbbd4bed', 'nil'].map(
    (id) => `distinct_id:${id}`,
  ),
  callOf: mixpanelCalls,
};
export const MIXPANEL_KINDS: Vocabulary = {
  identifiers: [...SEVERAL_KINDS, `crm_user_id:${UUIDS[0]}`],
  callOf: mixpanelCalls,
};

const MPARTICLE_CALLS = ['login', 'login', 'logout', 'logout', 'modify', 'modify', 'modify'];
/** Of every 12 events, five are no calls; a `modify` may name a value to be replaced. */
export const MPARTICLE_REQUESTS: Vocabulary = {
  identifiers: identifiers(`
    customer_id:c1 customer_id:c2 customer_id:c3
    email:a@x.example email:b@x.example email:c@x.example
    phone:+4917139200
    other:o1
    idfv:d1 idfv:d2 idfv:d3
    roku_id:r1 roku_id:r2
    gclid:k
  `),
  maxPerEvent: 3,
  callOf: ({ ids, call, other }: DrawnEvent): Partial<CanonicalEvent> => {
    const name = MPARTICLE_CALLS[call];
    if (name === undefined) return {};
    if (name !== 'modify' || call === MPARTICLE_CALLS.length - 1) return { name };
    return {
      name,
      identifiers: parseIdentifiers([...ids, other].join(' ')),
      traits: [{ name: 'replaces', value: other }],
    };
  },
};

const CROWD_KINDS = ['anonymous_id', 'idfa', 'badge', 'phone'];
/** Twelve identifiers of the kinds that a guardrail tells apart, for one that is drawn; a login stands for itself. */
function crowdOf(drawn: string): Identifier[] {
  const [namespace = '', value = ''] = drawn.split(':');
  if (namespace === 'user_id') return [{ namespace, value }];
  return CROWD_KINDS.flatMap((kind) =>
    [0, 1, 2].map((place) => ({ namespace: kind, value: `${value}${place}` })),
  );
}
/** Profiles that soon hold more than fifty identifiers, and single events that carry more. */
export const CROWDS: Vocabulary = {
  identifiers: ['user_id:u1', 'user_id:u2', ...Array.from({ length: 8 }, (_, i) => `crowd:${i + 1}`)],
  maxPerEvent: 6,
  maxEvents: 5,
  callOf: ({ ids }) => ({ identifiers: ids.flatMap(crowdOf) }),
};
