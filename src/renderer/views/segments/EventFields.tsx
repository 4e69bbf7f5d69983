import { Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import type { SegmentFields } from '#shared/protocol/results/segment.ts';
import type { Condition, TimeWindow } from '#shared/segment/predicate.ts';

type EventCondition = Extract<Condition, { kind: 'event' }>;

interface Props {
  readonly condition: EventCondition;
  readonly fields: SegmentFields;
  readonly onChange: (condition: EventCondition) => void;
}

const DEFAULT_DAYS = 30;

/** Did or did not, what, how often, and when. */
export function EventFields({ condition, fields, onChange }: Props) {
  const names = [...new Set(fields.events.map((event) => event.name))].filter((name) => name !== '');
  return (
    <div className="field-row">
      <span>that</span>
      <Select
        aria-label="Did or did not"
        w={106}
        data={[
          { value: 'did', label: 'did' },
          { value: 'did-not', label: 'did not do' },
        ]}
        value={condition.did ? 'did' : 'did-not'}
        onChange={(value) => onChange({ ...condition, did: value === 'did' })}
      />
      <Autocomplete
        size="xs"
        aria-label="Event"
        placeholder="event"
        data={names}
        value={condition.name}
        limit={50}
        onChange={(name) => onChange({ ...condition, name })}
      />
      <span>at least</span>
      <NumberInput
        aria-label="Times"
        size="xs"
        w={72}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={condition.atLeast}
        onChange={(value) =>
          onChange({ ...condition, atLeast: typeof value === 'number' ? value : Number.NaN })
        }
      />
      <span>{condition.atLeast === 1 ? 'time' : 'times'}</span>
      <WindowFields window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
    </div>
  );
}

function WindowFields({ window, onChange }: { window: TimeWindow; onChange: (window: TimeWindow) => void }) {
  return (
    <>
      <Select
        aria-label="When"
        w={148}
        data={[
          { value: 'ever', label: 'at any time' },
          { value: 'last-days', label: 'in the last days' },
          { value: 'between', label: 'between two days' },
        ]}
        value={window.kind}
        onChange={(value) => onChange(startingWindow(value))}
      />
      {window.kind === 'last-days' && (
        <>
          <NumberInput
            aria-label="Days"
            size="xs"
            w={80}
            min={0}
            max={100_000}
            value={window.days}
            onChange={(value) =>
              onChange({ ...window, days: typeof value === 'number' ? value : Number.NaN })
            }
          />
          <span className="muted">days of the log</span>
        </>
      )}
      {window.kind === 'between' && (
        <>
          <DayInput label="From" at={window.from} onChange={(from) => onChange({ ...window, from })} />
          <span>and</span>
          <DayInput label="Until" at={window.to} ends onChange={(to) => onChange({ ...window, to })} />
          <span className="muted">UTC</span>
        </>
      )}
    </>
  );
}

function startingWindow(kind: string | null): TimeWindow {
  if (kind === 'last-days') return { kind, days: DEFAULT_DAYS };
  if (kind === 'between') return { kind, from: null, to: null };
  return { kind: 'ever' };
}

const DAY_MS = 86_400_000;

/** A day in UTC as the browser's own field for it; empty is no bound. The last day counts to its end. */
function DayInput({
  label,
  at,
  ends = false,
  onChange,
}: {
  label: string;
  at: number | null;
  ends?: boolean;
  onChange: (at: number | null) => void;
}) {
  return (
    <TextInput
      aria-label={label}
      type="date"
      w={132}
      value={dayText(at)}
      onChange={(event) => {
        const start =
          event.currentTarget.value === ''
            ? Number.NaN
            : Date.parse(`${event.currentTarget.value}T00:00:00Z`);
        if (Number.isNaN(start)) onChange(null);
        else onChange(ends ? start + DAY_MS - 1 : start);
      }}
    />
  );
}

function dayText(at: number | null): string {
  if (at === null || Math.abs(at) > 8.64e15) return '';
  return new Date(at).toISOString().slice(0, 10);
}
