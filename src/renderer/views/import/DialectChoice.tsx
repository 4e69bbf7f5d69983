import { Checkbox, Select } from '@mantine/core';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { formatCounted, formatShare, revealInvisible } from '../../format.ts';
import type { Draft } from './draft.ts';
import { chosenDialect, isMapped, TABLE_DIALECT } from './draft.ts';

interface Props {
  readonly inspection: SourceInspection;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** Who wrote the log, why Weft thinks so, and what else it could be. */
export function DialectChoice({ inspection, draft, onDraft }: Props) {
  const chosen = chosenDialect(inspection, draft);
  const mapped = isMapped(inspection, draft);
  const choices = inspection.candidates.map(({ dialect, title, confidence }) => ({
    value: dialect,
    label: `${title} (${formatShare(confidence, 1)} sure)`,
  }));
  if (inspection.mapping !== null)
    choices.unshift({ value: TABLE_DIALECT, label: 'A table of its own, mapped below' });
  return (
    <div className="choice-row">
      <Select
        label="Read as"
        w={280}
        value={chosen}
        onChange={(dialect) => onDraft({ ...draft, dialect })}
        data={choices}
      />
      <div className="choice-reason">
        <Recognition inspection={inspection} chosen={chosen} />
        {choices.length > 1 && (
          <p className="meta">{formatCounted(choices.length - 1, 'other reading')} in the list.</p>
        )}
      </div>
      {mapped && (
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

/** Why the file is read as it is. */
function Recognition({ inspection, chosen }: { inspection: SourceInspection; chosen: string | null }) {
  const candidate = inspection.candidates.find(({ dialect }) => dialect === chosen);
  if (candidate !== undefined) return <p dir="auto">Because it {revealInvisible(candidate.reason)}.</p>;
  return <p>No vendor’s way of writing events was recognised, so the columns say what they are.</p>;
}
