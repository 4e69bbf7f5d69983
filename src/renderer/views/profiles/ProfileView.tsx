import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ProfileView as Profile } from '#shared/protocol/results/profile.ts';
import { formatCount } from '../../format.ts';
import { GraphPanel } from '../../panels/graph/GraphPanel.tsx';
import { Loaded } from '../../panels/Loaded.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useEngine } from '../../state/use-engine.ts';
import { CompaniesSection } from './CompaniesSection.tsx';
import { EngagementSection } from './EngagementSection.tsx';
import { ExternalIdsSection, IdentitySection } from './IdentitySection.tsx';
import { ProfileHeader } from './ProfileHeader.tsx';
import type { ProfileSearch, ProfileTab } from './profile-tabs.ts';
import { DEFAULT_TAB, tabsOf } from './profile-tabs.ts';
import { TimelineSection } from './TimelineSection.tsx';
import { TransactionsSection } from './TransactionsSection.tsx';
import './profile.css';

const route = getRouteApi('/w/$workspace/profiles/$profile');

/** One person: what is known in six layers, and how it came together. */
export function ProfileView() {
  const workspace = useWorkspaceId();
  const { profile: id } = route.useParams();
  const state = useEngine('profile.get', { workspace, id });
  return (
    <Loaded state={state}>{(profile) => <ProfilePage workspace={workspace} profile={profile} />}</Loaded>
  );
}

function ProfilePage({ workspace, profile }: { workspace: string; profile: Profile }) {
  const asked: ProfileSearch = route.useSearch();
  const navigate = route.useNavigate();
  const tab = asked.tab ?? DEFAULT_TAB;
  const tabs = tabsOf(profile);

  function change(next: Partial<ProfileSearch>) {
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  }

  return (
    <div className="page fills profile-page">
      <ProfileHeader
        workspace={workspace}
        profile={profile}
        list={asked.list}
        at={asked.at}
        tab={asked.tab}
      />
      <Tabs
        className="profile-tabs"
        value={tab}
        onChange={(value) => {
          const chosen = tabs.find((entry) => entry.tab === value);
          if (chosen !== undefined) change({ tab: chosen.tab });
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label="Layers of the profile">
          {tabs.map(({ tab: value, label, count }) => (
            <Tabs.Tab key={value} value={value}>
              {label} {count !== null && <span className="muted">{formatCount(count)}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ tab: value }) => (
          <Tabs.Panel key={value} value={value} className={`profile-panel tab-${value}`}>
            {value === 'graph' ? (
              <GraphPanel
                workspace={workspace}
                profile={profile.id}
                show={asked.show ?? 'picture'}
                onShow={(show) => change({ show })}
              />
            ) : (
              <Layer tab={value} workspace={workspace} profile={profile} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

function Layer({
  tab,
  workspace,
  profile,
}: {
  tab: Exclude<ProfileTab, 'graph'>;
  workspace: string;
  profile: Profile;
}): ReactNode {
  switch (tab) {
    case 'identity':
      return <IdentitySection identity={profile.identity} />;
    case 'timeline':
      return <TimelineSection workspace={workspace} profile={profile} />;
    case 'transactions':
      return <TransactionsSection transactions={profile.transactions} />;
    case 'engagement':
      return <EngagementSection engagement={profile.engagement} />;
    case 'external':
      return <ExternalIdsSection externalIds={profile.externalIds} />;
    case 'companies':
      return <CompaniesSection companies={profile.companies} />;
  }
}
