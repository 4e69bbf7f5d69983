import { Link } from '@tanstack/react-router';
import type { Overview } from '#shared/protocol/results.ts';
import { formatCount, formatShare } from '../../format.ts';
import { StateFunnel } from '../../pictures/StateFunnel.tsx';

export function FunnelPanel({ workspace, overview }: { workspace: string; overview: Overview }) {
  const { started, identified, unified } = overview.funnel;
  const { profiles } = overview.summary;
  const whole = profiles.anonymous + profiles.known + profiles.unified;
  return (
    <section className="panel wide">
      <h2>From anonymous to unified</h2>
      <p className="meta">
        Shares are of all {formatCount(whole)} profiles.{' '}
        <Link to="/w/$workspace/profiles" params={{ workspace }} search={{ states: ['anonymous'] }}>
          {formatCount(profiles.anonymous)} are still anonymous
        </Link>
        ;{' '}
        <Link to="/w/$workspace/profiles" params={{ workspace }} search={{ states: ['known'] }}>
          {formatCount(profiles.known)} are known without a history
        </Link>
        .
      </p>
      <StateFunnel
        whole={whole}
        format={(count) => `${formatCount(count)} · ${formatShare(count, whole)}`}
        steps={[
          { label: 'Seen anonymously', note: 'a device without a name', count: started, state: 'anonymous' },
          { label: 'Identified', note: 'email, phone or login', count: identified, state: 'known' },
          { label: 'Unified', note: 'history and name joined', count: unified, state: 'unified' },
        ]}
      />
    </section>
  );
}
