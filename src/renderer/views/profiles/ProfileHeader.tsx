import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DecisionAction, ProfileState } from '#shared/identity/identity.ts';
import type { ProfileView } from '#shared/protocol/results/profile.ts';
import { formatCounted, formatMoneys, formatShortTime, revealInvisible, zoneName } from '../../format.ts';
import { useZone } from '../../state/use-time.ts';
import { StateBadge } from '../../widgets/StateBadge.tsx';
import { ListNeighbours } from './ListNeighbours.tsx';
import type { ProfileOrigin } from './profile-tabs.ts';

/** Why a profile has its state, as the engine decides it. */
const STATE_REASONS: { readonly [state in ProfileState]: string } = {
  anonymous: 'It holds no email, phone or login id, so it is a device or a CRM id alone.',
  known: 'It holds an email, phone or login id, and no anonymous history became part of it.',
  unified: 'It holds an email, phone or login id, and anonymous history became part of it.',
};

/** A longer title is cut, and shown whole when it has the focus. */
const LONG = 120;

interface Props extends ProfileOrigin {
  readonly workspace: string;
  readonly profile: ProfileView;
}

export function ProfileHeader({ workspace, profile, list, at, tab }: Props) {
  const zone = useZone();
  return (
    <header className="profile-head">
      <div className="page-head">
        <div>
          <h1
            className="profile-title"
            title={revealInvisible(profile.title)}
            tabIndex={profile.title.length > LONG ? 0 : undefined}
          >
            <bdi>{revealInvisible(profile.title)}</bdi>
          </h1>
          <p className="profile-state">
            <StateBadge state={profile.state} /> <span className="muted">{STATE_REASONS[profile.state]}</span>
          </p>
        </div>
        <ListNeighbours
          key={profile.id}
          workspace={workspace}
          profile={profile.id}
          list={list}
          at={at}
          tab={tab}
        />
      </div>
      {profile.askedFor !== profile.id && (
        <p className="meta" role="note">
          You followed the id <span className="mono">{profile.askedFor}</span>, which this profile answers for
          now.
        </p>
      )}
      <dl className="profile-facts">
        <Fact name="Id">
          <span className="mono">{profile.id}</span>
          <CopyId id={profile.id} />
        </Fact>
        <Fact name="Seen">
          {formatShortTime(profile.firstSeenAt, zone)} to {formatShortTime(profile.lastSeenAt, zone)} (
          {zoneName(zone)})
        </Fact>
        <Fact name="Decisions">
          <LedgerLink
            workspace={workspace}
            profile={profile.id}
            action="merge"
            count={profile.merges}
            one="merge"
          />
          {' · '}
          <LedgerLink
            workspace={workspace}
            profile={profile.id}
            action="refuse"
            count={profile.refusals}
            one="refusal"
          />
          {' · '}
          <Link to="/w/$workspace/merges" params={{ workspace }} search={{ profile: profile.id }}>
            the whole ledger
          </Link>
        </Fact>
        <Fact name="Revenue">{formatMoneys(profile.transactions.revenue)}</Fact>
        {profile.formerIds.length > 0 && (
          <Fact name="Former ids">
            <details>
              <summary>
                {formatCounted(profile.formerIds.length, 'profile')} became part of it;{' '}
                {profile.formerIds.length === 1 ? 'its id leads here' : 'their ids lead here'}
              </summary>
              <ul className="former-ids mono">
                {profile.formerIds.map((id) => (
                  <li key={id}>{id}</li>
                ))}
              </ul>
            </details>
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CopyId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <>
          <ActionIcon size="xs" aria-label="Copy the id" onClick={copy}>
            {copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
          </ActionIcon>
          <span role="status" className="visually-hidden">
            {copied && 'Copied'}
          </span>
        </>
      )}
    </CopyButton>
  );
}

function LedgerLink({
  workspace,
  profile,
  action,
  count,
  one,
}: {
  workspace: string;
  profile: string;
  action: DecisionAction;
  count: number;
  one: string;
}) {
  if (count === 0) return <span className="muted">no {one}</span>;
  return (
    <Link to="/w/$workspace/merges" params={{ workspace }} search={{ profile, actions: [action] }}>
      {formatCounted(count, one)}
    </Link>
  );
}
