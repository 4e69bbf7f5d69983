import { useEffect, useState } from 'react';
import type { ZoneMode } from '../format.ts';
import { useViewState } from './view-state.ts';

export function useZone(): ZoneMode {
  return useViewState((state) => state.zone);
}

/** The present, to the minute; for `3 minutes ago`. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
