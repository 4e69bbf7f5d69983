import type { NormalisedSample } from '#shared/protocol/results/source.ts';
import { revealInvisible, truncateMiddle } from '../../format.ts';
import { NamespaceGlyph } from '../../widgets/NamespaceGlyph.tsx';

/** Real values of the file before and after normalisation: what will be compared. */
export function NormalisedTable({ samples }: { samples: readonly NormalisedSample[] }) {
  return (
    <div>
      <h3>Identifiers, as they will be compared</h3>
      <div className="scroll-x">
        <table className="plain-table normalised-table">
          <thead>
            <tr>
              <th>Namespace</th>
              <th>In the file</th>
              <th>
                <span className="visually-hidden">becomes</span>
              </th>
              <th>Compared as</th>
            </tr>
          </thead>
          <tbody>
            {fewOfEach(samples).map((sample) => (
              <tr key={`${sample.namespace}:${sample.before}`}>
                <td>
                  <NamespaceGlyph namespace={sample.namespace} decorative />{' '}
                  {revealInvisible(sample.namespace)}
                </td>
                <td className="mono" dir="auto" title={revealInvisible(sample.before)}>
                  {truncateMiddle(revealInvisible(sample.before), 40)}
                </td>
                <td aria-hidden>→</td>
                <td>
                  {sample.after === null ? (
                    <span className="muted">no key: {sample.reason ?? 'not usable'}</span>
                  ) : (
                    <>
                      <span className="mono" dir="auto" title={revealInvisible(sample.after)}>
                        {truncateMiddle(revealInvisible(sample.after), 40)}
                      </span>
                      {sample.reason !== null && <span className="meta"> {sample.reason}</span>}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const MOST_OF_A_NAMESPACE = 3;

/** The first few of every namespace, so that none crowds out another. */
function fewOfEach(samples: readonly NormalisedSample[]): NormalisedSample[] {
  const counts = new Map<string, number>();
  return samples.filter(({ namespace }) => {
    const count = (counts.get(namespace) ?? 0) + 1;
    counts.set(namespace, count);
    return count <= MOST_OF_A_NAMESPACE;
  });
}
