import { formatCount, revealInvisible } from '../../format.ts';

interface Props {
  readonly title: string;
  readonly note: string;
  readonly values: readonly string[];
  readonly search: string;
}

export function ValueList({ title, note, values, search }: Props) {
  const needle = search.trim().toLowerCase();
  const shown = needle === '' ? values : values.filter((value) => value.toLowerCase().includes(needle));
  const count =
    shown.length === values.length
      ? formatCount(values.length)
      : `${formatCount(shown.length)} of ${formatCount(values.length)}`;
  return (
    <div>
      <h3>
        {title} <span className="meta">{count}</span>
      </h3>
      <p className="meta">{note}</p>
      {shown.length === 0 ? (
        <p className="muted">
          {values.length === 0 ? 'The list is empty.' : 'Nothing in this list matches.'}
        </p>
      ) : (
        <ul className="value-list mono" tabIndex={0} aria-label={title}>
          {shown.map((value) => (
            <li key={value} dir="auto">
              {revealInvisible(value)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
