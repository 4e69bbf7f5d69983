import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo, useRef } from 'react';
import type { ProfileState } from '#shared/identity/identity.ts';
import { PROFILE_STATES } from '#shared/identity/identity.ts';
import { PROFILE_SORTS } from '#shared/protocol/profile-sorts.ts';
import type { ProfilesPage } from '#shared/protocol/results/profile.ts';
import type { ListSearch } from '../../app/search.ts';
import { formatCounted, revealInvisible } from '../../format.ts';
import { ExportButton } from '../../panels/ExportButton.tsx';
import { PagedTable } from '../../panels/PagedTable.tsx';
import { profileColumns } from '../../panels/profile-columns.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { usePages } from '../../state/use-pages.ts';
import { useZone } from '../../state/use-time.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { SearchBox } from '../../widgets/SearchBox.tsx';
import { STATE_LABELS, StateMark } from '../../widgets/StateBadge.tsx';
import { ToggleFilter } from '../../widgets/ToggleFilter.tsx';
import { usePageKeys } from '../../widgets/use-page-keys.ts';
import { filterOf, sortedBy, withPlaces } from './profile-list.ts';

const route = getRouteApi('/w/$workspace/profiles');

/** Everybody, as far as the rules tell them apart: filtered, sorted and searched by any identifier. */
export function ProfilesView() {
  const workspace = useWorkspaceId();
  const list: ListSearch = route.useSearch();
  const navigate = route.useNavigate();
  const open = useNavigate();
  const zone = useZone();
  const page = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { toGrid } = usePageKeys(page, input);
  const filter = filterOf(list);
  const pages = usePages('profiles.page', { workspace, filter });
  const placed = useMemo(() => withPlaces(pages.rowAt), [pages.rowAt]);
  const columns = useMemo(
    () => profileColumns({ workspace, zone, list, placeOf: placed.placeOf }),
    [workspace, zone, list, placed],
  );

  function change(next: ListSearch) {
    void navigate({ search: next, replace: true });
  }

  function handleSort(column: string) {
    const sort = PROFILE_SORTS.find((other) => other === column);
    if (sort !== undefined) change(sortedBy(list, sort));
  }

  return (
    <div ref={page} className="page fills">
      <header className="page-head">
        <div>
          <h1>Profiles</h1>
          <p className="muted" role="status">
            <FoundText page={pages.latest} total={pages.total} filtered={filter.states.length > 0} />
          </p>
        </div>
        <ExportButton
          workspace={workspace}
          what={{ kind: 'profiles', filter }}
          noun="profiles"
          disabled={pages.total === 0}
        />
      </header>
      <div className="filter-row">
        <SearchBox
          input={input}
          label="Search profiles"
          placeholder="Any identifier in any spelling, or a name   ( / )"
          value={list.q ?? ''}
          onSearch={(q) => change({ ...list, q })}
          onLeave={toGrid}
        />
        <StateFilter
          page={pages.latest}
          chosen={filter.states}
          onChange={(states) => change({ ...list, states: [...states] })}
        />
      </div>
      <PagedTable
        pages={{ ...pages, rowAt: placed.rowAt }}
        label="Profiles"
        columns={columns}
        sort={{ column: filter.sort, descending: filter.descending }}
        onSort={handleSort}
        onOpen={(row, at) =>
          void open({
            to: '/w/$workspace/profiles/$profile',
            params: { workspace, profile: row.id },
            search: { list, at },
          })
        }
        empty={<Nobody list={list} page={pages.latest} onChange={change} />}
      />
    </div>
  );
}

/** How many, and what was looked up: the engine's own spelling of what was typed. */
function FoundText({
  page,
  total,
  filtered,
}: {
  page: ProfilesPage | null;
  total: number;
  filtered: boolean;
}): ReactNode {
  if (page === null) return 'Counting …';
  const counted = `${formatCounted(total, 'profile')}${filtered ? ' in the chosen states' : ''}`;
  if (page.searched === null) return counted;
  return (
    <>
      {counted}; searched <bdi className="mono">{revealInvisible(page.searched)}</bdi>
    </>
  );
}

function StateFilter({
  page,
  chosen,
  onChange,
}: {
  page: ProfilesPage | null;
  chosen: readonly ProfileState[];
  onChange: (states: readonly ProfileState[]) => void;
}) {
  const counts = page?.states;
  return (
    <ToggleFilter
      label="States"
      total={counts === undefined ? undefined : counts.anonymous + counts.known + counts.unified}
      options={PROFILE_STATES.map((state) => ({
        value: state,
        label: STATE_LABELS[state],
        mark: <StateMark state={state} />,
        count: counts?.[state],
      }))}
      chosen={chosen}
      onChange={onChange}
    />
  );
}

function Nobody({
  list,
  page,
  onChange,
}: {
  list: ListSearch;
  page: ProfilesPage | null;
  onChange: (list: ListSearch) => void;
}) {
  const { states: _states, q: _q, ...order } = list;
  const everywhere = page === null ? 0 : page.states.anonymous + page.states.known + page.states.unified;
  if (everywhere > 0) {
    return (
      <EmptyState
        title="Nobody in these states"
        action={<Button onClick={() => onChange({ ...list, states: [] })}>Show all states</Button>}
      >
        {formatCounted(everywhere, 'profile')} match the search in another state.
      </EmptyState>
    );
  }
  if ((list.q ?? '').trim() === '') {
    return (
      <EmptyState title="No profiles yet">Add event logs, and the people in them are listed here.</EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody found" action={<Button onClick={() => onChange(order)}>Show everybody</Button>}>
      No profile holds or ever held{' '}
      <bdi className="mono">{revealInvisible(page?.searched ?? list.q ?? '')}</bdi>, and no name contains it.
      A phone number needs its country code unless a source says which country it is from.
    </EmptyState>
  );
}
