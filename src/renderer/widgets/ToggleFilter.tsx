import type { KeyboardEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { formatCount } from '../format.ts';
import './toggle-filter.css';

export interface FilterOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly mark?: ReactNode;
  /** undefined while it is being counted. */
  readonly count: number | undefined;
}

interface Props<Value extends string> {
  readonly label: string;
  /** What "all" counts: undefined while it is being counted. */
  readonly total: number | undefined;
  readonly options: readonly FilterOption<Value>[];
  /** Chosen values; none means all. */
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** Kinds to keep, with how many there are of each: one stop for Tab, arrows within, Space or Enter to toggle. */
export function ToggleFilter<Value extends string>({
  label,
  total,
  options,
  chosen,
  onChange,
}: Props<Value>) {
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLDivElement>(null);

  function handleKey(event: KeyboardEvent) {
    const target = keyTarget(event.key, current, options.length);
    if (target === null) return;
    event.preventDefault();
    setCurrent(target);
    group.current?.querySelectorAll('button')[target]?.focus();
  }

  function toggle(value: Value) {
    const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    // In the order of the options, so that one choice has one address; everything chosen is the same as nothing.
    const ordered = options.map((option) => option.value).filter((other) => next.includes(other));
    onChange(ordered.length === options.length ? [] : ordered);
  }

  return (
    <div ref={group} className="toggle-filter" role="group" aria-label={label} onKeyDown={handleKey}>
      <button
        type="button"
        aria-pressed={chosen.length === 0}
        tabIndex={current === 0 ? 0 : -1}
        onFocus={() => setCurrent(0)}
        onClick={() => onChange([])}
      >
        All <Count value={total} />
      </button>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={chosen.includes(option.value)}
          tabIndex={current === index + 1 ? 0 : -1}
          onFocus={() => setCurrent(index + 1)}
          onClick={() => toggle(option.value)}
        >
          {option.mark}
          {option.label} <Count value={option.count} />
        </button>
      ))}
    </div>
  );
}

function Count({ value }: { value: number | undefined }) {
  return <span className="muted">{value === undefined ? '…' : formatCount(value)}</span>;
}

function keyTarget(key: string, current: number, last: number): number | null {
  if (key === 'ArrowRight') return Math.min(last, current + 1);
  if (key === 'ArrowLeft') return Math.max(0, current - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return null;
}
