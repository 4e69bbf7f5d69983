/** What is said between two events: a new day, or how long nothing happened on the same day. */
export interface TimelineBreak {
  readonly day: string | null;
  readonly pauseMs: number | null;
}

/** Half an hour without an event ends a session, as web analytics have it. */
const SESSION_GAP_MS = 30 * 60_000;

/** The break before an event; `before` is null for the first one and undefined while it is on its way. */
export function breakBefore(
  at: number | null,
  before: number | null | undefined,
  dayOf: (at: number | null) => string,
): TimelineBreak {
  if (before === undefined || dayOf(before) !== dayOf(at)) return { day: dayOf(at), pauseMs: null };
  if (at === null || before === null || at - before < SESSION_GAP_MS) return { day: null, pauseMs: null };
  return { day: null, pauseMs: at - before };
}
