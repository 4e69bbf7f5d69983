/**
 * Published cases "events and rules → profiles": their form, and how one becomes events and a ruleset. Namespaces get
 * the roles that the shipped rules give them; values are taken exactly as the case writes them, because a case speaks
 * of rules and not of normal forms. The order of the list is the order of time.
 */

import { z } from '#shared/base/zod.ts';
import type { CanonicalEvent, EventType, Identifier } from '#shared/event/event.ts';
import { EVENT_TYPES } from '#shared/event/event.ts';
import { COMPANY_NAMESPACES, canonicalNamespace } from '#shared/identifier/namespaces.ts';
import type { NamespaceRule, PolicyName, Ruleset } from '#shared/identity/rules.ts';
import { EVERY_OTHER, parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';

const limit = z.union([
  z.int().min(1),
  z.looseObject({ n: z.int().min(1), windowDays: z.number().optional() }),
]);
const blocked = z.union([
  z.strictObject({ ns: z.string(), exact: z.string() }),
  z.strictObject({ ns: z.string(), iexact: z.string() }),
  z.strictObject({ ns: z.string(), regex: z.string() }),
]);

const scenario = z.looseObject({
  id: z.string(),
  preset: z.string(),
  rules: z
    .looseObject({
      priority: z.array(z.string()).default([]),
      limits: z.record(z.string(), limit).default({}),
      blocked: z.array(blocked).default([]),
    })
    .prefault({}),
  events: z.array(
    z.looseObject({
      t: z.union([z.number(), z.string()]),
      type: z.string().default('track'),
      ids: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    }),
  ),
});
export const scenarioList = z.array(scenario);
export type Scenario = z.infer<typeof scenario>;

type Blocked = z.infer<typeof blocked>;

/** The ruleset of a case, or null when this version cannot obey it: another preset, a window, rules that do not parse. */
export function rulesetOf(scenario: Scenario): Ruleset | null {
  const policy = Object.keys(SHIPPED_RULESETS).find((name) => name === scenario.preset) as
    | PolicyName
    | undefined;
  if (policy === undefined) return null;
  const { priority, limits, blocked: blockedValues } = scenario.rules;
  for (const value of Object.values(limits))
    if (typeof value !== 'number' && value.windowDays !== undefined) return null;
  const tiers = tiersOf(priority.map(canonicalNamespace));
  const named = blockedValues.filter(({ ns }) => ns !== EVERY_OTHER);
  const namespaces = separate(
    tiers,
    [...Object.keys(limits), ...named.map(({ ns }) => ns)].map(canonicalNamespace),
  );
  for (const rule of namespaces) {
    const name = rule.names[0]!;
    const values =
      Object.entries(limits).find(([ns]) => canonicalNamespace(ns) === name)?.[1] ?? limits[EVERY_OTHER];
    if (values !== undefined && rule.role !== 'recorded')
      rule.limit = { perProfile: { max: typeof values === 'number' ? values : values.n } };
    rule.blocked = valueList(named.filter(({ ns }) => canonicalNamespace(ns) === name));
  }
  const everywhere = valueList(blockedValues.filter(({ ns }) => ns === EVERY_OTHER));
  const parsed = parseRuleset({ name: scenario.id, policy, namespaces, blocked: everywhere });
  return parsed.ok ? parsed.value : null;
}

/** The shipped order with the case's own priorities above it. */
function tiersOf(priority: readonly string[]): NamespaceRule[] {
  const shipped = SHIPPED_RULESETS.customerlabs.namespaces;
  const roleOf = (name: string): NamespaceRule['role'] =>
    (shipped.find(({ names }) => names.includes(name)) ??
      shipped.find(({ names }) => names.includes(EVERY_OTHER)))!.role;
  const first = priority
    .filter((name) => roleOf(name) !== 'recorded')
    .map((name): NamespaceRule => ({ names: [name], role: roleOf(name) }));
  const rest = shipped.map(
    (rule): NamespaceRule => ({
      names: rule.names.filter((name) => !priority.includes(name)),
      role: rule.role,
    }),
  );
  return [...first, ...rest.filter(({ names }) => names.length > 0)];
}

/** Gives every name that has terms of its own an entry of its own; ranks below it move down together. */
function separate(tiers: readonly NamespaceRule[], names: readonly string[]): NamespaceRule[] {
  return tiers.flatMap((rule) => {
    const alone = rule.names.filter((name) => names.includes(name));
    const together = rule.names.filter((name) => !names.includes(name));
    const entries = alone.map((name): NamespaceRule => ({ ...rule, names: [name] }));
    const unnamed = rule.names.includes(EVERY_OTHER)
      ? names.filter((name) => !tiers.some((tier) => tier.names.includes(name)))
      : [];
    for (const name of new Set(unnamed)) if (name !== EVERY_OTHER) entries.push({ ...rule, names: [name] });
    return together.length > 0 ? [...entries, { ...rule, names: together }] : entries;
  });
}

function valueList(items: readonly Blocked[]): { values: string[]; patterns: string[] } {
  const values: string[] = [];
  const patterns: string[] = [];
  for (const item of items) {
    if ('iexact' in item) values.push(item.iexact);
    else if ('regex' in item) patterns.push(item.regex);
    else patterns.push(`(?-i:${escapePattern(item.exact)})`);
  }
  return { values, patterns };
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Identifiers of events as the case writes them, by their canonical spelling. */
export type Spellings = Map<string, string>;

export function keyOf({ namespace, value }: Identifier): string {
  return `${namespace}:${value}`;
}

/** Events in the order of the list; `spellings` learns how each identifier was written. */
export function eventsOf(scenario: Scenario, spellings: Spellings): CanonicalEvent[] {
  return scenario.events.map(({ t, type, ids }, place) => {
    const persons: Identifier[] = [];
    const companies: Identifier[] = [];
    for (const [written, values] of Object.entries(ids)) {
      const namespace = canonicalNamespace(written);
      const list = (COMPANY_NAMESPACES as readonly string[]).includes(namespace) ? companies : persons;
      for (const value of typeof values === 'string' ? [values] : values) {
        const identifier = { namespace, value };
        if (!spellings.has(keyOf(identifier))) spellings.set(keyOf(identifier), `${written}:${value}`);
        list.push(identifier);
      }
    }
    return {
      id: String(t),
      scope: 'scenario',
      type: EVENT_TYPES.includes(type as EventType) ? (type as EventType) : 'track',
      name: null,
      at: place,
      receivedAt: null,
      sequence: null,
      identifiers: persons,
      traits: [],
      properties: {},
      context: {},
      company: companies.length > 0 ? { identifiers: companies, traits: [] } : null,
      order: null,
      touch: null,
    };
  });
}
