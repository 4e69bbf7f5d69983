import { Link } from '@tanstack/react-router';
import type { DecisionRow } from '#shared/protocol/results/decision.ts';
import {
  formatCounted,
  formatShortTime,
  formatTime,
  revealInvisible,
  type ZoneMode,
  zoneName,
} from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { ACTION_TEXTS } from '../../reason-texts.ts';
import { DecisionMark } from '../../widgets/DecisionMark.tsx';
import type { Column } from '../../widgets/VirtualTable.tsx';

export function ledgerColumns(workspace: string, zone: ZoneMode): readonly Column<DecisionRow>[] {
  return [
    {
      id: 'at',
      header: `Time (${zoneName(zone)})`,
      width: 132,
      cell: (row) => <Times row={row} zone={zone} />,
      text: (row) => formatTime(row.at, zone),
    },
    {
      id: 'action',
      header: 'Decision',
      width: 124,
      cell: (row) => <DecisionMark action={row.action} />,
      text: (row) => ACTION_TEXTS[row.action],
    },
    {
      id: 'sentence',
      header: 'What was decided, and why',
      width: 320,
      grows: true,
      cell: (row) => (
        <span className="ledger-sentence" dir="auto" title={revealInvisible(row.sentence)}>
          {revealInvisible(row.sentence)}
        </span>
      ),
      text: (row) => row.sentence,
    },
    {
      id: 'profiles',
      header: 'Profiles',
      width: 184,
      cell: (row) => <Parties workspace={workspace} row={row} />,
      text: (row) => [row.profile, row.other].map((party) => party?.title ?? '').join(' '),
    },
    {
      id: 'evidence',
      header: 'Evidence',
      width: 140,
      cell: (row) => <EvidenceLink evidence={row.evidence} />,
      text: (row) => `${row.evidence.source}:${row.evidence.line}`,
    },
  ];
}

/** When, and how often a decision was repeated; the tooltip says until when. */
function Times({ row, zone }: { row: DecisionRow; zone: ZoneMode }) {
  const first = formatTime(row.at, zone);
  const title =
    row.count > 1
      ? `${formatCounted(row.count, 'time')}, ${first} to ${formatTime(row.lastAt, zone)}`
      : first;
  return (
    <span title={title}>
      {formatShortTime(row.at, zone)}
      {row.count > 1 && (
        <span className="meta">
          <br />
          {formatCounted(row.count, 'time')}
        </span>
      )}
    </span>
  );
}

/** The profile a decision is about and, where there is one, the other side. */
function Parties({ workspace, row }: { workspace: string; row: DecisionRow }) {
  const parties = [row.profile, row.other].filter((party) => party !== null);
  return (
    <span className="ledger-parties">
      {parties.map(({ id, title }) => (
        <Link
          key={id}
          to="/w/$workspace/profiles/$profile"
          params={{ workspace, profile: id }}
          title={revealInvisible(title)}
          tabIndex={-1}
        >
          <bdi>{revealInvisible(title)}</bdi>
        </Link>
      ))}
    </span>
  );
}
