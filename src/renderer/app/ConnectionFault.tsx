import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { FAULT_TEXTS } from '../panels/fault-texts.ts';
import '../panels/fault-panel.css';

/** Shown instead of everything else while the window has no engine behind it. */
export function ConnectionFault({ fault, onTakeOver }: { fault: FaultData; onTakeOver: () => void }) {
  const elsewhere = fault.kind === 'opened-elsewhere';
  const text = FAULT_TEXTS[fault.kind];
  return (
    <main className="fault-panel" role="alert">
      <IconPlugConnectedX size={20} className="risk-mark" aria-hidden />
      <div>
        <h1>{elsewhere ? 'Weft is open in another window' : text.title}</h1>
        <p>
          {elsewhere
            ? 'One window at a time works with the data. Use it here to take over; the other one then rests.'
            : text.explanation}
        </p>
        <p className="fault-message mono">{fault.message}</p>
        {elsewhere ? (
          <Button variant="filled" onClick={onTakeOver}>
            Use Weft here
          </Button>
        ) : (
          <Button variant="filled" onClick={() => location.reload()}>
            Load the window again
          </Button>
        )}
      </div>
    </main>
  );
}
