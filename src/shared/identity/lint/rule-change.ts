/**
 * What lint proposes, as data: a change of the ruleset, which `applyRuleChange` makes, or an override, which is added
 * to the workspace's overrides with a reason and a time.
 */

import type { NamespaceRule, Ruleset, ValueList } from '../rules.ts';
import { EVERY_OTHER, parseRuleset } from '../rules.ts';

export type RuleChange =
  | { readonly kind: 'block' | 'demote'; readonly namespace: string; readonly value: string }
  | { readonly kind: 'demote-mailbox'; readonly mailbox: string }
  | { readonly kind: 'limit'; readonly namespace: string; readonly perProfile: number }
  | { readonly kind: 'role'; readonly namespace: string; readonly role: NamespaceRule['role'] };

export interface OverrideSubject {
  readonly namespace: string;
  readonly value: string;
}

export interface OverrideChange {
  readonly kind: 'pin' | 'cut';
  readonly a: OverrideSubject;
  readonly b: OverrideSubject;
}

export type Proposal = RuleChange | OverrideChange;

/** The change if the ruleset's policy can obey it, else null. */
export function offer(ruleset: Ruleset, change: RuleChange): RuleChange | null {
  return parseRuleset(applyRuleChange(ruleset, change)).ok ? change : null;
}

/**
 * The ruleset with the change made. A value goes on the list of the entry that names its namespace, and so concerns
 * the namespaces that share the entry.
 */
export function applyRuleChange(ruleset: Ruleset, change: RuleChange): Ruleset {
  switch (change.kind) {
    case 'block':
      return withValue(ruleset, change.namespace, { list: 'blocked', value: change.value });
    case 'demote':
      return withValue(ruleset, change.namespace, { list: 'demoted', value: change.value });
    case 'demote-mailbox': {
      const { demoted } = ruleset;
      return { ...ruleset, demoted: { ...demoted, mailboxes: [...demoted.mailboxes, change.mailbox] } };
    }
    case 'limit':
      return withLimit(ruleset, change.namespace, change.perProfile);
    case 'role':
      return withRole(ruleset, change.namespace, change.role);
  }
}

/** Position of the entry that speaks of a namespace, or -1. */
function entryOf({ namespaces }: Ruleset, namespace: string): number {
  const named = namespaces.findIndex(({ names }) => names.includes(namespace));
  return named >= 0 ? named : namespaces.findIndex(({ names }) => names.includes(EVERY_OTHER));
}

function withEntry(ruleset: Ruleset, position: number, entry: NamespaceRule): Ruleset {
  return { ...ruleset, namespaces: ruleset.namespaces.with(position, entry) };
}

interface Listed {
  readonly list: 'blocked' | 'demoted';
  readonly value: string;
}

function withValue(ruleset: Ruleset, namespace: string, { list, value }: Listed): Ruleset {
  const position = entryOf(ruleset, namespace);
  if (position < 0)
    return { ...ruleset, [list]: { ...ruleset[list], values: [...ruleset[list].values, value] } };
  const entry = ruleset.namespaces[position]!;
  const known: ValueList = entry[list] ?? { values: [], patterns: [] };
  return withEntry(ruleset, position, {
    ...entry,
    [list]: { values: [...known.values, value], patterns: known.patterns },
  });
}

function withLimit(ruleset: Ruleset, namespace: string, perProfile: number): Ruleset {
  const position = entryOf(ruleset, namespace);
  if (position < 0) return ruleset;
  const entry = ruleset.namespaces[position]!;
  return withEntry(ruleset, position, {
    ...entry,
    limit: { ...entry.limit, perProfile: { max: perProfile } },
  });
}

/** The namespace gets an entry of its own: right behind its present one, or at the end when it becomes recorded. */
function withRole(ruleset: Ruleset, namespace: string, role: NamespaceRule['role']): Ruleset {
  const entry: NamespaceRule = { names: [namespace], role };
  const namespaces: NamespaceRule[] = [];
  const position = role === 'recorded' ? -1 : entryOf(ruleset, namespace);
  ruleset.namespaces.forEach((rule, index) => {
    const names = rule.names.filter((name) => name !== namespace);
    if (names.length > 0) namespaces.push({ ...rule, names });
    if (index === position) namespaces.push(entry);
  });
  if (position < 0) namespaces.push(entry);
  return { ...ruleset, namespaces };
}
