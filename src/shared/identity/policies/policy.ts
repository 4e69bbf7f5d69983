/**
 * A policy decides, event by event in canonical order, to which profile an event belongs and who holds its keys.
 *
 * A *folding* policy never takes anything back: it moves the state by the state's own moves, and what follows an event
 * costs what the event touches. An *island* policy may undo what it concluded earlier (cut a link, move a history, let an
 * identifier belong to several): it gets all events of an island and concludes on a draft, which the engine then writes
 * into the state. Islands of such policies are resolved again as a whole whenever they grow.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent } from '../island-event.ts';
import type { TakingOrder } from '../taking-order.ts';
import { beginByAdobeIgl } from './adobe-igl.ts';
import { takeByComponents } from './components.ts';
import { takeByCustomerlabs } from './customerlabs.ts';
import { beginByLastTouch } from './last-touch.ts';
import { takeByMixpanelOriginal } from './mixpanel-original.ts';
import { takeByMixpanelSimplified } from './mixpanel-simplified.ts';
import { BEST_MATCHES, PROFILE_CONVERSION, PROFILE_ISOLATION, PROFILE_LINK } from './mparticle.ts';
import type { PolicyName } from './policy-terms.ts';
import { takeByPosthog } from './posthog.ts';
import { takeBySegmentUnify } from './segment-unify.ts';
import { beginBySnowplow } from './snowplow-identities.ts';
import { takeByUnomi } from './unomi.ts';
import { beginByWso2Cds } from './wso2-cds.ts';

interface PinTerms {
  /** Of two profiles that a pin makes one the older survives, as in the vendor's merges; without it the better-ranked. */
  readonly oldestSurvives?: boolean;
}

export interface FoldingPolicy extends PinTerms {
  readonly kind: 'folding';
  /**
   * True: the profile that holds all keys of an event is its anchor, without asking. False where a repeat can decide
   * something, such as a call that marks its profile.
   */
  readonly soleOwnerDecides: boolean;
  /**
   * `record`: keys of equal rank come as the record has them, for policies that tell what is merged into from what is
   * merged. Without it they come in the order of taking.
   */
  readonly order?: 'record';
  /**
   * Returns the present profile that the event is credited to. Assumes that `keys` holds at least one key, in the
   * order of taking, and that every earlier event of the island has been taken.
   */
  take(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex;
}

export type TakeIslandEvent = (event: IslandEvent) => void;

export interface IslandPolicy extends PinTerms {
  readonly kind: 'island';
  /**
   * Begins an island: returns what takes its events, one after the other in canonical order, and credits each. What cuts
   * set aside on an event depends on what was concluded before, and between two events there may be a pause.
   */
  begin(draft: IslandDraft): TakeIslandEvent;
}

export type Policy = FoldingPolicy | IslandPolicy;

export const POLICIES: { readonly [name in PolicyName]: Policy } = {
  customerlabs: { kind: 'folding', soleOwnerDecides: true, take: takeByCustomerlabs },
  components: { kind: 'folding', soleOwnerDecides: true, take: takeByComponents },
  'segment-unify': {
    kind: 'folding',
    soleOwnerDecides: true,
    oldestSurvives: true,
    take: takeBySegmentUnify,
  },
  posthog: { kind: 'folding', soleOwnerDecides: true, order: 'record', take: takeByPosthog },
  'mixpanel-simplified': {
    kind: 'folding',
    soleOwnerDecides: true,
    order: 'record',
    take: takeByMixpanelSimplified,
  },
  'mixpanel-original': {
    kind: 'folding',
    soleOwnerDecides: false,
    order: 'record',
    take: takeByMixpanelOriginal,
  },
  'snowplow-identities': { kind: 'island', oldestSurvives: true, begin: beginBySnowplow },
  'mparticle-profile-conversion': PROFILE_CONVERSION,
  'mparticle-profile-link': PROFILE_LINK,
  'mparticle-profile-isolation': PROFILE_ISOLATION,
  'mparticle-best-match': BEST_MATCHES,
  'adobe-igl': { kind: 'island', begin: beginByAdobeIgl },
  'last-touch': { kind: 'island', begin: beginByLastTouch },
  'wso2-cds': { kind: 'island', begin: beginByWso2Cds },
  unomi: { kind: 'folding', soleOwnerDecides: true, oldestSurvives: true, take: takeByUnomi },
};
