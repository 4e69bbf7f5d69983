import type { RejectionReason } from '#shared/event/event.ts';
import type {
  DecisionAction,
  IdentifierRole,
  ReasonCode,
  UnresolvedReason,
} from '#shared/identity/identity.ts';

/** Codes of the engine in a few words each; the whole story of a case is its decision's sentence. */

export const REJECTION_TEXTS: { readonly [reason in RejectionReason]: string } = {
  'not-json': 'not JSON',
  'not-an-object': 'not an object',
  'too-long': 'longer than a record may be',
  'wrong-type': 'a field of the wrong type',
  'bad-time': 'a time that cannot be read',
  'missing-field': 'a field is missing',
  'unknown-type': 'an unknown type of event',
  'unknown-dialect': 'no known way of writing events',
  'bad-encoding': 'broken text encoding',
  truncated: 'cut off at the end',
  'wrong-column-count': 'more or fewer columns than the heading',
};

export const UNRESOLVED_TEXTS: { readonly [reason in UnresolvedReason]: string } = {
  NO_IDENTIFIER: 'no identifier that may be a key',
  DEMOTED_ONLY: 'demoted identifiers only, such as a role mailbox',
};

export const REASON_TEXTS: { readonly [reason in ReasonCode]: string } = {
  NONE: 'no particular reason',
  OUTRANKED: 'a stronger identifier says otherwise',
  SHARED: 'a device that several people use',
  LIMIT_EXCEEDED: 'a limit would be exceeded',
  HANDED_OVER: 'the device changed hands',
  ID_BLOCKED: 'a blocked value',
  ID_DEMOTED: 'a demoted value',
  COMPANY_MEMBER: 'a member of a company',
  TIME_LIMIT_EXCEEDED: 'a limit within a time would be exceeded',
  MERGE_CAP: 'a profile may not absorb so many others',
  MAPPING_CAP: 'a profile may not hold so many identifiers',
  TWO_UNIQUES_ON_EVENT: 'two values of what may only have one',
  ALREADY_IDENTIFIED: 'that profile is identified already',
  ILLEGAL_ID: 'an id that the rules do not merge',
  USER_SWITCH: 'somebody else has logged in',
  BOTH_PERMANENT: 'both are known users',
  LOGIN_REQUIRED: 'a known profile is reached by a login id only',
  LINK_CUT_OLDER: 'newer or stronger links cut an older one',
  HISTORY_MOVED: 'the history moved with the device',
  ID_MOVED: 'the identifier was given to somebody else',
  AMBIGUOUS: 'it fits several who are not one',
  CANNOT_LINK: 'a cut by hand',
  MUST_LINK: 'a pin by hand',
  NEW_USER: 'a new user gets a profile of its own',
  SOURCE_ONLY: 'a new profile that points to where it came from',
  LOGGED_OUT: 'somebody has logged out',
  REPLACED: 'a newer value took its place',
  RELEASED: 'nobody’s until the next login',
};

export const ACTION_TEXTS: { readonly [action in DecisionAction]: string } = {
  create: 'Founded',
  attach: 'Attached',
  merge: 'Merged',
  refuse: 'Refused',
  'hand-over': 'Handed over',
  block: 'Blocked',
  demote: 'Demoted',
  link: 'Linked to a company',
  cut: 'Cut',
};

export const ROLE_TEXTS: { readonly [role in IdentifierRole]: string } = {
  strong: 'identifies a person; different values keep people apart',
  anonymous: 'names a device or browser; can change hands',
  supplementary: 'joins events; different values keep nobody apart',
  recorded: 'kept and shown, never a key',
  demoted: 'set aside: too many people use it',
  blocked: 'dropped: a placeholder',
  company: 'belongs to the company, never a person’s key',
};

/** Titles of the ways of writing events, by the names that main uses. */
export const DIALECT_TEXTS: { readonly [dialect: string]: string } = {
  amplitude: 'Amplitude',
  customerlabs: 'CustomerLabs',
  'customerlabs-rows': 'CustomerLabs CSV and BigQuery',
  ga4: 'Google Analytics 4',
  mixpanel: 'Mixpanel',
  mparticle: 'mParticle',
  posthog: 'PostHog',
  segment: 'Segment, RudderStack, Jitsu',
  'segment-warehouse': 'Segment, RudderStack, Jitsu warehouse',
  snowplow: 'Snowplow',
  table: 'Table',
  weft: 'Weft',
};

/** Text of a code that main counted by name; a code that this build does not know is shown as it is. */
export function textOfCode(texts: { readonly [code: string]: string }, code: string): string {
  return Object.hasOwn(texts, code) ? (texts[code] ?? code) : code;
}
