import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { FaultData } from '#shared/protocol/fault.ts';
import { revealInvisible } from '../format.ts';
import type { FaultAction } from './fault-texts.ts';
import { FAULT_TEXTS } from './fault-texts.ts';
import './fault-panel.css';

const ACTION_LABELS: { readonly [action in FaultAction]: string } = {
  retry: 'Try again',
  start: 'Go to Start',
  reload: 'Load the window again',
  sources: 'Choose files',
};

/** A fault in full: what happened, what it means, what to do, and the engine's own words. */
export function FaultPanel({ fault, onRetry }: { fault: FaultData; onRetry?: (() => void) | undefined }) {
  const navigate = useNavigate();
  const text = FAULT_TEXTS[fault.kind];
  const action = text.action === 'retry' && onRetry === undefined ? 'reload' : text.action;
  function handleAction() {
    if (action === 'retry') onRetry?.();
    else if (action === 'reload') location.reload();
    else void navigate({ to: action === 'sources' ? '/import' : '/' });
  }
  const context = Object.entries(fault.context);
  return (
    <section className="fault-panel" role="alert">
      <IconAlertTriangle size={20} className="risk-mark" aria-hidden />
      <div>
        <h2>{text.title}</h2>
        <p>{text.explanation}</p>
        <p className="fault-message mono" dir="auto">
          {revealInvisible(fault.message)}
        </p>
        {context.length > 0 && (
          <dl className="fault-context mono">
            {context.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{revealInvisible(String(value))}</dd>
              </div>
            ))}
          </dl>
        )}
        <Button variant="filled" onClick={handleAction}>
          {ACTION_LABELS[action]}
        </Button>
      </div>
    </section>
  );
}
