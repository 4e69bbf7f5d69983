/** The rulesets that Weft comes with, one for each policy and of its name; each says in its file whose rules it follows. */

import type { PolicyName } from './policies/policy-terms.ts';
import type { Ruleset } from './rules.ts';
import { ADOBE_IGL } from './rulesets/adobe-igl.ts';
import { COMPONENTS } from './rulesets/components.ts';
import { CUSTOMERLABS } from './rulesets/customerlabs.ts';
import { LAST_TOUCH } from './rulesets/last-touch.ts';
import { MIXPANEL_ORIGINAL, MIXPANEL_SIMPLIFIED } from './rulesets/mixpanel.ts';
import {
  MPARTICLE_BEST_MATCH,
  MPARTICLE_PROFILE_CONVERSION,
  MPARTICLE_PROFILE_ISOLATION,
  MPARTICLE_PROFILE_LINK,
} from './rulesets/mparticle.ts';
import { POSTHOG } from './rulesets/posthog.ts';
import { SEGMENT_UNIFY } from './rulesets/segment-unify.ts';
import { SNOWPLOW_IDENTITIES } from './rulesets/snowplow-identities.ts';
import { UNOMI } from './rulesets/unomi.ts';
import { WSO2_CDS } from './rulesets/wso2-cds.ts';

export const SHIPPED_RULESETS: { readonly [name in PolicyName]: Ruleset } = {
  customerlabs: CUSTOMERLABS,
  components: COMPONENTS,
  'segment-unify': SEGMENT_UNIFY,
  posthog: POSTHOG,
  'mixpanel-simplified': MIXPANEL_SIMPLIFIED,
  'mixpanel-original': MIXPANEL_ORIGINAL,
  'snowplow-identities': SNOWPLOW_IDENTITIES,
  'mparticle-profile-conversion': MPARTICLE_PROFILE_CONVERSION,
  'mparticle-profile-link': MPARTICLE_PROFILE_LINK,
  'mparticle-profile-isolation': MPARTICLE_PROFILE_ISOLATION,
  'mparticle-best-match': MPARTICLE_BEST_MATCH,
  'adobe-igl': ADOBE_IGL,
  'last-touch': LAST_TOUCH,
  'wso2-cds': WSO2_CDS,
  unomi: UNOMI,
};
