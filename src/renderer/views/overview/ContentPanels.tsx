import { Link } from '@tanstack/react-router';
import type { Overview } from '#shared/protocol/results/overview.ts';
import {
  formatCount,
  formatCounted,
  formatCurrencyName,
  formatMoney,
  formatMoneys,
  revealInvisible,
} from '../../format.ts';
import { BarList } from '../../widgets/BarList.tsx';
import { Figure } from '../../widgets/Figure.tsx';
import { NamespaceGlyph } from '../../widgets/NamespaceGlyph.tsx';
import { StateBadge } from '../../widgets/StateBadge.tsx';

interface Props {
  readonly workspace: string;
  readonly overview: Overview;
}

/** Revenue, one figure a currency: they are never added up. */
export function MoneyPanel({ overview }: Pick<Props, 'overview'>) {
  const currencies = Object.entries(overview.revenue).toSorted((a, b) => b[1] - a[1]);
  return (
    <section className="panel">
      <h2>Revenue</h2>
      <p className="meta">
        {formatCounted(overview.orders, 'order')}; an order that was sent again counts once, cancelled ones do
        not.
      </p>
      {currencies.length === 0 ? (
        <p className="muted">No order carries an amount.</p>
      ) : (
        currencies.map(([currency, amount]) => (
          <Figure
            key={currency}
            label={formatCurrencyName(currency)}
            value={formatMoney(amount, currency === '' ? null : currency)}
            explanation="Last amount said of each order; refunds are kept apart."
          />
        ))
      )}
    </section>
  );
}

export function LargestPanel({ workspace, overview }: Props) {
  return (
    <section className="panel wide">
      <h2>Largest profiles</h2>
      <p className="meta">
        Most events first. A profile far larger than the rest is worth a look: it may be several people.
      </p>
      <div className="scroll-x">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Profile</th>
              <th>State</th>
              <th className="number">Events</th>
              <th className="number">Identifiers</th>
              <th className="number">Merges</th>
              <th className="number">Revenue</th>
            </tr>
          </thead>
          <tbody>
            {overview.largest.map((row) => (
              <tr key={row.id}>
                <td className="cut">
                  <Link
                    to="/w/$workspace/profiles/$profile"
                    params={{ workspace, profile: row.id }}
                    dir="auto"
                  >
                    {revealInvisible(row.title)}
                  </Link>
                </td>
                <td>
                  <StateBadge state={row.state} />
                </td>
                <td className="number">{formatCount(row.events)}</td>
                <td className="number">{formatCount(row.identifierCount)}</td>
                <td className="number">{formatCount(row.merges)}</td>
                <td className="number">{formatMoneys(row.revenue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function IdentifiersPanel({ overview }: Pick<Props, 'overview'>) {
  const namespaces = Object.entries(overview.summary.identifiers).toSorted((a, b) => b[1] - a[1]);
  return (
    <section className="panel">
      <h2>Identifiers</h2>
      <p className="meta">Distinct keys that profiles hold, by namespace.</p>
      <BarList
        label="Identifiers by namespace"
        items={namespaces.map(([namespace, count]) => ({
          key: namespace,
          label: (
            <>
              <NamespaceGlyph namespace={namespace} decorative /> {revealInvisible(namespace)}
            </>
          ),
          count,
          text: formatCount(count),
        }))}
      />
    </section>
  );
}

export function TopEventsPanel({ workspace, overview }: Props) {
  return (
    <section className="panel widest">
      <h2>Events</h2>
      <p className="meta">Most frequent names. A name leads to the people who did it.</p>
      <BarList
        label="Events by name"
        items={overview.topEvents.map(({ name, count }) => ({
          key: name,
          label: (
            <Link
              to="/w/$workspace/segments"
              params={{ workspace }}
              search={{
                predicate: {
                  match: 'all',
                  conditions: [{ kind: 'event', name, did: true, atLeast: 1, window: { kind: 'ever' } }],
                },
              }}
              dir="auto"
            >
              {revealInvisible(name)}
            </Link>
          ),
          count,
          text: formatCount(count),
        }))}
      />
    </section>
  );
}
