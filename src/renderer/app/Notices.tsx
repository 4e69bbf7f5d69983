import { CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { revealInvisible } from '../format.ts';
import { FAULT_TEXTS } from '../panels/fault-texts.ts';
import { dismissNotice, useJobs } from '../state/jobs.ts';

/** Faults that no view was waiting for. */
export function Notices() {
  const notices = useJobs((state) => state.notices);
  return notices.map((fault, index) => (
    <div key={index} className="notice" role="alert">
      <IconAlertTriangle size={16} className="risk-mark" aria-hidden />
      <div>
        <strong>{FAULT_TEXTS[fault.kind].title}.</strong> {FAULT_TEXTS[fault.kind].explanation}
        <div className="meta mono" dir="auto">
          {revealInvisible(fault.message)}
        </div>
      </div>
      <CloseButton aria-label="Dismiss" onClick={() => dismissNotice(fault)} />
    </div>
  ));
}
