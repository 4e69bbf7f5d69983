import { useEffect, useRef } from 'react';
import { useViewState } from '../state/view-state.ts';
import type { Command } from './commands.ts';

const SEQUENCE_MS = 1500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"]') !== null;
}

function isRowKey(keys: string): boolean {
  return keys === 'j' || keys === 'k';
}

/** Row keys lead into the table of the view from anywhere; inside it, the table takes them itself. */
function focusTable(): boolean {
  const table = document.querySelector<HTMLElement>('main [role="grid"]');
  table?.focus();
  return table !== null;
}

/**
 * Single letters and sequences such as `g o`. They never act while text is typed or a dialog is open, and can be
 * turned off as a whole (WCAG 2.1.4).
 */
export function useShortcuts(commands: readonly Command[], focusSearch: () => void): void {
  const prefix = useRef({ key: '', at: 0 });
  useEffect(() => {
    function handleKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!useViewState.getState().letterKeys || isTyping(event.target) || isInDialog(event.target)) return;
      const started = prefix.current.key !== '' && event.timeStamp - prefix.current.at < SEQUENCE_MS;
      const keys = started ? `${prefix.current.key} ${event.key}` : event.key;
      prefix.current = { key: '', at: 0 };
      if (keys === 'g') {
        prefix.current = { key: 'g', at: event.timeStamp };
        return;
      }
      if (isRowKey(keys) && focusTable()) {
        event.preventDefault();
        return;
      }
      if (keys === '/') {
        event.preventDefault();
        focusSearch();
        return;
      }
      const command = commands.find((other) => other.keys === keys);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    }
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [commands, focusSearch]);
}
