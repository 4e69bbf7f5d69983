/** Who was seen with an identifier: the people that seem to be behind a device, a telephone or an office's mailbox. */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Census } from './census.ts';

const MOST_PEOPLE = 5;

/** Strong values of the namespace that met the identifier most values, at most 5, each with the first event they share. */
export function peopleOn(
  census: Census,
  identifier: IdentifierIndex,
): { readonly identifier: IdentifierIndex; readonly event: EventIndex }[] {
  const { engine } = census;
  const byNamespace = new Map<number, Map<IdentifierIndex, EventIndex>>();
  for (const event of census.carriers(identifier)) {
    for (const key of census.keysOn(event)) {
      if (!census.isStrong(key) || engine.rank(key) >= engine.rank(identifier)) continue;
      const namespace = census.namespaceOf(key);
      const met = byNamespace.get(namespace) ?? new Map<IdentifierIndex, EventIndex>();
      byNamespace.set(namespace, met);
      if (met.size < MOST_PEOPLE && !met.has(key)) met.set(key, event);
    }
  }
  const [most = new Map<IdentifierIndex, EventIndex>()] = [...byNamespace.values()].sort(
    (a, b) => b.size - a.size,
  );
  return [...most].map(([key, event]) => ({ identifier: key, event }));
}
