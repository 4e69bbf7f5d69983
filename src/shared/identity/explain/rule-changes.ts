/**
 * Single changes of a ruleset, as rulesets: a limit raised or lifted, a value taken off the lists, the role or the rank
 * of one namespace changed. Whether one does what somebody wants is for a trial to show.
 *
 * A namespace that shares its entry with others gets an entry of its own of the same rank, so that nothing else changes.
 */

import type { Result } from '../../base/types.ts';
import type { Identifier } from '../../event/event.ts';
import type { NamespaceRule, Ruleset, ValueList } from '../rules.ts';
import { compilePattern, EVERY_OTHER, parseRuleset } from '../rules.ts';

type KeyRole = 'strong' | 'anonymous' | 'supplementary';
const KEY_ROLES: readonly KeyRole[] = ['strong', 'anonymous', 'supplementary'];

export type RuleChange =
  | {
      readonly kind: 'limit';
      /** `perProfile` and `profiles` are limits of the namespace, the others caps on a profile. */
      readonly limit: 'perProfile' | 'profiles' | 'identifiers' | 'merges';
      /** null for a cap. */
      readonly namespace: string | null;
      readonly from: number;
      /** null: lifted, where the policy knows no other limit. */
      readonly to: number | null;
    }
  | {
      readonly kind: 'value';
      readonly list: 'blocked' | 'demoted';
      readonly identifier: Identifier;
      /** What was taken off the lists. */
      readonly entries: ValueList & { readonly mailboxes: readonly string[] };
    }
  | { readonly kind: 'role'; readonly namespace: string; readonly from: string; readonly to: KeyRole }
  | { readonly kind: 'rank'; readonly namespace: string; readonly above: string };

export interface ChangedRules {
  readonly change: RuleChange;
  readonly ruleset: Ruleset;
}

/** Raises of every limit and cap that concerns the namespaces, each limit from the smallest raise up. */
export function raisedLimits(
  ruleset: Ruleset,
  namespaces: readonly string[],
  most: number,
): ChangedRules[][] {
  const concerned = new Map(namespaces.map((name) => [ruleAt(ruleset, name), name]));
  const limits: ChangedRules[][] = [];
  for (const [index, namespace] of concerned) {
    const limit = ruleset.namespaces[index]?.limit;
    if (limit?.perProfile !== undefined) {
      const { perProfile } = limit;
      limits.push(
        raises(perProfile.max, most, (to) => ({
          change: { kind: 'limit', limit: 'perProfile', namespace, from: perProfile.max, to },
          ruleset: withLimit(ruleset, index, {
            ...limit,
            perProfile: to === null ? undefined : { ...perProfile, max: to },
          }),
        })),
      );
    }
    if (limit?.profiles !== undefined) {
      const { max } = limit.profiles;
      limits.push(
        raises(max, most, (to) => ({
          change: { kind: 'limit', limit: 'profiles', namespace, from: max, to },
          ruleset: withLimit(ruleset, index, { ...limit, profiles: to === null ? undefined : { max: to } }),
        })),
      );
    }
  }
  for (const cap of ['identifiers', 'merges'] as const) {
    const max = ruleset.caps?.[cap]?.max;
    if (max === undefined) continue;
    limits.push(
      raises(max, most, (to) => ({
        change: { kind: 'limit', limit: cap, namespace: null, from: max, to },
        ruleset: { ...ruleset, caps: { ...ruleset.caps, [cap]: to === null ? undefined : { max: to } } },
      })),
    );
  }
  return limits.map((steps) => steps.filter(isRuleset));
}

/** The rules without every entry of a list that names the value; null when the lists do not. */
export function withoutListing(
  ruleset: Ruleset,
  identifier: Identifier,
  list: 'blocked' | 'demoted',
): ChangedRules | null {
  const index = ruleAt(ruleset, identifier.namespace);
  const entries = { values: [] as string[], patterns: [] as string[], mailboxes: [] as string[] };
  const value = identifier.value.toLowerCase();
  const split = <T extends ValueList>(from: T): T => {
    const values = from.values.filter((one) => one.toLowerCase() !== value);
    const patterns = from.patterns.filter((one) => !compilePattern(one).testExact(identifier.value));
    entries.values.push(...from.values.filter((one) => !values.includes(one)));
    entries.patterns.push(...from.patterns.filter((one) => !patterns.includes(one)));
    return { ...from, values, patterns };
  };
  const mailbox = identifier.namespace === 'email' ? value.slice(0, Math.max(0, value.indexOf('@'))) : '';
  const namespaces = ruleset.namespaces.map((rule, at) => {
    const own = rule[list];
    return at === index && own !== undefined ? { ...rule, [list]: split(own) } : rule;
  });
  const changed = { ...ruleset, namespaces, [list]: split(ruleset[list]) };
  if (list === 'demoted' && mailbox !== '') {
    const { mailboxes } = ruleset.demoted;
    const others = mailboxes.filter((one) => one.toLowerCase() !== mailbox);
    entries.mailboxes.push(...mailboxes.filter((one) => !others.includes(one)));
    changed.demoted = { ...changed.demoted, mailboxes: others };
  }
  if (entries.values.length + entries.patterns.length + entries.mailboxes.length === 0) return null;
  return { change: { kind: 'value', list, identifier, entries }, ruleset: changed };
}

