import { Button, Menu, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { SegmentFields } from '#shared/protocol/results/segment.ts';
import type { Condition, Predicate } from '#shared/segment/predicate.ts';
import { predicateSentence } from '#shared/segment/sentence.ts';
import { revealInvisible } from '../../format.ts';
import { ExportButton } from '../../panels/ExportButton.tsx';
import { Loaded } from '../../panels/Loaded.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useEngine } from '../../state/use-engine.ts';
import { ConditionRow } from './ConditionRow.tsx';
import {
  CONDITION_KINDS,
  type Draft,
  EMPTY,
  predicateOf,
  startingCondition,
  stepsOf,
  withAdded,
  withChanged,
  withMoved,
  withoutCondition,
} from './draft.ts';
import { SegmentMembers } from './SegmentMembers.tsx';
import { useDraft } from './use-draft.ts';
import './segments.css';

const route = getRouteApi('/w/$workspace/segments');

/** A segment is what the address says: a name and a predicate. */
export function SegmentsView() {
  const workspace = useWorkspaceId();
  const state = useEngine('segment.fields', { workspace });
  return <Loaded state={state}>{(fields) => <SegmentPage workspace={workspace} fields={fields} />}</Loaded>;
}

function SegmentPage({ workspace, fields }: { workspace: string; fields: SegmentFields }) {
  const { predicate = EMPTY, name = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const open = useNavigate();
  const [draft, setDraft] = useDraft(predicate, (next) => {
    void navigate({ search: (before) => ({ ...before, predicate: next }), replace: true });
  });
  const state = useEngine('segment.preview', { workspace, predicate }, { keep: true });
  const overview = useEngine('overview', { workspace });
  const currencies = Object.keys(overview.value?.revenue ?? {});
  const isCurrent =
    state.status === 'ready' && JSON.stringify(predicateOf(draft)) === JSON.stringify(predicate);
  const steps =
    state.value === null || !isCurrent
      ? draft.conditions.map(() => null)
      : stepsOf(draft, state.value.funnel, state.value.total);

  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Segments</h1>
          <p className="muted">
            Ask who fits. The address of this page holds the question, so it can be kept and sent.
          </p>
        </div>
        <div className="page-tools">
          <TextInput
            aria-label="Name of the segment"
            placeholder="Name, for the export"
            maxLength={200}
            value={name}
            onChange={(event) => {
              const next = event.currentTarget.value;
              void navigate({ search: (before) => ({ ...before, name: next }), replace: true });
            }}
          />
          <ExportButton
            workspace={workspace}
            what={{
              kind: 'segment',
              predicate: predicateOf(draft),
              name: name.trim() === '' ? 'segment' : name.trim(),
            }}
            noun="segment"
            disabled={state.value === null || state.value.count === 0}
          />
        </div>
      </header>
      <Builder draft={draft} steps={steps} fields={fields} currencies={currencies} onChange={setDraft} />
      <p className="segment-sentence" dir="auto">
        {revealInvisible(predicateSentence(predicateOf(draft)))}
      </p>
      <Loaded state={state}>
        {(preview) => (
          <SegmentMembers
            workspace={workspace}
            preview={preview}
            counting={!isCurrent}
            onOpen={(profile) =>
              void open({ to: '/w/$workspace/profiles/$profile', params: { workspace, profile } })
            }
          />
        )}
      </Loaded>
    </div>
  );
}

interface BuilderProps {
  readonly draft: Draft;
  readonly steps: readonly (number | null)[];
  readonly fields: SegmentFields;
  readonly currencies: readonly string[];
  readonly onChange: (draft: Draft) => void;
}

const KINDS = [
  'state',
  'trait',
  'has-identifier',
  'event',
  'revenue',
] as const satisfies readonly Condition['kind'][];

function Builder({ draft, steps, fields, currencies, onChange }: BuilderProps) {
  const panel = useRef<HTMLElement>(null);
  const count = draft.conditions.length;

  /** Focus goes to the row that moved up into the gap, or to the way to add one. */
  function handleRemove(id: number, place: number) {
    onChange(withoutCondition(draft, id));
    const target = count === 1 ? '[data-add]' : `[data-remove="${Math.min(place, count - 2)}"]`;
    requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>(target)?.focus());
  }

  return (
    <section ref={panel} className="panel" aria-label="Conditions">
      <div className="builder-head">
        <span>Match</span>
        <SegmentedControl
          aria-label="Match"
          value={draft.match}
          onChange={(value) => onChange({ ...draft, match: matchOf(value) })}
          data={[
            { value: 'all', label: 'all conditions' },
            { value: 'any', label: 'any condition' },
          ]}
        />
      </div>
      {count === 0 && (
        <p className="muted">Without a condition a segment is everybody. Add one to narrow it down.</p>
      )}
      <div className="conditions">
        {draft.conditions.map(({ id, condition }, place) => (
          <ConditionRow
            key={id}
            condition={condition}
            place={place}
            count={count}
            match={draft.match}
            step={steps[place] ?? null}
            fields={fields}
            currencies={currencies}
            onChange={(next) => onChange(withChanged(draft, id, next))}
            onMove={(by) => onChange(withMoved(draft, id, by))}
            onRemove={() => handleRemove(id, place)}
          />
        ))}
      </div>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button data-add leftSection={<IconPlus size={14} />} disabled={count >= MOST_CONDITIONS}>
            Add a condition
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((kind) => (
            <Menu.Item
              key={kind}
              onClick={() => onChange(withAdded(draft, startingCondition(kind, currencies[0] ?? 'EUR')))}
            >
              {CONDITION_KINDS[kind]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}

const MOST_CONDITIONS = 100;

function matchOf(value: string): Predicate['match'] {
  return value === 'any' ? 'any' : 'all';
}
