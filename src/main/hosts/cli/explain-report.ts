/** What `weft explain` prints with `--json`: every step with its event, source and line, and as a sentence. */

import { isoTime } from '#shared/base/iso-time.ts';
import type { JsonObject } from '#shared/base/types.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import type { JoiningChange } from '#shared/identity/explain/change-search.ts';
import type { Explanation } from '#shared/identity/explain/explain.ts';
import type { Separation } from '#shared/identity/explain/explain-not.ts';
import type { Target } from '#shared/identity/explain/explainable.ts';
import type { Cut } from '#shared/identity/explain/minimal-cut.ts';
import { ExplanationSentences } from '#shared/identity/explanation-sentences.ts';
import type { Resolution } from '#shared/identity/resolution.ts';

type Asked = Extract<Target, { readonly kind: 'identifier' }>;

export interface Told {
  readonly engine: Resolution;
  readonly a: Asked;
  readonly b: Asked;
  readonly sourceName: (source: number) => string;
}

interface Sentenced extends JsonObject {
  readonly sentence: string;
}

export interface TogetherReport extends JsonObject {
  readonly from: string;
  readonly to: string;
  readonly together: true;
  /** Ids of the profiles that hold both. */
  readonly profiles: readonly string[];
  /** null: no chain of events connects them. */
  readonly path: readonly Sentenced[] | null;
  /** Position in `path`, with why; null without a hop. */
  readonly weakest: { readonly hop: number; readonly sentence: string } | null;
  readonly cuts: readonly Sentenced[];
  readonly smallest: 'events' | 'values' | null;
}

export interface ApartReport extends JsonObject {
  readonly from: string;
  readonly to: string;
  readonly together: false;
  readonly neverMet: boolean;
  readonly obstacles: readonly Sentenced[];
  readonly omittedObstacles: number;
  /** The smallest first. */
  readonly changes: readonly Sentenced[];
  readonly untried: number;
  /** null when what is listed says it all. */
  readonly sentence: string | null;
}

export function togetherReport(told: Told, { profiles, path, cuts, smallest }: Explanation): TogetherReport {
  const { engine } = told;
  const words = new ExplanationSentences(engine, told.sourceName);
  const weakest = path === null ? null : words.weakest(path);
  const hops = path?.hops.map(({ from, to, event, eventCount, decision }, at) => ({
    from: nameOf(engine, from),
    to: nameOf(engine, to),
    ...placeOf(told, event),
    events: eventCount,
    ...(decision >= 0 && { decision: engine.decision(decision).reason }),
    sentence: words.hop(path.hops[at]!),
  }));
  const cutOf = (cut: Cut): Sentenced => ({
    kind: cut.kind,
    status: cut.status,
    size: cut.items.length,
    items: cut.items.map((item) => (cut.kind === 'events' ? placeOf(told, item) : nameOf(engine, item))),
    sentence: words.cut(cut),
  });
  return {
    ...endsOf(told),
    together: true,
    profiles: profiles.map((profile) => engine.profileId(profile)),
    path: hops ?? null,
    weakest: path === null || weakest === null ? null : { hop: path.weakest, sentence: weakest },
    cuts: [cutOf(cuts.events), cutOf(cuts.values)],
    smallest: smallest?.kind ?? null,
  };
}

export function apartReport(told: Told, separation: Separation): ApartReport {
  const { engine } = told;
  const words = new ExplanationSentences(engine, told.sourceName);
  const profilesOf = (profiles: readonly number[]): string[] => profiles.map((one) => engine.profileId(one));
  return {
    ...endsOf(told),
    together: false,
    profiles: { from: profilesOf(separation.a.profiles), to: profilesOf(separation.b.profiles) },
    neverMet: separation.neverMet,
    obstacles: separation.obstacles.map((obstacle) => ({
      kind: obstacle.kind,
      identifier: nameOf(engine, obstacle.identifier),
      direct: obstacle.isDirect,
      ...decisionOf(engine, obstacle.decision),
      ...placeOf(told, obstacle.event),
      sentence: words.obstacle(obstacle),
    })),
    omittedObstacles: separation.omittedObstacles,
    changes: separation.changes.map((change) => ({
      ...changeOf(change),
      affected: change.affected,
      sentence: words.change(change),
    })),
    untried: separation.untried,
    sentence: words.apart(separation),
  };
}

function endsOf({ engine, a, b }: Told): { from: string; to: string } {
  return { from: nameOf(engine, a.identifier), to: nameOf(engine, b.identifier) };
}

function nameOf(engine: Resolution, identifier: number): string {
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return `${namespace}:${value}`;
}

function placeOf({ engine: { store }, sourceName }: Told, event: EventIndex): JsonObject {
  const at = store.at.at(event);
  return {
    eventId: store.eventId(event),
    source: sourceName(store.source.at(event)),
    line: store.line.at(event),
    record: store.record.at(event),
    at: Number.isNaN(at) ? null : isoTime(at),
  };
}

function decisionOf(engine: Resolution, decision: number): JsonObject {
  if (decision < 0) return {};
  const { reason, count } = engine.decision(decision);
  return { reason, count };
}

/** The change in plain data; lists in place of a document's `undefined`. */
function changeOf({ change }: JoiningChange): JsonObject {
  if (change.kind !== 'value') return { ...change };
  const { namespace, value } = change.identifier;
  return {
    kind: change.kind,
    list: change.list,
    identifier: `${namespace}:${value}`,
    entries: { ...change.entries },
  };
}
