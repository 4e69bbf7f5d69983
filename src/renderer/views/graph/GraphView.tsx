import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { graphSearch, Search } from '../../app/search.ts';
import { revealInvisible } from '../../format.ts';
import { GraphPanel } from '../../panels/graph/GraphPanel.tsx';
import { PagedTable } from '../../panels/PagedTable.tsx';
import { profileColumns } from '../../panels/profile-columns.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useEngine } from '../../state/use-engine.ts';
import { usePages } from '../../state/use-pages.ts';
import { useZone } from '../../state/use-time.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { SearchBox } from '../../widgets/SearchBox.tsx';
import { usePageKeys } from '../../widgets/use-page-keys.ts';

const route = getRouteApi('/w/$workspace/graph');

/** The graph of the profile that the address names, or the choice of one. */
export function GraphView(): ReactNode {
  const workspace = useWorkspaceId();
  const { profile, show }: Search<typeof graphSearch> = route.useSearch();
  const navigate = route.useNavigate();
  if (profile === undefined) {
    return (
      <ProfileChoice workspace={workspace} onChoose={(id) => void navigate({ search: { profile: id } })} />
    );
  }
  return (
    <div className="page fills">
      <GraphTitle workspace={workspace} profile={profile} />
      <GraphPanel
        workspace={workspace}
        profile={profile}
        show={show ?? 'picture'}
        onShow={(next) => void navigate({ search: { profile, show: next }, replace: true })}
      />
    </div>
  );
}

function GraphTitle({ workspace, profile }: { workspace: string; profile: string }) {
  const { value } = useEngine('profile.get', { workspace, id: profile });
  return (
    <header className="page-head">
      <h1>
        Identity graph of{' '}
        <Link to="/w/$workspace/profiles/$profile" params={{ workspace, profile }}>
          <bdi>{revealInvisible(value?.title ?? profile)}</bdi>
        </Link>
      </h1>
      <Link to="/w/$workspace/graph" params={{ workspace }}>
        Another profile
      </Link>
    </header>
  );
}

/** Most merged first: their graphs have the most to show. */
function ProfileChoice({ workspace, onChoose }: { workspace: string; onChoose: (profile: string) => void }) {
  const zone = useZone();
  const page = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { toGrid } = usePageKeys(page, input);
  const [search, setSearch] = useState('');
  const pages = usePages('profiles.page', {
    workspace,
    filter: { states: [], search, sort: 'merges', descending: true },
  });
  const columns = useMemo(
    () => profileColumns({ workspace, zone, list: null, opens: 'graph' }),
    [workspace, zone],
  );
  return (
    <div ref={page} className="page fills">
      <header>
        <h1>Identity graph</h1>
        <p className="muted">
          Whose? Those with the most merges come first, because their graphs have the most to show.
        </p>
      </header>
      <div className="filter-row">
        <SearchBox
          input={input}
          label="Search profiles"
          placeholder="Any identifier in any spelling, or a name   ( / )"
          value={search}
          onSearch={setSearch}
          onLeave={toGrid}
        />
      </div>
      <PagedTable
        pages={pages}
        label="Profiles to choose from"
        columns={columns}
        onOpen={(row) => onChoose(row.id)}
        empty={
          <EmptyState title="Nobody found">No profile holds or ever held such an identifier.</EmptyState>
        }
      />
    </div>
  );
}
