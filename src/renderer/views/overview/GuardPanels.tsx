import { Link } from '@tanstack/react-router';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { formatCount, formatCounted } from '../../format.ts';
import { REASON_TEXTS, REJECTION_TEXTS, textOfCode, UNRESOLVED_TEXTS } from '../../reason-texts.ts';
import { BarList } from '../../widgets/BarList.tsx';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';

interface Props {
  readonly workspace: string;
  readonly overview: Overview;
}

const BLOCKED_SHOWN = 8;

/** What kept people apart. */
export function RefusalsPanel({ workspace, overview }: Props) {
  const reasons = Object.entries(overview.refusalsByReason).toSorted((a, b) => b[1] - a[1]);
  return (
    <section className="panel">
      <h2>Refused merges</h2>
      <p className="meta">Why two profiles were kept apart.</p>
      {reasons.length === 0 ? (
        <p className="muted">Nothing was refused.</p>
      ) : (
        <BarList
          label="Refusals by reason"
          items={reasons.map(([reason, count]) => ({
            key: reason,
            label: (
              <Link to="/w/$workspace/merges" params={{ workspace }} search={{ actions: ['refuse'] }}>
                {textOfCode(REASON_TEXTS, reason)}
              </Link>
            ),
            count,
            text: formatCount(count),
          }))}
        />
      )}
    </section>
  );
}

/** Values that are no keys, because they would join strangers. */
export function BlockedPanel({ workspace, overview }: Props) {
  const shown = overview.blocked.slice(0, BLOCKED_SHOWN);
  return (
    <section className="panel">
      <h2>Values set aside</h2>
      <p className="meta">
        Placeholders and role mailboxes join nobody.{' '}
        <Link to="/w/$workspace/rules" params={{ workspace }}>
          See the lists
        </Link>
      </p>
      {shown.length === 0 ? (
        <p className="muted">No value was blocked or demoted.</p>
      ) : (
        <BarList
          label="Values set aside, by events"
          items={shown.map((blocked) => ({
            key: `${blocked.namespace}:${blocked.value}`,
            label: (
              <Link
                to="/w/$workspace/merges"
                params={{ workspace }}
                search={{ actions: [blocked.role === 'blocked' ? 'block' : 'demote'], q: blocked.value }}
              >
                <IdentifierChip identifier={blocked} />
              </Link>
            ),
            count: blocked.events,
            text: `${formatCounted(blocked.events, 'event')}`,
          }))}
        />
      )}
      {overview.blocked.length > BLOCKED_SHOWN && (
        <p className="meta">
          <Link to="/w/$workspace/merges" params={{ workspace }} search={{ actions: ['block', 'demote'] }}>
            {overview.blocked.length - BLOCKED_SHOWN} more in the ledger
          </Link>
        </p>
      )}
    </section>
  );
}

/** What belongs to nobody, and what could not be read at all. */
export function UnreadPanel({ workspace, overview }: Props) {
  const unresolved = Object.entries(overview.unresolvedByReason).filter(([, count]) => count > 0);
  const rejected = Object.entries(overview.rejectedByReason).toSorted((a, b) => b[1] - a[1]);
  const items = [
    ...unresolved.map(([reason, count]) => ({
      key: reason,
      label: (
        <Link to="/w/$workspace/unresolved" params={{ workspace }}>
          Unresolved: {textOfCode(UNRESOLVED_TEXTS, reason)}
        </Link>
      ),
      count,
      text: formatCount(count),
    })),
    ...rejected.map(([reason, count]) => ({
      key: reason,
      label: (
        <Link to="/w/$workspace/sources" params={{ workspace }}>
          Rejected: {textOfCode(REJECTION_TEXTS, reason)}
        </Link>
      ),
      count,
      text: formatCount(count),
    })),
  ];
  return (
    <section className="panel">
      <h2>Unresolved and rejected</h2>
      <p className="meta">Events credited to nobody, and records that are no events.</p>
      {items.length === 0 ? (
        <p className="muted">Every record became an event of somebody.</p>
      ) : (
        <BarList label="Unresolved and rejected, by reason" items={items} />
      )}
    </section>
  );
}
