/** How a namespace is drawn: a hue, a letter and a shape, never the hue alone. */
export interface NamespaceFamily {
  readonly hue: 'email' | 'phone' | 'device' | 'crm' | 'ads' | 'commerce' | 'analytics' | 'company';
  readonly letter: string;
  readonly shape: 'square' | 'ring' | 'diamond' | 'block';
}

const EMAIL: NamespaceFamily = { hue: 'email', letter: 'E', shape: 'square' };
const PHONE: NamespaceFamily = { hue: 'phone', letter: 'P', shape: 'square' };
const DEVICE: NamespaceFamily = { hue: 'device', letter: 'D', shape: 'ring' };
const ADS: NamespaceFamily = { hue: 'ads', letter: 'A', shape: 'square' };
const COMMERCE: NamespaceFamily = { hue: 'commerce', letter: 'S', shape: 'square' };
const ANALYTICS: NamespaceFamily = { hue: 'analytics', letter: 'G', shape: 'square' };
const COMPANY: NamespaceFamily = { hue: 'company', letter: 'B', shape: 'block' };

/** First match wins; tried on the namespace in lower case. */
const FAMILIES: readonly (readonly [RegExp, NamespaceFamily])[] = [
  [/company|group|account|organi[sz]ation|website/, COMPANY],
  [/e-?mail/, EMAIL],
  [/phone|mobile|msisdn|whatsapp/, PHONE],
  [
    /facebook|clid$|clkid$|gbraid|wbraid|gad_source|gclsrc|srsltid|igshid|li_fat_id|click_id|rdt_cid|sccid|epik|_ads?_|^_fb[pc]$|^_ttp$|^_scid$/,
    ADS,
  ],
  [/shopify|cart|checkout|woocommerce|stripe/, COMMERCE],
  [/google_analytics|^ga\d?_|amplitude|mixpanel|client_id/, ANALYTICS],
  [
    /customerlabs_user_id|anonymous|device|cookie|visitor|session|distinct_id|idfa|idfv|gaid|aaid|advertising_id|^android|^ios\.|push_token|domain_userid|network_userid|user_pseudo_id|cross_domain/,
    DEVICE,
  ],
];

export function namespaceFamily(namespace: string): NamespaceFamily {
  const name = namespace.toLowerCase();
  const known = FAMILIES.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  const letter = (Array.from(name.replace(/[^\p{L}\p{N}]/gu, ''))[0] ?? '?').toUpperCase();
  return { hue: 'crm', letter, shape: 'diamond' };
}
