import type { OrderRow, ProductRow, ProfileView } from '#shared/protocol/results/profile.ts';
import {
  formatCount,
  formatCounted,
  formatMoney,
  formatMoneys,
  formatShortTime,
  revealInvisible,
  zoneName,
} from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { useZone } from '../../state/use-time.ts';
import { Figure } from '../../widgets/Figure.tsx';

/** Orders, each once however often it was sent, and what is left of their amounts. */
export function TransactionsSection({ transactions }: { transactions: ProfileView['transactions'] }) {
  const { orders, revenue, refunds, products } = transactions;
  if (orders.length === 0) {
    return (
      <section className="panel">
        <h2>Orders</h2>
        <p className="muted">No order is credited to this profile.</p>
      </section>
    );
  }
  return (
    <>
      <div className="profile-figures">
        <Figure
          label="Orders"
          value={formatCount(orders.length)}
          explanation="Each once, however often it was sent."
        />
        <Figure
          label="Revenue"
          value={formatMoneys(revenue)}
          explanation="Last amount said of each order; refunds are kept apart, cancelled orders do not count."
        />
        <Figure
          label="Refunds"
          value={formatMoneys(refunds)}
          explanation="Refunded amounts, one sum a currency."
        />
      </div>
      <section className="panel">
        <h2>Orders</h2>
        <p className="meta">Every event that speaks of an order is its evidence.</p>
        <div className="scroll-x">
          <OrderTable orders={orders} />
        </div>
      </section>
      <section className="panel">
        <h2>Products</h2>
        <p className="meta">Over all orders.</p>
        {products.length === 0 ? (
          <p className="muted">No order says which products it was for.</p>
        ) : (
          <ul className="product-list">
            {products.map((product, index) => (
              <li key={index}>
                <Product product={product} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function OrderTable({ orders }: { orders: readonly OrderRow[] }) {
  const zone = useZone();
  return (
    <table className="plain-table" aria-label="Orders">
      <thead>
        <tr>
          <th>Order</th>
          <th>Time ({zoneName(zone)})</th>
          <th className="number">Amount</th>
          <th>Marks</th>
          <th>Items</th>
          <th>Evidence</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order, index) => (
          <tr key={order.id ?? index}>
            <td className="mono" dir="auto">
              {order.id === null ? 'without an id' : revealInvisible(order.id)}
            </td>
            <td>{formatShortTime(order.at, zone)}</td>
            <td className={order.cancelled ? 'number cancelled' : 'number'}>
              {order.amount === null ? 'not said' : formatMoney(order.amount, order.currency)}
            </td>
            <td>{marksOf(order).join(', ') || <span className="muted">none</span>}</td>
            <td>
              {order.items.length === 0 && <span className="muted">not said</span>}
              {order.items.map((item, place) => (
                <div key={place}>
                  <Product product={item} />
                </div>
              ))}
            </td>
            <td>
              {order.evidence.map((evidence) => (
                <div key={evidence.event}>
                  <EvidenceLink evidence={evidence} />
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function marksOf(order: OrderRow): string[] {
  const marks: string[] = [];
  if (order.cancelled) marks.push('cancelled');
  if (order.refunded > 0) marks.push(`${formatMoney(order.refunded, order.currency)} refunded`);
  if (order.evidence.length > 1) marks.push(`said by ${formatCounted(order.evidence.length, 'event')}`);
  return marks;
}

function Product({ product }: { product: ProductRow }) {
  return (
    <span dir="auto">
      {formatCount(product.quantity)} ×{' '}
      {revealInvisible(product.name ?? product.id ?? 'a product without a name')}
    </span>
  );
}
