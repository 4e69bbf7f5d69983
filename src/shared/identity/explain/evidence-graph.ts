/**
 * What holds a profile together: its identifiers, and the meetings of several of them on an event that is credited to it.
 *
 *     10:00  D A        meeting {D, A}, two events
 *     10:05  D A        meeting {A, P}, one
 *     10:07  A P
 *
 * An identifier takes part in a meeting while it is the profile's: from the event at which it came up to that at which it
 * left, or always, when it came with its history. Events on which the same identifiers met are one meeting, so a kiosk of
 * 100,000 events is as small as the number of ways in which its identifiers met. A merge without an event that carries
 * both (one made by hand) is a meeting without events.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import type { Explainable } from './explainable.ts';
import { identifiersOn } from './explainable.ts';

export interface Meeting {
  /** By rank, namespace and value of the identifier they name: at least one. */
  readonly members: readonly IdentifierIndex[];
  /** In order. */
  readonly events: EventIndex[];
  /** The merge that stands in for an event; -1 when there are events. */
  readonly decision: DecisionIndex;
}

export interface EvidenceGraph {
  /** In order of their first event. */
  readonly meetings: readonly Meeting[];
  /** Meetings that an identifier takes part in, in order of their first event. */
  readonly meetingsOf: ReadonlyMap<IdentifierIndex, readonly Meeting[]>;
  /** How many (identifier, meeting) pairs there are, of meetings of two and more. */
  readonly linkCount: number;
}

/** The evidence of present profiles, as one graph. Cost: their events and memberships. */
export function evidenceOf(engine: Explainable, profiles: readonly ProfileIndex[]): EvidenceGraph {
  const gathering = new Gathering(engine);
  for (const profile of profiles) gathering.add(profile);
  return gathering.finish();
}

export function meetingOf(graph: EvidenceGraph, event: EventIndex): Meeting | undefined {
  return graph.meetings.find(({ events }) => events.includes(event));
}

interface Span {
  readonly from: EventIndex;
  /** -1: still. */
  to: EventIndex;
}

class Gathering {
  readonly #engine: Explainable;
  readonly #meetings = new Map<string, Meeting>();

  constructor(engine: Explainable) {
    this.#engine = engine;
  }

  add(profile: ProfileIndex): void {
    const presence = new Presence(this.#engine, profile);
    for (const event of this.#engine.eventsOf(profile)) {
      const members = identifiersOn(this.#engine, event).filter((one) => presence.isMember(one, event));
      if (members.length > 0) this.#meeting(members, -1).events.push(event);
    }
    this.#addMerges(profile);
  }

  finish(): EvidenceGraph {
    const engine = this.#engine;
    const meetings = [...this.#meetings.values()].sort((a, b) =>
      engine.compareEvents(firstEvent(engine, a), firstEvent(engine, b)),
    );
    const meetingsOf = new Map<IdentifierIndex, Meeting[]>();
    let linkCount = 0;
    for (const meeting of meetings) {
      if (meeting.members.length > 1) linkCount += meeting.members.length;
      for (const member of meeting.members) {
        const known = meetingsOf.get(member);
        if (known === undefined) meetingsOf.set(member, [meeting]);
        else known.push(meeting);
      }
    }
    return { meetings, meetingsOf, linkCount };
  }

  /** Merges that no event of the two identifiers stands for. */
  #addMerges(profile: ProfileIndex): void {
    for (const index of this.#engine.decisionsOf(profile)) {
      const { action, event, identifier, via } = this.#engine.decision(index);
      if (action !== 'merge' || via < 0) continue;
      const carried = identifiersOn(this.#engine, event);
      if (!carried.includes(identifier) || !carried.includes(via)) this.#meeting([identifier, via], index);
    }
  }

  #meeting(members: readonly IdentifierIndex[], decision: DecisionIndex): Meeting {
    const ordered = members.toSorted((a, b) => a - b);
    const key = `${decision} ${ordered.join(' ')}`;
    let meeting = this.#meetings.get(key);
    if (meeting === undefined) {
      meeting = { members: ordered, events: [], decision };
      this.#meetings.set(key, meeting);
    }
    return meeting;
  }
}

export function firstEvent(engine: Explainable, { events, decision }: Meeting): EventIndex {
  return events[0] ?? engine.decision(decision).event;
}

/** When each identifier was a profile's. Asked for events in order, so that every answer is a step forward. */
class Presence {
  readonly #engine: Explainable;
  readonly #spans = new Map<IdentifierIndex, Span[]>();
  readonly #next = new Map<IdentifierIndex, number>();
  /** Those whose earlier events moved along. */
  readonly #withHistory = new Set<IdentifierIndex>();

  constructor(engine: Explainable, profile: ProfileIndex) {
    this.#engine = engine;
    for (const { identifier, from, to } of engine.membershipsOf(profile))
      this.#addSpan(identifier, { from, to });
    for (const index of engine.decisionsOf(profile)) {
      const { action, reason, profile: owner, identifier } = engine.decision(index);
      const isMove =
        (action === 'cut' && reason !== 'RELEASED') || (action === 'hand-over' && reason !== 'HANDED_OVER');
      if (isMove && engine.canonical(owner) === profile) this.#withHistory.add(identifier);
    }
  }

  isMember(identifier: IdentifierIndex, event: EventIndex): boolean {
    const spans = this.#spans.get(identifier);
    if (spans === undefined) return false;
    if (this.#withHistory.has(identifier)) return true;
    let at = this.#next.get(identifier) ?? 0;
    while (at + 1 < spans.length && this.#engine.compareEvents(spans[at + 1]!.from, event) <= 0) at += 1;
    this.#next.set(identifier, at);
    const { from, to } = spans[at]!;
    return (
      this.#engine.compareEvents(from, event) <= 0 && (to < 0 || this.#engine.compareEvents(event, to) < 0)
    );
  }

  /** Memberships come in order of their start; those that overlap are one span. */
  #addSpan(identifier: IdentifierIndex, span: Span): void {
    const spans = this.#spans.get(identifier);
    const last = spans?.at(-1);
    if (spans === undefined || last === undefined) {
      this.#spans.set(identifier, [span]);
    } else if (last.to >= 0 && this.#engine.compareEvents(last.to, span.from) < 0) {
      spans.push(span);
    } else if (last.to >= 0 && (span.to < 0 || this.#engine.compareEvents(span.to, last.to) > 0)) {
      last.to = span.to;
    }
  }
}
