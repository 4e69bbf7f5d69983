import { Kbd, Modal } from '@mantine/core';
import { showHelp, useViewState } from '../state/view-state.ts';
import type { Command } from './commands.ts';

const FIXED: readonly (readonly [keys: string, explanation: string])[] = [
  ['Ctrl+K', 'Command palette'],
  ['/', 'Find a person'],
  ['j', 'Next row of a table; also ↓'],
  ['k', 'Row before; also ↑'],
  ['Enter', 'Open the row'],
  ['Home', 'First row'],
  ['End', 'Last row'],
  ['Ctrl+C', 'Copy the row, ready for a spreadsheet'],
  ['Esc', 'Close what is open'],
];

export function ShortcutsDialog({ commands }: { commands: readonly Command[] }) {
  const opened = useViewState((state) => state.helpOpen);
  const letterKeys = useViewState((state) => state.letterKeys);
  const rows = [
    ...FIXED,
    ...commands.flatMap((command) => (command.keys === null ? [] : [[command.keys, command.label] as const])),
  ];
  return (
    <Modal opened={opened} onClose={() => showHelp(false)} title="Keyboard shortcuts">
      {!letterKeys && <p className="muted">Single-letter shortcuts are turned off in the settings.</p>}
      <dl className="key-list">
        {rows.map(([keys, explanation]) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              {keys.split(' ').map((key) => (
                <Kbd key={key} size="xs" me={4}>
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{explanation}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
