import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import type { ProfileRow } from '#shared/protocol/results/profile.ts';
import type { ListSearch } from '../../app/search.ts';
import { formatCount } from '../../format.ts';
import { useEngine } from '../../state/use-engine.ts';
import { useViewState } from '../../state/view-state.ts';
import { filterOf } from './profile-list.ts';
import type { ProfileOrigin } from './profile-tabs.ts';

const BUSY = 'input, textarea, select, [contenteditable="true"], [role="dialog"]';

interface Props extends ProfileOrigin {
  readonly workspace: string;
  readonly profile: string;
}

/** The way back to the list that a profile was opened from, and on to the ones beside it. */
export function ListNeighbours({ workspace, profile, list, at, tab }: Props) {
  return (
    <nav className="page-tools" aria-label="The list">
      <Link to="/w/$workspace/profiles" params={{ workspace }} search={list ?? {}}>
        {list === undefined ? 'All profiles' : 'Back to the list'}
      </Link>
      {list !== undefined && at !== undefined && (
        <Neighbours workspace={workspace} profile={profile} list={list} at={at} tab={tab} />
      )}
    </nav>
  );
}

interface PlacedProps extends Pick<ProfileOrigin, 'tab'> {
  readonly workspace: string;
  readonly profile: string;
  readonly list: ListSearch;
  readonly at: number;
}

function Neighbours({ workspace, profile, list, at, tab }: PlacedProps) {
  const navigate = useNavigate();
  const letterKeys = useViewState((state) => state.letterKeys);
  const { value } = useEngine('profiles.page', {
    workspace,
    filter: filterOf(list),
    offset: Math.max(0, at - 1),
    limit: 3,
  });
  const rows = value?.rows ?? [];
  const place = rows.findIndex((row) => row.id === profile);
  const before = place < 0 ? undefined : rows[place - 1];
  const after = place < 0 ? undefined : rows[place + 1];
  const position = (value?.offset ?? 0) + place;

  function show(row: ProfileRow | undefined, index: number) {
    if (row === undefined) return;
    void navigate({
      to: '/w/$workspace/profiles/$profile',
      params: { workspace, profile: row.id },
      search: { list, at: index, ...(tab === undefined ? {} : { tab }) },
    });
  }

  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(BUSY) !== null) return;
    if (event.key === '[') show(before, position - 1);
    if (event.key === ']') show(after, position + 1);
  });
  useEffect(() => {
    if (!letterKeys) return;
    const listener = (event: KeyboardEvent) => handleKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [letterKeys]);

  if (value === null) return null;
  if (place < 0) return <span className="meta">The list has changed since.</span>;
  if (value.total === 1) return null;
  return (
    <>
      <Button
        disabled={before === undefined}
        title="Previous profile of the list   [ "
        aria-label="Previous profile of the list"
        onClick={() => show(before, position - 1)}
      >
        <IconChevronLeft size={14} />
      </Button>
      <span className="meta">
        {formatCount(position + 1)} of {formatCount(value.total)}
      </span>
      <Button
        disabled={after === undefined}
        title="Next profile of the list   ]"
        aria-label="Next profile of the list"
        onClick={() => show(after, position + 1)}
      >
        <IconChevronRight size={14} />
      </Button>
    </>
  );
}
