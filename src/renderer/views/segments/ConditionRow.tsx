import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { SegmentFields } from '#shared/protocol/results/segment.ts';
import type { Condition, Predicate } from '#shared/segment/predicate.ts';
import { formatCount } from '../../format.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { CONDITION_KINDS, isComplete, lackOf } from './draft.ts';

interface Props {
  readonly condition: Condition;
  readonly place: number;
  readonly count: number;
  readonly match: Predicate['match'];
  /** Profiles that this row takes away or brings in; null while it is not counted. */
  readonly step: number | null;
  readonly fields: SegmentFields;
  readonly currencies: readonly string[];
  readonly onChange: (condition: Condition) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

/** One condition in words and fields. Alt with an arrow moves it, so does a button. */
export function ConditionRow(props: Props) {
  const { condition, place, count, match, step, onMove, onRemove } = props;
  const name = `Condition ${place + 1}, ${CONDITION_KINDS[condition.kind].toLowerCase()}`;
  function handleKey(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  }
  return (
    <div className="condition" role="group" aria-label={name} onKeyDown={handleKey}>
      <span className="condition-word muted">{joinWord(place, match)}</span>
      <div className="condition-fields">
        <ConditionFields {...props} />
        {!isComplete(condition) && <p className="meta">{lackOf(condition)} Until then it does not count.</p>}
      </div>
      <span className="condition-step" role="status">
        {step !== null && <Step step={step} />}
      </span>
      <span className="condition-tools">
        <ActionIcon
          aria-label={`Move condition ${place + 1} up`}
          title="Move up (Alt and arrow)"
          disabled={place === 0}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Move condition ${place + 1} down`}
          title="Move down (Alt and arrow)"
          disabled={place === count - 1}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove condition ${place + 1}`} data-remove={place} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </span>
    </div>
  );
}

function joinWord(place: number, match: Predicate['match']): string {
  if (place === 0) return 'Profiles';
  return match === 'all' ? 'and' : 'or';
}

/** `−12 here`: what the row costs, or brings. */
function Step({ step }: { step: number }) {
  if (step === 0) return <span className="muted">no change here</span>;
  return <>{`${step < 0 ? '−' : '+'}${formatCount(Math.abs(step))} here`}</>;
}
