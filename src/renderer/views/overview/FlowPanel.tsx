import { Link } from '@tanstack/react-router';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { formatCount, formatCounted, formatShare } from '../../format.ts';
import { StateFlow } from '../../pictures/StateFlow.tsx';

/** The funnel anonymous → known → unified. */
export function FlowPanel({ workspace, overview }: { workspace: string; overview: Overview }) {
  const { profiles } = overview.summary;
  const whole = profiles.anonymous + profiles.known + profiles.unified;
  const { started, identified, unified } = overview.funnel;
  return (
    <section className="panel wide">
      <h2>From anonymous to unified</h2>
      <p className="meta">
        {started === 0 ? (
          'No profile was seen anonymously. '
        ) : (
          <>
            Of {formatCounted(started, 'profile')} seen anonymously,{' '}
            <Link to="/w/$workspace/profiles" params={{ workspace }} search={{ states: ['unified'] }}>
              {formatCount(unified)} ({formatShare(unified, started)})
            </Link>{' '}
            {unified === 1 ? 'was' : 'were'} joined to a name.{' '}
          </>
        )}
        {formatCount(identified)} of all {formatCount(whole)} {identified === 1 ? 'is' : 'are'} identified.
      </p>
      <StateFlow
        states={profiles}
        started={started}
        format={(count) => `${formatCount(count)} · ${formatShare(count, whole)}`}
      />
    </section>
  );
}
