/**
 * Rules as the reference resolver reads them: from a ruleset document, with a plain reading of its lists that shares
 * no code with the engine. Patterns are JavaScript's here and RE2's there; the ones that are shipped mean the same.
 */

import type { Identifier } from '#shared/event/event.ts';
import { isCompanyNamespace } from '#shared/identifier/namespaces.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { normalFormOf } from './reference-normal-form.ts';
import type { ReferenceNamespace, ReferenceRules } from './reference-resolver.ts';

interface ValueLists {
  readonly values?: readonly string[] | undefined;
  readonly patterns?: readonly string[] | undefined;
  readonly mailboxes?: readonly string[] | undefined;
}

export function referenceRules(ruleset: Ruleset): ReferenceRules {
  const namespaces = new Map<string, ReferenceNamespace>();
  const blocked = new Map<string, ValueLists>();
  const demoted = new Map<string, ValueLists>();
  const normalisers = new Map<string, readonly string[]>();
  const { policy } = ruleset;
  if (policy !== 'customerlabs' && policy !== 'components')
    throw new Error(`the policy "${policy}" has a reference of its own, in test/support/references`);
  let rank = 0;
  for (const rule of ruleset.namespaces) {
    if (rule.role !== 'recorded' && rule.sameRank !== true) rank += 1;
    for (const name of rule.names) {
      namespaces.set(name, {
        rank,
        role: rule.role,
        ...(rule.owner !== undefined && rule.owner !== 'hand-over' && { owner: rule.owner }),
        ...(rule.limit?.perProfile && { maxPerProfile: rule.limit.perProfile.max }),
        ...(rule.limit?.profiles && { maxProfiles: rule.limit.profiles.max }),
      });
      if (rule.blocked !== undefined) blocked.set(name, rule.blocked);
      if (rule.demoted !== undefined) demoted.set(name, rule.demoted);
      if (rule.normalise !== undefined) normalisers.set(name, rule.normalise);
    }
  }
  const ruleOf = <T>(rules: Map<string, T>, { namespace }: Identifier): T | undefined =>
    rules.get(namespaces.has(namespace) || isCompanyNamespace(namespace) ? namespace : '*');
  const on = (lists: Map<string, ValueLists>, one: Identifier): boolean => isListed(ruleOf(lists, one), one);
  const isOnList = (one: Identifier): boolean =>
    isListed(ruleset.blocked, one) || on(blocked, one) || isListed(ruleset.demoted, one) || on(demoted, one);
  const formOf = (one: Identifier): string => normalFormOf(one.value, ruleOf(normalisers, one) ?? []);
  return {
    policy,
    namespaces,
    others: namespaces.get('*') ?? { rank: rank + 1, role: 'supplementary' },
    ...(ruleset.caps?.identifiers && { maxIdentifiers: ruleset.caps.identifiers.max }),
    // A value that is on a list as it is written, or has no normal form, keeps its own spelling.
    keyOf: (one) => (isOnList(one) || formOf(one) === '' ? one : { ...one, value: formOf(one) }),
    isBlocked: (one) =>
      isListed(ruleset.blocked, one) ||
      on(blocked, one) ||
      (!isListed(ruleset.demoted, one) && !on(demoted, one) && formOf(one) === ''),
    isDemoted: (one) => isListed(ruleset.demoted, one) || on(demoted, one),
  };
}

function isListed(lists: ValueLists | undefined, { namespace, value }: Identifier): boolean {
  if (lists === undefined) return false;
  const text = value.toLowerCase();
  if (lists.values?.some((one) => one.toLowerCase() === text)) return true;
  if (lists.patterns?.some((one) => new RegExp(`^(?:${one})$`, 'is').test(text))) return true;
  const mailbox = namespace === 'email' && text.includes('@') ? text.split('@')[0] : undefined;
  return mailbox !== undefined && (lists.mailboxes?.some((one) => one.toLowerCase() === mailbox) ?? false);
}