/** The namespace in every other role in which it is a key. */
export function otherRoles(ruleset: Ruleset, namespace: string): ChangedRules[] {
  const rule = ruleset.namespaces[ruleAt(ruleset, namespace)];
  const from = rule?.role ?? 'recorded';
  return KEY_ROLES.filter((to) => to !== from)
    .map((to): ChangedRules => {
      const { apart, entry } = takeOut(ruleset, namespace);
      const own: NamespaceRule = { ...entry, role: to };
      if (from === 'recorded') {
        // What was no key had no rank: it becomes the last of those that have one.
        const last = apart.namespaces.findLastIndex(({ role }) => role !== 'recorded');
        const { sameRank: _none, ...ranked } = own;
        return { change: { kind: 'role', namespace, from, to }, ruleset: insertAt(apart, last + 1, ranked) };
      }
      const place = Math.max(0, ruleAt(ruleset, namespace));
      const isAlone = apart.namespaces.length < ruleset.namespaces.length;
      return {
        change: { kind: 'role', namespace, from, to },
        ruleset: isAlone
          ? replaceAt(ruleset, place, own)
          : insertAt(apart, place + 1, { ...own, sameRank: true }),
      };
    })
    .filter(isRuleset);
}

/** The namespace ranked right above another one; null when it is so already or cannot be. */
export function rankedAbove(ruleset: Ruleset, namespace: string, above: string): ChangedRules | null {
  if (namespace === above || rankOf(ruleset, namespace) < rankOf(ruleset, above)) return null;
  const { apart, entry } = takeOut(ruleset, namespace);
  let place = ruleAt(apart, above);
  if (place < 0 || entry.role === 'recorded') return null;
  while (place > 0 && apart.namespaces[place]!.sameRank === true) place -= 1;
  const { sameRank: _none, ...ranked } = entry;
  const changed: ChangedRules = {
    change: { kind: 'rank', namespace, above },
    ruleset: insertAt(apart, place, ranked),
  };
  return isRuleset(changed) ? changed : null;
}

/** Position of the entry that speaks of a namespace, or -1. */
function ruleAt({ namespaces }: Ruleset, namespace: string): number {
  const named = namespaces.findIndex(({ names }) => names.includes(namespace));
  return named >= 0 ? named : namespaces.findIndex(({ names }) => names.includes(EVERY_OTHER));
}

function rankOf(ruleset: Ruleset, namespace: string): number {
  const at = ruleAt(ruleset, namespace);
  return ruleset.namespaces.slice(0, at + 1).filter(({ sameRank }) => sameRank !== true).length;
}

/** The rules without the namespace, and what they said of it, as an entry of its own. */
function takeOut(ruleset: Ruleset, namespace: string): { apart: Ruleset; entry: NamespaceRule } {
  const at = ruleAt(ruleset, namespace);
  const rule = ruleset.namespaces[at];
  if (rule === undefined) return { apart: ruleset, entry: { names: [namespace], role: 'recorded' } };
  const names = rule.names.filter((name) => name !== namespace);
  const entry = { ...rule, names: [namespace] };
  if (names.length > 0) return { apart: replaceAt(ruleset, at, { ...rule, names }), entry };
  const namespaces = ruleset.namespaces.toSpliced(at, 1);
  const next = namespaces[at];
  // The entry below was of the rank of this one and must not slip into the rank above.
  if (rule.sameRank !== true && next?.sameRank === true) {
    const { sameRank: _none, ...first } = next;
    namespaces[at] = first;
  }
  return { apart: { ...ruleset, namespaces }, entry };
}

function replaceAt(ruleset: Ruleset, at: number, rule: NamespaceRule): Ruleset {
  return { ...ruleset, namespaces: ruleset.namespaces.with(at, rule) };
}

function insertAt(ruleset: Ruleset, at: number, rule: NamespaceRule): Ruleset {
  return { ...ruleset, namespaces: ruleset.namespaces.toSpliced(at, 0, rule) };
}

function withLimit(ruleset: Ruleset, at: number, limit: NamespaceRule['limit']): Ruleset {
  const rule = ruleset.namespaces[at]!;
  return replaceAt(ruleset, at, { ...rule, limit });
}

/** One more, two more, …, twice as many each time after a few, at last `most`; and lifted, where nothing else is known. */
function raises(from: number, most: number, make: (to: number | null) => ChangedRules): ChangedRules[] {
  const steps: (number | null)[] = [];
  for (let more = 1; from + more <= most; more = more < 4 ? more + 1 : more * 2) steps.push(from + more);
  if (steps.at(-1) !== most && most > from) steps.push(most);
  const raised = steps.map(make).filter(isRuleset);
  return raised.length > 0 ? raised : [make(null)];
}

function isRuleset({ ruleset }: ChangedRules): boolean {
  const parsed: Result<Ruleset, readonly string[]> = parseRuleset(ruleset);
  return parsed.ok;
}
