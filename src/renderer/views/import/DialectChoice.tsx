import { Checkbox, Select } from '@mantine/core';
import type { SourceInspection } from '#shared/protocol/results.ts';
import { formatShare } from '../../format.ts';
import type { Draft } from './draft.ts';
import { chosenDialect, isMapped } from './draft.ts';

interface Props {
  readonly inspection: SourceInspection;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** Who wrote the log, why Weft thinks so, and what else it could be. */
export function DialectChoice({ inspection, draft, onDraft }: Props) {
  const chosen = chosenDialect(inspection, draft);
  const candidate = inspection.candidates.find(({ dialect }) => dialect === chosen);
  return (
    <div className="choice-row">
      <Select
        label="Recognised as"
        w={280}
        value={chosen}
        onChange={(dialect) => onDraft({ ...draft, dialect })}
        data={inspection.candidates.map(({ dialect, title, confidence }) => ({
          value: dialect,
          label: `${title} (${formatShare(confidence, 1)} sure)`,
        }))}
      />
      <div className="choice-reason">
        {candidate !== undefined && <p>Because it {candidate.reason}.</p>}
        {inspection.candidates.length > 1 && (
          <p className="meta">
            {inspection.candidates.length - 1} other{' '}
            {inspection.candidates.length === 2 ? 'reading' : 'readings'} in the list.
          </p>
        )}
      </div>
      {isMapped(inspection, draft) && (
        <Checkbox
          label="Each line is its own event"
          description="Equal lines without an id then count as often as they stand in the file."
          checked={draft.eachLineIsAnEvent}
          onChange={(event) => onDraft({ ...draft, eachLineIsAnEvent: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
