import { Select, TextInput } from '@mantine/core';
import { guessTimeFormat } from '#shared/event/guess-columns.ts';
import type { ColumnTarget } from '#shared/event/mapping.ts';
import { TIME_PATTERNS } from '#shared/event/time-format.ts';
import type { ColumnGuess } from '#shared/protocol/results/source.ts';
import { formatShare, revealInvisible, truncateMiddle } from '../../format.ts';
import { NamespaceGlyph } from '../../widgets/NamespaceGlyph.tsx';
import type { Draft } from './draft.ts';

const KINDS: readonly { readonly value: ColumnTarget['kind']; readonly label: string }[] = [
  { value: 'identifier', label: 'Identifier' },
  { value: 'time', label: 'Time of the event' },
  { value: 'name', label: 'Name of the event' },
  { value: 'id', label: 'Id of the event' },
  { value: 'trait', label: 'Trait of the person' },
  { value: 'property', label: 'Property of the event' },
  { value: 'company', label: 'Company identifier' },
  { value: 'ignore', label: 'Left out' },
];

interface Props {
  readonly mapping: readonly ColumnGuess[];
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** What each column becomes; a guess can be corrected, and says how sure it is and why. */
export function MappingTable({ mapping, draft, onDraft }: Props) {
  const setTarget = (column: string, target: ColumnTarget) =>
    onDraft({ ...draft, targets: new Map(draft.targets).set(column, target) });
  return (
    <div>
      <h3>Columns</h3>
      <Gaps mapping={mapping} draft={draft} />
      <div className="scroll-x">
        <table className="plain-table mapping-table">
          <thead>
            <tr>
              <th>Column</th>
              <th>Values</th>
              <th className="number" title="Share of the records looked at that have a value">
                Filled
              </th>
              <th>Becomes</th>
              <th>Named</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {mapping.map((guess) => (
              <MappingRow
                key={guess.column}
                guess={guess}
                target={draft.targets.get(guess.column) ?? guess.target}
                corrected={draft.targets.has(guess.column)}
                onTarget={setTarget}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Of fewer rows than this share anybody is named. */
const FEW = 0.5;

/** What the columns, as they are chosen now, leave open; the import goes on all the same. */
function Gaps({ mapping, draft }: Pick<Props, 'mapping' | 'draft'>) {
  const chosen = mapping.map((guess) => ({ guess, target: draft.targets.get(guess.column) ?? guess.target }));
  const naming = chosen.filter(({ target }) => target.kind === 'identifier');
  const hasTime = chosen.some(({ target }) => target.kind === 'time');
  const named = Math.max(0, ...naming.map(({ guess }) => guess.coverage));
  return (
    <div role="status">
      {!hasTime && (
        <p className="meta">
          No column is the time: the events are undated, and count as having come before all others.
        </p>
      )}
      {naming.length > 0 && named < FEW && (
        <p className="meta">
          The best filled identifier is in {formatShare(named, 1)} of the records looked at: the others may be
          unresolved.
        </p>
      )}
    </div>
  );
}

interface RowProps {
  readonly guess: ColumnGuess;
  readonly target: ColumnTarget;
  readonly corrected: boolean;
  readonly onTarget: (column: string, target: ColumnTarget) => void;
}

function MappingRow({ guess, target, corrected, onTarget }: RowProps) {
  const name = revealInvisible(guess.column);
  return (
    <tr>
      <td className="mono" dir="auto">
        {truncateMiddle(name, 32)}
      </td>
      <td className="mono muted" dir="auto" title={guess.samples.map(revealInvisible).join('\n')}>
        {truncateMiddle(revealInvisible(guess.samples[0] ?? ''), 40)}
      </td>
      <td className="number">{formatShare(guess.coverage, 1)}</td>
      <td>
        <Select
          aria-label={`What ${name} becomes`}
          w={176}
          value={target.kind}
          onChange={(kind) => {
            const chosen = KINDS.find(({ value }) => value === kind);
            if (chosen !== undefined) onTarget(guess.column, targetOf(chosen.value, guess));
          }}
          data={[...KINDS]}
        />
      </td>
      <td>
        <TargetName column={guess.column} target={target} onTarget={onTarget} />
      </td>
      <td className="muted">
        {corrected ? 'you said so' : `${guess.reason} (${formatShare(guess.confidence, 1)} sure)`}
      </td>
    </tr>
  );
}

function TargetName({
  column,
  target,
  onTarget,
}: {
  column: string;
  target: ColumnTarget;
  onTarget: RowProps['onTarget'];
}) {
  if (target.kind === 'identifier' || target.kind === 'company') {
    return (
      <TextInput
        aria-label={`Namespace of ${column}`}
        w={192}
        leftSection={<NamespaceGlyph namespace={target.namespace} decorative />}
        value={target.namespace}
        onChange={(event) => onTarget(column, { ...target, namespace: event.currentTarget.value.trim() })}
      />
    );
  }
  if (target.kind === 'time') {
    return (
      <Select
        aria-label={`How the times of ${column} are written`}
        w={192}
        allowDeselect={false}
        value={target.format ?? ''}
        onChange={(format) =>
          onTarget(column, { kind: 'time', format: format === '' ? undefined : (format ?? undefined) })
        }
        data={[{ value: '', label: 'ISO 8601 or a number' }, ...TIME_PATTERNS]}
      />
    );
  }
  if (target.kind === 'trait' || target.kind === 'property') {
    return (
      <TextInput
        aria-label={`Name of ${column}`}
        w={192}
        value={target.name}
        onChange={(event) => onTarget(column, { ...target, name: event.currentTarget.value })}
      />
    );
  }
  return null;
}

function targetOf(kind: ColumnTarget['kind'], { column, samples }: ColumnGuess): ColumnTarget {
  if (kind === 'time') return { kind, format: guessTimeFormat(samples) };
  if (kind === 'identifier' || kind === 'company') return { kind, namespace: column };
  if (kind === 'trait' || kind === 'property') return { kind, name: column };
  return { kind };
}
