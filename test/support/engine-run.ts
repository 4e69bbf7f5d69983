/** Runs the engine over events given as objects, commit by commit, each commit a source of its own. */

import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import type { ReferenceEvent } from './reference-resolver.ts';

/** Appends one commit and settles it. */
export function commit(engine: IdentityEngine, events: readonly CanonicalEvent[], source = 0): void {
  const builder = new BatchBuilder();
  events.forEach((event, line) => builder.add(event, line, 0));
  engine.append(builder.finish(), source, 1);
  engine.settle();
}

export function resolved(
  commits: readonly (readonly CanonicalEvent[])[],
  ruleset: Ruleset = SHIPPED_RULESETS.customerlabs,
): IdentityEngine {
  const engine = new IdentityEngine(ruleset);
  commits.forEach((events, source) => commit(engine, events, source));
  engine.settle();
  return engine;
}

/** The same events as the reference takes them. */
export function asReference(events: readonly CanonicalEvent[]): ReferenceEvent[] {
  return events.map((event, index) => ({ event, source: 0, line: index + 1 }));
}
