/**
 * Values that stand for "nobody", and mailboxes that stand for a role. Data only: the ruleset decides what happens to
 * them, and dialects keep them, so that what was blocked is seen and counted.
 *
 * The union of the lists that Segment Unify, Mixpanel, Amplitude, PostHog, RudderStack Profiles and Snowplow publish.
 * Exact values only: their rules on length would drop a legitimate `42`. `id` and `email` are in because PostHog's
 * users send them in place of a value.
 */

const WORDS = [
  'anon',
  'anonymous',
  'guest',
  'nil',
  '<nil>',
  'none',
  'null',
  'nan',
  'n/a',
  'na',
  'undefined',
  'unknown',
  'not_authenticated',
  'distinctid',
  'distinct_id',
  'id',
  'email',
  'true',
  'false',
  '0',
  '-1',
  '[]',
  '{}',
  '[object object]',
  'lmy47d',
];

/** Lower case; to be compared with the value in lower case. Each word also in single and in double quotes. */
export const PLACEHOLDER_VALUES: readonly string[] = WORDS.flatMap((word) => [
  word,
  `"${word}"`,
  `'${word}'`,
]);

/** Texts of regular expressions without backtracking: Segment's, which covers the empty UUID too. */
export const PLACEHOLDER_PATTERNS: readonly string[] = ['^[0-]+$'];

/** Local parts of addresses that several people read: RFC 2142 and what shops and offices use. */
export const ROLE_MAILBOXES: readonly string[] = [
  'abuse',
  'accounting',
  'accounts',
  'admin',
  'administrator',
  'billing',
  'careers',
  'contact',
  'contacts',
  'customerservice',
  'enquiries',
  'feedback',
  'hello',
  'help',
  'helpdesk',
  'hostmaster',
  'hr',
  'info',
  'inquiries',
  'invoice',
  'invoices',
  'jobs',
  'kontakt',
  'mail',
  'mailer-daemon',
  'marketing',
  'media',
  'news',
  'newsletter',
  'no-reply',
  'no_reply',
  'noc',
  'noreply',
  'do-not-reply',
  'donotreply',
  'office',
  'orders',
  'postmaster',
  'press',
  'privacy',
  'reception',
  'root',
  'sales',
  'security',
  'service',
  'shop',
  'spam',
  'support',
  'team',
  'webmaster',
];

const placeholders: ReadonlySet<string> = new Set(PLACEHOLDER_VALUES);

/** True for what the lists above call a placeholder, whatever a ruleset makes of it. */
export function isPlaceholder(value: string): boolean {
  if (placeholders.has(value.toLowerCase())) return true;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code !== 0x30 && code !== 0x2d) return false;
  }
  return value.length > 0;
}
