import { revealInvisible, truncateMiddle } from '../../format.ts';

/** The first records as they stand in the file. */
export function FirstRows({
  columns,
  rows,
  name,
}: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  name: string;
}) {
  if (rows.length === 0) return <p className="muted">The file has no records to show.</p>;
  return (
    <div>
      <h3>First records</h3>
      <div className="first-rows scroll-x" tabIndex={0} role="region" aria-label={`First records of ${name}`}>
        <table className="plain-table mono">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={`${index} ${column}`} dir="auto">
                  {truncateMiddle(revealInvisible(column), 32)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, rowIndex) => (
              <tr key={rowIndex}>
                {columns.map((column, index) => (
                  <td key={`${index} ${column}`} dir="auto" title={revealInvisible(row[index] ?? '')}>
                    {truncateMiddle(revealInvisible(row[index] ?? ''), 40)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
