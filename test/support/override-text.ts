/** Overrides drawn as text: `pin email:a anon:d`, `cut email:a event:<key>`, `exclude anon:d`. */

import type { Override, OverrideSide } from '#shared/identity/overrides.ts';
import { drawnIdentifier } from './log-text.ts';

/** Each a minute after the one before. */
export function overridesFrom(...texts: string[]): Override[] {
  return texts.map((text, minute): Override => {
    const [kind, a = '', b = ''] = text.split(' ');
    const why = { reason: 'by hand', at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z` };
    if (kind === 'exclude') return { kind, identifier: drawnIdentifier(a), ...why };
    return { kind: kind === 'pin' ? 'pin' : 'cut', a: sideFrom(a), b: sideFrom(b), ...why };
  });
}

function sideFrom(word: string): OverrideSide {
  return word.startsWith('event:') ? { event: word.slice('event:'.length) } : drawnIdentifier(word);
}
