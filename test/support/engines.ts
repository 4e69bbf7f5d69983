/** Engines filled from events written by hand or drawn at random. */

import type { QueryContext } from '#main/engine/queries/context.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { batchOf, parseIdentifiers } from './events.ts';
import { openShop } from './sample-shop.ts';

/** A settled engine under the ruleset `customerlabs`; the events are lines 1, 2, … of source 0. */
export function engineOf(events: readonly CanonicalEvent[]): IdentityEngine {
  const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
  engine.append(batchOf(events), 0, 1);
  engine.settle();
  return engine;
}

/** The same engine grown in two commits, the later half of the list first, so that most of the rest comes late. */
export function lateEngineOf(events: readonly CanonicalEvent[]): IdentityEngine {
  const half = Math.floor(events.length / 2);
  const engine = engineOf(events.slice(half));
  engine.append(batchOf(events.slice(0, half)), 0, events.length - half + 1);
  engine.settle();
  return engine;
}

/** The present profile that owns an identifier written `namespace:value`. */
export function ownerOf(engine: IdentityEngine, text: string): ProfileIndex {
  const [wanted] = parseIdentifiers(text);
  if (wanted === undefined) throw new Error(`no identifier in "${text}"`);
  const identifier = engine.store.identifierTable.find(wanted.namespace, wanted.value);
  if (identifier < 0) throw new Error(`no event carries ${text}`);
  return engine.ownerOf(identifier);
}

/** `namespace:value` of an identifier's number. */
export function textOf(engine: IdentityEngine, identifier: number): string {
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return `${namespace}:${value}`;
}

export interface TestContext extends QueryContext {
  /** Appends events as the next lines of source 0 and settles. */
  add(events: readonly CanonicalEvent[]): void;
}

/** A context with one source, `shop.ndjson`. */
export function contextOf(
  events: readonly CanonicalEvent[],
  options: { readonly country?: string } = {},
): TestContext {
  const engine = engineOf(events);
  let lines = events.length;
  return {
    engine,
    sources: [{ source: 0, name: 'shop.ndjson', dialect: 'weft' }],
    country: options.country ?? null,
    rejected: 0,
    rejectedByReason: {},
    add: (more) => {
      engine.append(batchOf(more), 0, lines + 1);
      lines += more.length;
      engine.settle();
    },
  };
}

/** The sample shop as queries see it. */
export function shopContext(): QueryContext {
  const { engine, rejected } = openShop();
  const reasons = new Map<string, number>();
  for (const { reason } of rejected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    engine,
    sources: [{ source: 0, name: 'shop.ndjson', dialect: 'customerlabs' }],
    country: null,
    rejected: rejected.length,
    rejectedByReason: Object.fromEntries(reasons),
  };
}
