import type { RejectionRow } from '#shared/protocol/results/source.ts';
import { formatCount, formatCounted, revealInvisible } from '../../format.ts';

/** What in the sample could not be read; the import goes on past such records. */
export function ProblemList({ problems, sampled }: { problems: readonly RejectionRow[]; sampled: number }) {
  if (problems.length === 0) return <p className="meta">No problem in {formatCounted(sampled, 'record')}.</p>;
  return (
    <div>
      <h3>Problems in the records looked at</h3>
      <p className="meta">Such records are left out, listed under Sources, and stop nothing.</p>
      <ul className="problem-list">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.record} ${problem.field}`}>
            <span className="mono muted">line {formatCount(problem.line)}</span>
            <span dir="auto">{revealInvisible(problem.text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
