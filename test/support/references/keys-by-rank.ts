/** For references of policies that go by operands: an event's keys, read from the ruleset's document in the plainest way. */

import type { CanonicalEvent, Identifier } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';

export interface ReferenceKey extends Identifier {
  /** `namespace:value` */
  readonly text: string;
  readonly isDevice: boolean;
}

/** By rank; those of one rank as the record has them; each once. Blocked and recorded ones are left out. */
export function keysByRank(event: CanonicalEvent, { namespaces, blocked }: Ruleset): ReferenceKey[] {
  const entryOf = (name: string): number => {
    const named = namespaces.findIndex(({ names }) => names.includes(name));
    return named < 0 ? namespaces.findIndex(({ names }) => names.includes('*')) : named;
  };
  const keys = new Map<string, ReferenceKey & { readonly rank: number }>();
  for (const { namespace, value } of event.identifiers) {
    const rank = entryOf(namespace);
    const role = namespaces[rank]!.role;
    if (role === 'recorded' || blocked.values.includes(value.toLowerCase())) continue;
    const text = `${namespace}:${value}`;
    if (!keys.has(text)) keys.set(text, { namespace, value, text, rank, isDevice: role === 'anonymous' });
  }
  return [...keys.values()].toSorted((a, b) => a.rank - b.rank);
}
