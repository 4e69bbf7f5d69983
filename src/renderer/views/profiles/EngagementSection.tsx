import type { ProfileView, TouchRow } from '#shared/protocol/results/profile.ts';
import { formatCounted, formatTime, revealInvisible } from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { useZone } from '../../state/use-time.ts';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';

/** Where the person came from, the first time and the last time. */
export function EngagementSection({ engagement }: { engagement: ProfileView['engagement'] }) {
  const { firstTouch, lastTouch, touches } = engagement;
  if (firstTouch === null || lastTouch === null) {
    return (
      <section className="panel">
        <h2>Touches</h2>
        <p className="muted">No event says where the person came from: no campaign, no click id.</p>
      </section>
    );
  }
  const single = firstTouch.evidence.event === lastTouch.evidence.event;
  return (
    <>
      <p className="muted">
        {formatCounted(touches, 'event')} {touches === 1 ? 'names' : 'name'} a campaign or carry a click id.
      </p>
      <div className="touches">
        <Touch title={single ? 'First and last touch' : 'First touch'} touch={firstTouch} />
        {!single && <Touch title="Last touch" touch={lastTouch} />}
      </div>
    </>
  );
}

function Touch({ title, touch }: { title: string; touch: TouchRow }) {
  const zone = useZone();
  const facts = [
    ['Source', touch.source],
    ['Medium', touch.medium],
    ['Campaign', touch.campaign],
  ] as const;
  return (
    <section className="panel">
      <h2>{title}</h2>
      <p className="meta">
        {formatTime(touch.at, zone)} <EvidenceLink evidence={touch.evidence} />
      </p>
      <dl className="fact-list">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd dir="auto">
              {value === null ? <span className="muted">not said</span> : revealInvisible(value)}
            </dd>
          </div>
        ))}
        <dt>Click ids</dt>
        <dd>
          {touch.clickIds.length === 0 && <span className="muted">none</span>}
          {touch.clickIds.map((id) => (
            <div key={`${id.namespace}:${id.value}`}>
              <IdentifierChip identifier={id} named max={36} />
            </div>
          ))}
        </dd>
      </dl>
    </section>
  );
}
