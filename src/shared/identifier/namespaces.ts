/**
 * The names of kinds of identifiers, and what the known ones stand for: a person, a device, a browser, a company, or
 * something that is only worth recording. Which of them may join people is a matter of the ruleset.
 *
 * Known names are matched without regard to case, `_`, `-` and spaces, because vendors' own code writes `Facebook_fbp`,
 * `google_analytics_client_ID` and `facebook__fbp` for one thing. A name that is not known is kept as it is written.
 */

export const STRONG_NAMESPACES = ['email', 'phone', 'user_id'] as const;

/** A device or installation: CustomerLabs' and Segment's first, then the names other vendors use. */
export const DEVICE_NAMESPACES = [
  'customerlabs_user_id',
  'anonymous_id',
  'device_id',
  'domain_userid',
  'network_userid',
  'client_session_user_id',
  'user_pseudo_id',
  'mp_deviceid',
  'advertising_id',
  'android.id',
  'android.idfa',
  'android.push_token',
  'ios.id',
  'ios.idfa',
  'ios.push_token',
  'push_token',
  'idfa',
  'idfv',
  'gaid',
  'aaid',
  'google_analytics__app_instance_id',
] as const;

export const COOKIE_NAMESPACES = [
  'facebook__fbp',
  'google_analytics__client_id',
  '_ttp',
  '_scid',
  'cross_domain_id',
] as const;

/** Ids that an advertiser adds to the address of a landing page. They travel with a copied link. */
export const CLICK_ID_NAMESPACES = [
  'gclid',
  'wbraid',
  'gbraid',
  'dclid',
  'srsltid',
  'fbclid',
  'facebook__fbc',
  'igshid',
  'msclkid',
  'ttclid',
  'li_fat_id',
  'twclid',
  'rdt_cid',
  'sccid',
  'epik',
  'qclid',
  'ko_click_id',
  'irclid',
] as const;

/**
 * Whom another vendor took an event's person for. Kept beside the event's own ids and no key, or that vendor's wrong
 * merges would be ours, with no decision to show for them; a ruleset that trusts the vendor gives them another role.
 */
const VENDOR_PERSON_NAMESPACES = ['posthog_person_id', 'mixpanel_distinct_id', 'amplitude_id'] as const;

/** Kept, shown and exported; never a key. The last two hold what could not be read as a phone number or an address. */
export const RECORDED_NAMESPACES = [
  ...CLICK_ID_NAMESPACES,
  ...VENDOR_PERSON_NAMESPACES,
  'gad_source',
  'gclsrc',
  'mc_cid',
  '_kx',
  'session_id',
  'ga_session_id',
  'domain_sessionid',
  'google_analytics__session_id',
  'google_analytics__app_session_id',
  'order_id',
  'transaction_id',
  'checkout_id',
  'message_id',
  'ip',
  'phone_unparsed',
  'email_invalid',
] as const;

/** What names a company. Dialects move them from the event's identifiers to its company. */
export const COMPANY_NAMESPACES = [
  'group_id',
  'identify_by_website',
  'identify_by_company',
  'company_id',
  'company_name',
  'company_website',
] as const;

/** Well-known ids that join people without protecting them. */
const SUPPLEMENTARY_NAMESPACES = [
  'crm_user_id',
  'shopify_cart_token',
  'facebook_lead_id',
  'external_id',
] as const;

/** Other spellings of known names. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['identify_by_email', 'email'],
  ['email_address', 'email'],
  ['identify_by_phone', 'phone'],
  ['phone_number', 'phone'],
  // RudderStack's merge calls name a telephone number so.
  ['mobile', 'phone'],
  ['mobile_number', 'phone'],
  ['customerlabs_id', 'customerlabs_user_id'],
  ['cluid', 'customerlabs_user_id'],
  ['fbp', 'facebook__fbp'],
  ['fbc', 'facebook__fbc'],
  ['_ga', 'google_analytics__client_id'],
  ['ga_client_id', 'google_analytics__client_id'],
  ['ip_address', 'ip'],
  // Mixpanel's own properties.
  ['$user_id', 'user_id'],
  ['$device_id', 'device_id'],
  ['$distinct_id', 'distinct_id'],
];

const MAX_CACHED_NAMES = 4096;
const known = makeKnownNames();
const cache = new Map<string, string>();
const companyNames: ReadonlySet<string> = new Set(COMPANY_NAMESPACES);

/** The one name for a kind of identifier, however the log spells it. */
export function canonicalNamespace(raw: string): string {
  const cached = cache.get(raw);
  if (cached !== undefined) return cached;
  const name = known.get(fold(raw)) ?? raw.trim().normalize('NFC');
  if (cache.size < MAX_CACHED_NAMES) cache.set(raw, name);
  return name;
}

/** Assumes a canonical name. */
export function isCompanyNamespace(namespace: string): boolean {
  return companyNames.has(namespace);
}

function makeKnownNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const lists = [
    STRONG_NAMESPACES,
    DEVICE_NAMESPACES,
    COOKIE_NAMESPACES,
    RECORDED_NAMESPACES,
    COMPANY_NAMESPACES,
    SUPPLEMENTARY_NAMESPACES,
  ];
  for (const list of lists) for (const name of list) names.set(fold(name), name);
  for (const [spelling, name] of SPELLINGS) names.set(fold(spelling), name);
  return names;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
