/** What the parts of a merge's score were read from. The sides are only put together for a merge that is looked at. */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex, NamespaceIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import type { Decision, DecisionIndex, Membership } from '../identity.ts';
import type { Evidence } from './evidence.ts';
import {
  evidenceOf,
  evidenceOfMemberships,
  evidenceOfPartners,
  evidenceOfPeople,
  mostOf,
  saidBy,
  severalOfOneKind,
} from './evidence.ts';
import type { MetSide, MetSides } from './merge-sides.ts';
import { sidesOfMerge } from './merge-sides.ts';
import type { MERGE_SIGNS } from './merge-signs.ts';

type Sign = (typeof MERGE_SIGNS)[number];

export class MergeEvidence {
  readonly #census: Census;
  readonly #fanOut: Float32Array;
  readonly #merge: Decision;
  readonly #ties: readonly IdentifierIndex[];
  readonly #sides: MetSides;

  /** Assumes a live merge; `fanOut` as `MergeSigns` has it. */
  constructor(census: Census, fanOut: Float32Array, merge: DecisionIndex) {
    this.#census = census;
    this.#fanOut = fanOut;
    this.#merge = census.engine.decision(merge);
    this.#ties = [this.#merge.identifier, this.#merge.via].filter((tie) => tie >= 0);
    this.#sides = sidesOfMerge(census, merge);
  }

  of(sign: Sign): Evidence {
    const census = this.#census;
    const { event } = this.#merge;
    switch (sign) {
      case 'fan-out':
        return evidenceOfPartners(census, mostOf(this.#ties, this.#fanOut));
      case 'weak namespace':
        return evidenceOf([mostOf(this.#ties, census.keys)], [event]);
      case 'single event':
        return evidenceOf(this.#ties, [event]);
      case 'distance in time':
        return evidenceOf([], this.#gap());
      case 'conflicting traits':
        return evidenceOf([], this.#contradictions());
      case 'conflicting identifiers':
        return this.#sameKind();
      case 'both identified':
        return evidenceOfMemberships(this.#bothSides().flatMap((side) => this.#strongOf(side).slice(0, 1)));
      case 'mixed sides':
        return evidenceOfMemberships(
          this.#bothSides().flatMap(({ memberships }) => severalOfOneKind(census, memberships)),
        );
      case 'independent histories':
        return evidenceOf([], this.#shorter().events);
      case 'shared device':
        return evidenceOfPeople(census, mostOf(this.#devicesHeld(), census.switches));
      case 'kiosk rhythm':
        return evidenceOfPeople(census, mostOf(this.#ties, census.switches));
      case 'earlier visits':
      case 'unclaimed events':
      case 'unclaimed days':
        return this.#useOfDevice();
      case 'hand-overs':
        return this.#disputes();
    }
  }

  #bothSides(): MetSide[] {
    return [this.#sides.survivor, this.#sides.absorbed];
  }

  #shorter(): MetSide {
    const { survivor, absorbed } = this.#sides;
    return survivor.events.length < absorbed.events.length ? survivor : absorbed;
  }

  /** The last event of the side that ended, and the first of the one that began after it. */
  #gap(): EventIndex[] {
    const { at } = this.#census.engine.store;
    const [first, second] = this.#bothSides().toSorted(
      (a, b) => at.at(a.events[0] ?? 0) - at.at(b.events[0] ?? 0),
    ) as [MetSide, MetSide];
    return [first.events.at(-1) ?? -1, second.events[0] ?? -1];
  }

  /**
   * Of every personal trait that differs, the first event of either side, or the merging one. Sides that said more
   * values than the score remembers may share one of the later; then the first of each stand for them.
   */
  #contradictions(): EventIndex[] {
    const census = this.#census;
    const now = saidBy(census, [this.#merge.event]);
    const [ours, theirs] = this.#bothSides().map(({ events }) => saidBy(census, events)) as [Said, Said];
    const pairs = [
      [ours, theirs],
      [ours, now],
      [theirs, now],
    ] as const;
    const differing = pairs.flatMap(([a, b]) => firstsOf(a, b, true));
    return differing.length > 0 ? differing : pairs.flatMap(([a, b]) => firstsOf(a, b, false));
  }

  #strongOf(side: MetSide): Membership[] {
    return side.memberships.filter(({ identifier }) => this.#census.isStrong(identifier));
  }

  /** One of each side in every strong namespace that both hold values in. */
  #sameKind(): Evidence {
    const firsts = this.#bothSides().map((side) => {
      const byNamespace = new Map<NamespaceIndex, Membership>();
      for (const membership of this.#strongOf(side)) {
        const namespace = this.#census.namespaceOf(membership.identifier);
        if (!byNamespace.has(namespace)) byNamespace.set(namespace, membership);
      }
      return byNamespace;
    });
    const [ours, theirs] = firsts as [Map<NamespaceIndex, Membership>, Map<NamespaceIndex, Membership>];
    return evidenceOfMemberships(
      [...ours].flatMap(([namespace, one]) => {
        const other = theirs.get(namespace);
        return other === undefined ? [] : [one, other];
      }),
    );
  }

  #devicesHeld(): IdentifierIndex[] {
    return this.#bothSides().flatMap(({ memberships }) => memberships.map(({ identifier }) => identifier));
  }

  /** The device that ties them: its first event on its side and its last before the merge. */
  #useOfDevice(): Evidence {
    const device = this.#ties.find((tie) => this.#census.isAnonymous(tie)) ?? -1;
    if (device < 0) return evidenceOf([], []);
    const used = this.#bothSides()
      .flatMap(({ events }) => events)
      .filter((event) => this.#census.carries(event, device));
    return evidenceOf([device], [used[0] ?? -1, used.at(-1) ?? -1, this.#merge.event]);
  }

  /** Where the tie that is disputed most was taken from somebody, or kept. */
  #disputes(): Evidence {
    const { engine } = this.#census;
    const lost = this.#ties.flatMap((tie) =>
      engine.membershipsOfIdentifier(tie).flatMap(({ to }) => (to >= 0 ? [to] : [])),
    );
    const profile = engine.canonical(this.#merge.profile);
    const rows = engine
      .decisionsOf(profile)
      .map((row) => engine.decision(row))
      .filter(
        ({ action, identifier }) =>
          (action === 'refuse' || action === 'hand-over' || action === 'cut') &&
          this.#ties.includes(identifier),
      );
    return evidenceOf(this.#ties, [...rows.map(({ event }) => event), ...lost]);
  }
}

type Said = ReturnType<typeof saidBy>;

/** Of every trait that both say, the first event of either; `isApart`: only where they share no value. */
function firstsOf(a: Said, b: Said, isApart: boolean): EventIndex[] {
  const events: EventIndex[] = [];
  for (const [kind, values] of a) {
    const others = b.get(kind);
    if (others === undefined || (isApart && [...others.keys()].some((value) => values.has(value)))) continue;
    events.push([...values.values()][0]!, [...others.values()][0]!);
  }
  return events;
}
