/**
 * The policies by name, and what of a ruleset each of them obeys. `parseRuleset` answers the rest with a message, because
 * what a policy would ignore is worse than what it refuses.
 */

export interface PolicyTerms {
  /** Limits and caps would be ignored, and why: the end of a sentence about the policy. */
  readonly withoutLimits?: string;
  /** Knows no limit but one value a profile, in so many namespaces at most. */
  readonly unique?: {
    readonly namespaces: number;
    /** Only strong namespaces can be unique: the end of a sentence that says so. */
    readonly strongOnly?: string;
  };
  /** Counts the values of a namespace within a window. */
  readonly windows?: true;
  /** Counts how many profiles one has absorbed. */
  readonly mergeCap?: true;
}

const ANY = Number.POSITIVE_INFINITY;

const TERMS = {
  customerlabs: {},
  components: { withoutLimits: 'refuses nothing' },
  'segment-unify': { windows: true, mergeCap: true },
  posthog: { withoutLimits: 'knows no limits' },
  'mixpanel-simplified': {},
  'mixpanel-original': {},
  'snowplow-identities': { unique: { namespaces: 1 } },
  'mparticle-profile-conversion': { unique: { namespaces: ANY } },
  'mparticle-profile-link': { unique: { namespaces: ANY } },
  'mparticle-profile-isolation': { unique: { namespaces: ANY } },
  'mparticle-best-match': { withoutLimits: 'takes nothing for unique' },
  'adobe-igl': { unique: { namespaces: ANY } },
  'last-touch': { withoutLimits: 'lets the last one have everything' },
  'wso2-cds': { unique: { namespaces: 1 } },
  unomi: { unique: { namespaces: ANY, strongOnly: 'merges on strong namespaces only' } },
} satisfies { readonly [policy: string]: PolicyTerms };

export type PolicyName = keyof typeof TERMS;
export const POLICY_TERMS: { readonly [policy in PolicyName]: PolicyTerms } = TERMS;
/** In the order above. The cast: keys of an object are typed as any texts. */
export const POLICY_NAMES = Object.keys(TERMS) as readonly PolicyName[];
