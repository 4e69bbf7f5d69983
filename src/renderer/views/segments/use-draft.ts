import { useEffect, useEffectEvent, useState } from 'react';
import type { Predicate } from '#shared/segment/predicate.ts';
import type { Draft } from './draft.ts';
import { draftOf, predicateOf } from './draft.ts';

const QUIET_MS = 200;

interface Held {
  readonly draft: Draft;
  /** The predicate, as text, that the address said last or was told last. */
  readonly told: string;
}

/**
 * The conditions as they are typed. The address is told once the keys are quiet for a moment; an address that comes
 * from elsewhere (a link, the way back) starts the draft afresh.
 */
export function useDraft(
  predicate: Predicate,
  onPredicate: (predicate: Predicate) => void,
): readonly [Draft, (draft: Draft) => void] {
  const address = JSON.stringify(predicate);
  const [held, setHeld] = useState<Held>(() => ({ draft: draftOf(predicate), told: address }));
  const [seen, setSeen] = useState(address);
  if (seen !== address) {
    setSeen(address);
    if (address !== held.told) setHeld({ draft: draftOf(predicate), told: address });
  }

  const wanted = JSON.stringify(predicateOf(held.draft));
  const tell = useEffectEvent(() => {
    setHeld((before) => ({ ...before, told: wanted }));
    onPredicate(predicateOf(held.draft));
  });
  useEffect(() => {
    if (wanted === held.told) return;
    const timer = setTimeout(() => tell(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [wanted, held.told]);

  return [held.draft, (draft) => setHeld((before) => ({ ...before, draft }))];
}
