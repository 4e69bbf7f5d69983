import type { ProfileState } from '#shared/identity/identity.ts';
import './state-badge.css';

export const STATE_LABELS: { readonly [state in ProfileState]: string } = {
  anonymous: 'Anonymous',
  known: 'Known',
  unified: 'Unified',
};

/** ○ ◐ ●: the more certain, the more ink. */
export function StateMark({ state, size = 12 }: { state: ProfileState; size?: number }) {
  return (
    <svg className={`state-mark state-${state}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden>
      <circle cx="6" cy="6" r="5" className="state-outline" />
      {state === 'known' && <path d="M6 1a5 5 0 0 0 0 10z" className="state-fill" />}
      {state === 'unified' && <circle cx="6" cy="6" r="5" className="state-fill" />}
    </svg>
  );
}

/** A profile's state in sign and word; `short` leaves the word to readers and tooltips. */
export function StateBadge({ state, short = false }: { state: ProfileState; short?: boolean }) {
  return (
    <span className="state-badge" title={short ? STATE_LABELS[state] : undefined}>
      <StateMark state={state} />
      <span className={short ? 'visually-hidden' : undefined}>{STATE_LABELS[state]}</span>
    </span>
  );
}
