import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EventView } from '#shared/protocol/results/decision.ts';
import { formatCount, formatTime, revealInvisible } from '../format.ts';
import { DIALECT_TEXTS, textOfCode, UNRESOLVED_TEXTS } from '../reason-texts.ts';
import { useEngine } from '../state/use-engine.ts';
import { useZone } from '../state/use-time.ts';
import { showEvent, useViewState } from '../state/view-state.ts';
import { IdentifierChip } from '../widgets/IdentifierChip.tsx';
import { Sentence } from '../widgets/Sentence.tsx';
import { DecisionChange } from './DecisionChange.tsx';
import { EvidenceLink } from './EvidenceLink.tsx';
import { Loaded } from './Loaded.tsx';
import { RecordText } from './RecordText.tsx';
import './evidence.css';

/** One event in full, from the side: what it says, what was decided on it, and the record as it was written. */
export function EvidencePanel({ workspace }: { workspace: string }) {
  const event = useViewState((state) => state.openEvent);
  return (
    <Drawer
      opened={event !== null}
      onClose={() => showEvent(null)}
      position="right"
      size={520}
      title="Evidence"
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      {event !== null && <EventEvidence workspace={workspace} event={event} />}
    </Drawer>
  );
}

function EventEvidence({ workspace, event }: { workspace: string; event: number }) {
  const state = useEngine('event.get', { workspace, event });
  return <Loaded state={state}>{(view) => <EventFacts workspace={workspace} view={view} />}</Loaded>;
}

function EventFacts({ workspace, view }: { workspace: string; view: EventView }) {
  const zone = useZone();
  return (
    <>
      <h2 dir="auto">{revealInvisible(view.name ?? view.type)}</h2>
      <dl className="fact-list">
        <dt>Time</dt>
        <dd>{formatTime(view.at, zone)}</dd>
        {view.receivedAt !== null && (
          <>
            <dt>Received</dt>
            <dd>{formatTime(view.receivedAt, zone)}</dd>
          </>
        )}
        <dt>Source</dt>
        <dd className="mono" dir="auto">
          {revealInvisible(view.source)}, line {formatCount(view.line)}
          {view.record > 0 && `, record ${formatCount(view.record)}`}
        </dd>
        <dt>Kind</dt>
        <dd>
          {view.type}, read as {textOfCode(DIALECT_TEXTS, view.dialect)}
        </dd>
        {view.eventId !== '' && (
          <>
            <dt>Id</dt>
            <dd className="mono">{revealInvisible(view.eventId)}</dd>
          </>
        )}
        <dt>Credited to</dt>
        <dd>
          <CreditedTo workspace={workspace} view={view} />
        </dd>
      </dl>
      <Section title="Identifiers" count={view.identifiers.length}>
        <ul className="evidence-items">
          {view.identifiers.map((identifier) => (
            <li key={`${identifier.namespace}:${identifier.value}`}>
              <IdentifierChip identifier={identifier} max={40} named quiet />
              <span className="meta">{identifier.role}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Decided on this event" count={view.decisions.length}>
        {view.decisions.map((decision) => (
          <div key={decision.decision}>
            <Sentence text={decision.sentence} />
            <DecisionChange decision={decision} />
          </div>
        ))}
      </Section>
      <Section title="Traits" count={view.traits.length}>
        <Pairs pairs={view.traits.map(({ name, value }) => [name, value])} />
      </Section>
      <Section title="Company" count={view.company.length}>
        <Pairs pairs={view.company.map(({ namespace, value }) => [namespace, value])} />
      </Section>
      <Section title="The same event elsewhere" count={view.duplicates.length}>
        <ul className="evidence-items">
          {view.duplicates.map((duplicate) => (
            <li key={`${duplicate.source}:${duplicate.line}:${duplicate.record}`}>
              {formatTime(duplicate.at, zone)}
              <EvidenceLink evidence={duplicate} />
            </li>
          ))}
        </ul>
      </Section>
      <section className="evidence-section">
        <h3>Record</h3>
        <RecordText workspace={workspace} source={view.stored.source} row={view.stored.row} />
      </section>
    </>
  );
}

function CreditedTo({ workspace, view }: { workspace: string; view: EventView }) {
  if (view.profile !== null) {
    return (
      <Link
        to="/w/$workspace/profiles/$profile"
        params={{ workspace, profile: view.profile.id }}
        onClick={() => showEvent(null)}
        dir="auto"
      >
        {revealInvisible(view.profile.title)}
      </Link>
    );
  }
  return view.unresolved === null ? 'a company only' : `nobody: ${UNRESOLVED_TEXTS[view.unresolved]}`;
}

function Section({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section className="evidence-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="fact-list mono">
      {pairs.map(([name, value], index) => (
        <div key={`${index} ${name}`} style={{ display: 'contents' }}>
          <dt dir="auto">{revealInvisible(name)}</dt>
          <dd dir="auto">{revealInvisible(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
