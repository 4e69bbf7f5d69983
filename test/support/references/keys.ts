/** The keys of an event under a ruleset, read plainly: for the references of policies that see whole islands. */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';

export interface ReferenceKey {
  /** `namespace:value` */
  readonly text: string;
  readonly namespace: string;
  readonly rank: number;
  readonly role: 'strong' | 'anonymous' | 'supplementary';
  /** A profile holds one value of the namespace. */
  readonly isUnique: boolean;
}

/** By rank, then namespace, then value; each once. Assumes that nothing is blocked or demoted. */
export function keysOf(event: CanonicalEvent, { namespaces }: Ruleset): ReferenceKey[] {
  const keys = new Map<string, ReferenceKey>();
  for (const { namespace, value } of event.identifiers) {
    const named = namespaces.find(({ names }) => names.includes(namespace));
    const rule = named ?? namespaces.find(({ names }) => names.includes('*'));
    if (rule === undefined || rule.role === 'recorded') continue;
    const text = `${namespace}:${value}`;
    keys.set(text, {
      text,
      namespace,
      rank: namespaces.filter(({ role }) => role !== 'recorded').indexOf(rule),
      role: rule.role,
      isUnique: rule.limit?.perProfile?.max === 1,
    });
  }
  return [...keys.values()].sort(byName);
}

export function byName(a: ReferenceKey, b: ReferenceKey): number {
  return a.rank - b.rank || compare(a.namespace, b.namespace) || compare(a.text, b.text);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
