import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DecisionAction, ProfileState } from '#shared/identity/identity.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { formatCount, formatShare } from '../../format.ts';
import { Figure } from '../../widgets/Figure.tsx';
import { STATE_LABELS, StateMark } from '../../widgets/StateBadge.tsx';

const STATE_EXPLANATIONS: { readonly [state in ProfileState]: string } = {
  anonymous: 'Profiles without email, phone or login id: a device or a CRM id alone.',
  known: 'Profiles with email, phone or login id that no anonymous history has joined.',
  unified: 'Profiles whose anonymous history has been joined to an email, phone or login id.',
};

interface Props {
  readonly workspace: string;
  readonly overview: Overview;
}

export function StateTiles({ workspace, overview }: Props) {
  const { summary } = overview;
  const { anonymous, known, unified } = summary.profiles;
  const all = anonymous + known + unified;
  return (
    <div className="tiles">
      <Link to="/w/$workspace/profiles" params={{ workspace }} className="tile">
        <Figure
          label="Profiles"
          value={formatCount(all)}
          note={`${formatCount(summary.companies)} companies`}
          explanation="People, as far as the rules can tell them apart."
        />
      </Link>
      {(['anonymous', 'known', 'unified'] as const).map((state) => (
        <Link
          key={state}
          to="/w/$workspace/profiles"
          params={{ workspace }}
          search={{ states: [state] }}
          className="tile"
        >
          <Figure
            label={STATE_LABELS[state]}
            mark={<StateMark state={state} />}
            value={formatCount(summary.profiles[state])}
            note={`${formatShare(summary.profiles[state], all)} of profiles`}
            explanation={STATE_EXPLANATIONS[state]}
          />
        </Link>
      ))}
      <DecisionTile
        workspace={workspace}
        action="merge"
        label="Merges"
        count={summary.merges}
        explanation="Times two profiles became one."
      />
      <DecisionTile
        workspace={workspace}
        action="refuse"
        label="Refusals"
        count={summary.refusals}
        explanation="Merges that a rule prevented; repeats between the same two profiles count once."
      />
      <DecisionTile
        workspace={workspace}
        action="hand-over"
        label="Hand-overs"
        count={overview.handOvers}
        explanation="Times a device moved to another person who signed in on it."
      />
    </div>
  );
}

interface DecisionTileProps {
  readonly workspace: string;
  readonly action: DecisionAction;
  readonly label: string;
  readonly count: number;
  readonly explanation: string;
}

function DecisionTile({ workspace, action, label, count, explanation }: DecisionTileProps): ReactNode {
  return (
    <Link to="/w/$workspace/merges" params={{ workspace }} search={{ actions: [action] }} className="tile">
      <Figure label={label} value={formatCount(count)} note="in the ledger" explanation={explanation} />
    </Link>
  );
}
