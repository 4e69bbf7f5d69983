import { useEffect, useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import { revealInvisible } from '../format.ts';
import { useEngineContext } from '../state/engine-context.ts';
import { Skeleton } from '../widgets/Skeleton.tsx';
import { FaultPanel } from './FaultPanel.tsx';

type Reading =
  | { readonly phase: 'reading' }
  | { readonly phase: 'read'; readonly text: string | null }
  | { readonly phase: 'fault'; readonly fault: FaultData };

/** The original record from the database, JSON laid out, as text and nothing but text. */
export function RecordText({ workspace, source, row }: { workspace: string; source: number; row: number }) {
  const { readRecord } = useEngineContext();
  const [reading, setReading] = useState<Reading>({ phase: 'reading' });

  useEffect(() => {
    let current = true;
    readRecord(workspace, source, row).then(
      (text) => current && setReading({ phase: 'read', text }),
      (thrown: unknown) => current && setReading({ phase: 'fault', fault: toFaultData(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [readRecord, workspace, source, row]);

  if (reading.phase === 'reading') return <Skeleton lines={4} />;
  if (reading.phase === 'fault') return <FaultPanel fault={reading.fault} />;
  if (reading.text === null) return <p className="muted">The database does not hold this record.</p>;
  return (
    <pre className="record-text" tabIndex={0} aria-label="Record">
      {layOut(reading.text)}
    </pre>
  );
}

/** Tables are kept line by line; what is not JSON is shown as it stands. */
function layOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n').map(revealInvisible).join('\n');
  } catch {
    return text.split('\n').map(revealInvisible).join('\n');
  }
}
