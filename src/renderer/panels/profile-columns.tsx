import { Link } from '@tanstack/react-router';
import type { ProfileRow } from '#shared/protocol/results/profile.ts';
import type { ListSearch } from '../app/search.ts';
import {
  formatCount,
  formatDay,
  formatMoneys,
  formatTime,
  revealInvisible,
  type ZoneMode,
  zoneName,
} from '../format.ts';
import { IdentifierChip } from '../widgets/IdentifierChip.tsx';
import { NamespaceGlyph } from '../widgets/NamespaceGlyph.tsx';
import { StateBadge } from '../widgets/StateBadge.tsx';
import type { Column } from '../widgets/VirtualTable.tsx';

interface Options {
  readonly workspace: string;
  readonly zone: ZoneMode;
  /** The list that the profiles are opened from; null where they are a sample of something else. */
  readonly list: ListSearch | null;
  /** Place of a row in that list. */
  readonly placeOf?: (row: ProfileRow) => number | undefined;
  /** Where the name leads. */
  readonly opens?: 'profile' | 'graph';
}

/** Columns of every table of profiles; ids of sortable ones are the engine's names of the orders. */
export function profileColumns({
  workspace,
  zone,
  list,
  placeOf,
  opens = 'profile',
}: Options): readonly Column<ProfileRow>[] {
  const sortable = list !== null;
  return [
    {
      id: 'state',
      header: 'State',
      width: 106,
      sortable,
      cell: (row) => <StateBadge state={row.state} />,
      text: (row) => row.state,
    },
    {
      id: 'title',
      header: 'Profile',
      width: 150,
      grows: true,
      sortable,
      cell: (row) =>
        opens === 'graph' ? (
          <Link
            to="/w/$workspace/graph"
            params={{ workspace }}
            search={{ profile: row.id }}
            title={revealInvisible(row.title)}
            tabIndex={-1}
          >
            <bdi>{revealInvisible(row.title)}</bdi>
          </Link>
        ) : (
          <Link
            to="/w/$workspace/profiles/$profile"
            params={{ workspace, profile: row.id }}
            search={list === null ? {} : linkFrom(list, placeOf?.(row))}
            title={revealInvisible(row.title)}
            tabIndex={-1}
          >
            <bdi>{revealInvisible(row.title)}</bdi>
          </Link>
        ),
      text: (row) => row.title,
    },
    {
      id: 'identifiers',
      header: 'Identifiers',
      width: 200,
      grows: true,
      sortable,
      cell: (row) => <IdentifierStrip row={row} />,
      text: (row) => row.identifiers.map(({ namespace, value }) => `${namespace}:${value}`).join(' '),
    },
    ...countColumns(sortable),
    {
      id: 'revenue',
      header: 'Revenue',
      hint: 'Last amount said of each order, one sum a currency; refunds are kept apart',
      width: 104,
      numeric: true,
      sortable,
      cell: (row) => <span title={formatMoneys(row.revenue)}>{formatMoneys(row.revenue)}</span>,
      text: (row) => formatMoneys(row.revenue),
    },
    ...timeColumns(zone, sortable),
  ];
}

/** The best identifier in words and the others by their signs, which name themselves when pointed at. */
function IdentifierStrip({ row }: { row: ProfileRow }) {
  const [best, ...others] = row.identifiers;
  if (best === undefined) return <span className="muted">none now</span>;
  return (
    <span className="identifier-list">
      <IdentifierChip identifier={best} max={18} quiet />
      {others.map(({ namespace, value }) => (
        <span key={`${namespace}:${value}`} title={`${namespace}: ${revealInvisible(value)}`}>
          <NamespaceGlyph namespace={namespace} />
        </span>
      ))}
      {row.identifierCount > row.identifiers.length && (
        <span className="meta">+{formatCount(row.identifierCount - row.identifiers.length)}</span>
      )}
    </span>
  );
}

function linkFrom(list: ListSearch, at: number | undefined) {
  return at === undefined ? { list } : { list, at };
}

function countColumns(sortable: boolean): readonly Column<ProfileRow>[] {
  const columns = [
    ['events', 'Events', 'Events credited to the profile'],
    ['merges', 'Merges', 'Profiles that became part of it'],
    ['refusals', 'Refusals', 'Merges with it that a rule prevented'],
    ['orders', 'Orders', 'Orders, each once however often it was sent'],
  ] as const;
  return columns.map(([id, header, hint]) => ({
    id,
    header,
    hint,
    width: 72,
    numeric: true,
    // The engine keeps no order by refusals.
    sortable: sortable && id !== 'refusals',
    cell: (row) => (row[id] === 0 ? <span className="muted">0</span> : formatCount(row[id])),
    text: (row) => String(row[id]),
  }));
}

function timeColumns(zone: ZoneMode, sortable: boolean): readonly Column<ProfileRow>[] {
  const columns = [
    ['firstSeen', 'First seen', 'firstSeenAt'],
    ['lastSeen', 'Last seen', 'lastSeenAt'],
  ] as const;
  return columns.map(([id, header, field]) => ({
    id,
    header,
    hint: `Times in ${zoneName(zone)}`,
    width: 92,
    sortable,
    cell: (row) => <span title={formatTime(row[field], zone)}>{formatDay(row[field], zone)}</span>,
    text: (row) => formatTime(row[field], zone),
  }));
}
