import type { Evidence } from '#shared/protocol/results/evidence.ts';
import { formatTime, revealInvisible, truncateMiddle } from '../format.ts';
import { useZone } from '../state/use-time.ts';
import { showEvent } from '../state/view-state.ts';
import './evidence.css';

/** `shop.ndjson:812`, the place a thing on screen comes from; opens its event. */
export function EvidenceLink({ evidence }: { evidence: Evidence }) {
  const zone = useZone();
  const place = `${evidence.source}:${evidence.line}`;
  const what = `${evidence.name ?? evidence.type} at ${formatTime(evidence.at, zone)}, ${place}`;
  return (
    <button
      type="button"
      className="evidence-link mono"
      title={`Show the event: ${revealInvisible(what)}`}
      onClick={() => showEvent(evidence.event)}
    >
      {truncateMiddle(revealInvisible(evidence.source), 24)}:{evidence.line}
    </button>
  );
}
