/**
 * Published cases "events and rules → profiles": their form, and how one becomes events and a ruleset. Namespaces get
 * the roles that the shipped rules of the policy give them; values are taken exactly as the case writes them, because a
 * case speaks of rules and not of normal forms. The order of the list is the order of time, unless it says times.
 */

import type { EpochMs, JsonValue } from '#shared/base/types.ts';
import { z } from '#shared/base/zod.ts';
import type { CanonicalEvent, EventType, Identifier } from '#shared/event/event.ts';
import { EVENT_TYPES } from '#shared/event/event.ts';
import { parseTime } from '#shared/event/time.ts';
import { inOperandOrder } from '#shared/identifier/merge-operands.ts';
import { COMPANY_NAMESPACES, canonicalNamespace } from '#shared/identifier/namespaces.ts';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';
import { POLICY_NAMES } from '#shared/identity/policies/policy-terms.ts';
import type { NamespaceRule, Ruleset } from '#shared/identity/rules.ts';
import { EVERY_OTHER, parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';

const limitValue = z.union([
  z.int().min(1),
  z.looseObject({ n: z.int().min(1), windowDays: z.number().optional() }),
]);
const blocked = z.union([
  z.strictObject({ ns: z.string(), exact: z.string() }),
  z.strictObject({ ns: z.string(), iexact: z.string() }),
  z.strictObject({ ns: z.string(), regex: z.string() }),
]);

const jsonValue: z.ZodType<JsonValue> = z.json();

const scenario = z.looseObject({
  id: z.string(),
  preset: z.string(),
  rules: z
    .looseObject({
      priority: z.array(z.string()).default([]),
      limits: z.record(z.string(), limitValue).default({}),
      blocked: z.array(blocked).default([]),
      /** Namespaces of which a profile has at most one value. */
      uniqueIds: z.array(z.string()).default([]),
      /** Namespaces that identify a person. */
      loginIds: z.array(z.string()).optional(),
    })
    .prefault({}),
  events: z.array(
    z.looseObject({
      t: z.union([z.number(), z.string()]),
      type: z.string().default('track'),
      /** ISO 8601. */
      ts: z.union([z.string(), z.number()]).optional(),
      /** Days since the first event. */
      day: z.number().optional(),
      /** The identifier that the event's own ones take the place of, as `namespace:value`. */
      replaces: z.string().optional(),
      traits: z.record(z.string(), jsonValue).default({}),
      ids: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    }),
  ),
});
const DAY_MS = 86_400_000;

/** Policies whose cases name every rule: a namespace without one is an attribute, which profiles have and nothing joins. */
export const NAMES_EVERY_RULE: ReadonlySet<PolicyName> = new Set(['wso2-cds']);

export const scenarioList = z.array(scenario);
export type Scenario = z.infer<typeof scenario>;

type Blocked = z.infer<typeof blocked>;

/** The ruleset of a case, or null when this version cannot obey it: another preset, or rules that do not parse. */
export function rulesetOf(scenario: Scenario): Ruleset | null {
  const policy = POLICY_NAMES.find((name) => name === scenario.preset);
  if (policy === undefined) return null;
  const { priority, limits, blocked: blockedValues, uniqueIds, loginIds } = scenario.rules;
  const named = blockedValues.filter(({ ns }) => ns !== EVERY_OTHER);
  const ranked = priority.map(canonicalNamespace);
  const tiers = tiersOf(SHIPPED_RULESETS[policy], ranked, loginIds?.map(canonicalNamespace));
  const namespaces = separate(
    NAMES_EVERY_RULE.has(policy) ? withoutUnnamed(tiers, ranked) : tiers,
    [...Object.keys(limits), ...uniqueIds, ...named.map(({ ns }) => ns)].map(canonicalNamespace),
  );
  const unique = new Set(uniqueIds.map(canonicalNamespace));
  for (const rule of namespaces) {
    const name = rule.names[0]!;
    const limit =
      Object.entries(limits).find(([ns]) => canonicalNamespace(ns) === name)?.[1] ??
      limits[EVERY_OTHER] ??
      (unique.has(name) ? 1 : undefined);
    if (limit !== undefined && rule.role !== 'recorded') rule.limit = { perProfile: limitOf(limit) };
    rule.blocked = valueList(named.filter(({ ns }) => canonicalNamespace(ns) === name));
  }
  const everywhere = valueList(blockedValues.filter(({ ns }) => ns === EVERY_OTHER));
  const { caps } = SHIPPED_RULESETS[policy];
  const parsed = parseRuleset({ name: scenario.id, policy, namespaces, blocked: everywhere, caps });
  return parsed.ok ? parsed.value : null;
}

function limitOf(limit: z.infer<typeof limitValue>): { max: number; windowDays?: number } {
  if (typeof limit === 'number') return { max: limit };
  const { n: max, windowDays } = limit;
  return windowDays === undefined ? { max } : { max, windowDays };
}

/** The shipped order with the case's own priorities above it. Login ids, where a case names them, alone are strong. */
function tiersOf(
  { namespaces }: Ruleset,
  priority: readonly string[],
  loginIds: readonly string[] | undefined,
): NamespaceRule[] {
  const roleOf = (name: string): NamespaceRule['role'] => {
    if (loginIds !== undefined) return loginIds.includes(name) ? 'strong' : 'anonymous';
    const rule = namespaces.find(({ names }) => names.includes(name));
    return (rule ?? namespaces.find(({ names }) => names.includes(EVERY_OTHER)))?.role ?? 'recorded';
  };
  const first = priority
    .filter((name) => roleOf(name) !== 'recorded')
    .map((name): NamespaceRule => ({ names: [name], role: roleOf(name) }));
  let isRankTaken = false;
  const rest = namespaces.flatMap(({ names, role, sameRank }): NamespaceRule[] => {
    if (sameRank !== true) isRankTaken = false;
    const left = names.filter((name) => !priority.includes(name));
    if (left.length === 0) return [];
    const entry: NamespaceRule = { names: left, role, ...(isRankTaken && { sameRank: true }) };
    isRankTaken = role !== 'recorded';
    return [entry];
  });
  return [...first, ...rest];
}

/** Records what a case does not rank. */
function withoutUnnamed(tiers: readonly NamespaceRule[], ranked: readonly string[]): NamespaceRule[] {
  return tiers.map((tier) =>
    tier.names.every((name) => ranked.includes(name)) ? tier : { ...tier, role: 'recorded' },
  );
}

/** Gives every name that has terms of its own an entry of its own, of the same rank. */
function separate(tiers: readonly NamespaceRule[], names: readonly string[]): NamespaceRule[] {
  return tiers.flatMap((rule) => {
    const alone = rule.names.filter((name) => names.includes(name));
    const together = rule.names.filter((name) => !names.includes(name));
    const unnamed = rule.names.includes(EVERY_OTHER)
      ? names.filter((name) => !tiers.some((tier) => tier.names.includes(name)))
      : [];
    const own = [...new Set([...alone, ...unnamed])].map((name) => [name]);
    const parts = together.length > 0 ? [...own, together] : own;
    return parts.map((part, place): NamespaceRule => {
      const sharesRank = place > 0 && rule.role !== 'recorded';
      return { ...rule, names: part, ...(sharesRank && { sameRank: true }) };
    });
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
  const times = timesOf(scenario);
  return scenario.events.map(({ t, type, ids, replaces, traits }, place) => {
    const persons: Identifier[] = [];
    const companies: Identifier[] = [];
    for (const [written, values] of inOperandOrder(scenario.preset, type, Object.entries(ids))) {
      const namespace = canonicalNamespace(written);
      const list = (COMPANY_NAMESPACES as readonly string[]).includes(namespace) ? companies : persons;
      for (const value of typeof values === 'string' ? [values] : values) {
        const identifier = { namespace, value };
        if (!spellings.has(keyOf(identifier))) spellings.set(keyOf(identifier), `${written}:${value}`);
        list.push(identifier);
      }
    }
    const replaced = replaces === undefined ? null : identifierOf(replaces, spellings);
    if (replaced !== null) persons.push(replaced);
    return {
      id: String(t),
      scope: 'scenario',
      type: EVENT_TYPES.includes(type as EventType) ? (type as EventType) : 'track',
      // A vendor's own call.
      name: EVENT_TYPES.includes(type as EventType) ? null : type,
      at: times[place]!,
      receivedAt: null,
      sequence: null,
      identifiers: persons,
      traits: [
        ...Object.entries(traits).map(([name, value]) => ({ name, value })),
        ...(replaced === null ? [] : [{ name: 'replaces', value: keyOf(replaced) }]),
      ],
      properties: {},
      context: {},
      company: companies.length > 0 ? { identifiers: companies, traits: [] } : null,
      order: null,
      touch: null,
    };
  });
}

/** An identifier written `namespace:value`. */
function identifierOf(written: string, spellings: Spellings): Identifier {
  const colon = written.indexOf(':');
  const identifier = {
    namespace: canonicalNamespace(written.slice(0, colon)),
    value: written.slice(colon + 1),
  };
  if (!spellings.has(keyOf(identifier))) spellings.set(keyOf(identifier), written);
  return identifier;
}

/** Times of the events: what the case says where that is their order, else their places. */
function timesOf({ events }: Scenario): EpochMs[] {
  const said = events.map(({ ts, day }) => {
    if (day !== undefined) return day * DAY_MS;
    return ts === undefined ? null : parseTime(ts, { zone: 'UTC' });
  });
  const isInOrder = said.every((at, place) => at !== null && (place === 0 || at > (said[place - 1] ?? at)));
  return said.map((at, place) => (isInOrder && at !== null ? at : place));
}
