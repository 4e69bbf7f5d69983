import type { ProfileView } from '#shared/protocol/results/profile.ts';
import type { profileSearch, Search } from '../../app/search.ts';

/** What the address of one profile says besides its id. */
export type ProfileSearch = Search<typeof profileSearch>;
export type ProfileTab = NonNullable<ProfileSearch['tab']>;

/** Where a profile was opened from; undefined for a link from elsewhere. */
export interface ProfileOrigin {
  readonly list: ProfileSearch['list'] | undefined;
  readonly at: number | undefined;
  readonly tab: ProfileTab | undefined;
}

export const DEFAULT_TAB: ProfileTab = 'identity';

export interface TabEntry {
  readonly tab: ProfileTab;
  readonly label: string;
  /** null where a number would say nothing. */
  readonly count: number | null;
}

/** The six layers of a profile and its picture, with how much is in each. */
export function tabsOf({
  identity,
  behaviour,
  transactions,
  engagement,
  externalIds,
  companies,
}: ProfileView): readonly TabEntry[] {
  return [
    { tab: 'identity', label: 'Identity', count: identity.identifiers.length },
    { tab: 'timeline', label: 'Timeline', count: behaviour.events },
    { tab: 'transactions', label: 'Transactions', count: transactions.orders.length },
    { tab: 'engagement', label: 'Engagement', count: engagement.touches },
    { tab: 'external', label: 'External IDs', count: externalIds.length },
    { tab: 'companies', label: 'Companies', count: companies.length },
    { tab: 'graph', label: 'Graph', count: null },
  ];
}
