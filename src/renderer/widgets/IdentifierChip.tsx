import type { IdentifierText } from '#shared/protocol/results/evidence.ts';
import { revealInvisible, truncateMiddle } from '../format.ts';
import { NamespaceGlyph } from './NamespaceGlyph.tsx';
import './identifier-chip.css';

interface Props {
  readonly identifier: Pick<IdentifierText, 'namespace' | 'value'> & {
    readonly role?: IdentifierText['role'];
  };
  readonly max?: number;
  readonly selected?: boolean;
  /** Makes the chip a button. */
  readonly onSelect?: (() => void) | undefined;
  /** Writes the namespace beside the sign. */
  readonly named?: boolean;
  /** Leaves the word for blocked and demoted values to readers; they stay struck through. */
  readonly quiet?: boolean;
}

/** One identifier: sign, value cut in the middle, the whole value on hover and for readers. */
export function IdentifierChip({
  identifier,
  max = 28,
  selected = false,
  onSelect,
  named = false,
  quiet = false,
}: Props) {
  const whole = revealInvisible(identifier.value);
  const role = identifier.role;
  const setAside = role === 'blocked' || role === 'demoted';
  const label = `${identifier.namespace}: ${whole}${setAside ? ` (${role})` : ''}`;
  const classes = ['identifier-chip', setAside ? 'set-aside' : '', selected ? 'selected' : ''].join(' ');
  const content = (
    <>
      <NamespaceGlyph namespace={identifier.namespace} decorative />
      {named && <span className="muted">{revealInvisible(identifier.namespace)}</span>}
      <bdi className="mono" aria-hidden>
        {truncateMiddle(whole, max)}
      </bdi>
      <span className="visually-hidden">{label}</span>
      {setAside && !quiet && (
        <span className="meta" aria-hidden>
          {role}
        </span>
      )}
    </>
  );
  if (onSelect === undefined) {
    return (
      <span className={classes} title={label}>
        {content}
      </span>
    );
  }
  return (
    <button type="button" className={classes} title={label} aria-pressed={selected} onClick={onSelect}>
      {content}
    </button>
  );
}

/** Chips in one line, and how many more there are. */
export function IdentifierList({
  identifiers,
  count = identifiers.length,
  max = 24,
}: {
  identifiers: readonly IdentifierText[];
  count?: number;
  max?: number;
}) {
  return (
    <span className="identifier-list">
      {identifiers.map((identifier) => (
        <IdentifierChip
          key={`${identifier.namespace}:${identifier.value}`}
          identifier={identifier}
          max={max}
          quiet
        />
      ))}
      {count > identifiers.length && <span className="meta">+{count - identifiers.length}</span>}
    </span>
  );
}
