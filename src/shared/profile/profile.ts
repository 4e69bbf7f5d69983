/**
 * A profile in its six layers: identity, behaviour, transactions, engagement, external ids, companies. Everything is
 * given as events and codes of one engine, so that every value can be walked back to the record that said it.
 * Cost: linear in the profile's events and what they say.
 */

import { entryOfRow } from '../event/event-facts.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import type { EventSummary } from './behaviour.ts';
import { computeBehaviour } from './behaviour.ts';
import type { CompanyLink, EngineView } from './engine-view.ts';
import type { ExternalId, HeldIdentifier } from './identifiers.ts';
import { computeIdentifiers } from './identifiers.ts';
import type { Transactions } from './orders.ts';
import { computeTransactions } from './orders.ts';
import type { Trait } from './survivorship.ts';
import { computeTraits } from './survivorship.ts';
import type { Engagement } from './touches.ts';
import { computeEngagement } from './touches.ts';

export interface Profile {
  readonly profile: ProfileIndex;
  /** Credited events in canonical order. */
  readonly events: readonly EventIndex[];
  readonly held: readonly HeldIdentifier[];
  readonly traits: readonly Trait[];
  readonly behaviour: readonly EventSummary[];
  readonly transactions: Transactions;
  readonly engagement: Engagement;
  readonly externalIds: readonly ExternalId[];
  readonly companies: readonly CompanyLink[];
}

/** Assumes a present profile. */
export function buildProfile(engine: EngineView, profile: ProfileIndex): Profile {
  const { store } = engine;
  const events = engine.eventsOf(profile);
  const { held, external } = computeIdentifiers(engine, profile, events);
  return {
    profile,
    events,
    held,
    traits: computeTraits(store, events, engine.ruleset.survivorship),
    behaviour: computeBehaviour(store, events),
    transactions: computeTransactions(store, events),
    engagement: computeEngagement(store, events),
    externalIds: external,
    companies: namesCompany(engine, events) ? engine.companies.linksOf(profile) : [],
  };
}

/** Most people's events name no company: then the graph, which walks them again, need not be asked. */
function namesCompany({ store }: EngineView, events: readonly EventIndex[]): boolean {
  const { companyRow } = store.facts;
  return companyRow.length > 0 && events.some((event) => entryOfRow(companyRow, event) >= 0);
}
