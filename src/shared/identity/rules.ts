/**
 * A ruleset: which namespaces may be keys, in which order of priority, and under which protections.
 *
 * It is a small JSON document. `parseRuleset` is the only door: what it accepts, the engine obeys to the letter, and what
 * a policy would ignore is answered with a message. Patterns are run by RE2, in time linear in the value, because
 * rulesets may come from elsewhere.
 */

import { RE2JS } from 're2js';
import { hashText, hashToHex, makeHash } from '../base/hash.ts';
import type { JsonObject, JsonValue, Result } from '../base/types.ts';
import { z } from '../base/zod.ts';
import { stepProblems } from './normal-form.ts';
import { POLICY_NAMES, POLICY_TERMS } from './policies/policy-terms.ts';
import { survivorship, survivorshipProblems } from './survivor-rules.ts';

/** Roles that rules can give; the others follow from values and from what an event says of a company. */
const RULED_ROLES = ['strong', 'anonymous', 'supplementary', 'recorded'] as const;

export const DEVICE_OWNERS = ['hand-over', 'first', 'last', 'nobody'] as const;
export type DeviceOwner = (typeof DEVICE_OWNERS)[number];

/** Stands for every namespace that no entry names. */
export const EVERY_OTHER = '*';
/** Strong namespaces are bits of a 32-bit mask in the engine. */
const MAX_STRONG_NAMESPACES = 31;
const MAX_PATTERN_LENGTH = 1000;
/** What matches these matches everything: they have no form, no length and hardly a letter in common. */
const UNLIKE_VALUES = ['0', 'ann.lee+7@post.example', 'GA1.2-Zyx_\u00e9 \u{1f600}\n', 'q'.repeat(300)];

const max = z.strictObject({ max: z.int().min(1) });
const maxWithin = max.extend({
  /** Counts what was seen within so many days; without it, ever. */
  windowDays: z.number().positive().max(36_500).optional(),
});
const text = z.string().min(1).max(10_000);

const valueList = z.strictObject({
  /** Whole values, compared without regard to case. */
  values: z.array(text).default([]),
  /** RE2 patterns that match the whole value, without regard to case. */
  patterns: z.array(text).default([]),
});
const demotedList = valueList.extend({
  /** Local parts of e-mail addresses: `info` demotes `info@` of any domain. */
  mailboxes: z.array(text).default([]),
});

const namespaceRule = z.strictObject({
  /** Names of equal rank; `*` stands for every other namespace. */
  names: z.array(text).min(1),
  role: z.enum(RULED_ROLES),
  /** Ranks equal with the entry above, of which it differs in other ways. */
  sameRank: z.literal(true).optional(),
  limit: z
    .strictObject({
      /** How many values of the namespace a profile may hold. */
      perProfile: maxWithin.optional(),
      /** To how many profiles a value may ever have belonged. */
      profiles: max.optional(),
    })
    .optional(),
  /**
   * Whose an anonymous identifier is when somebody else logs in on it: theirs from then on; its first owner's; theirs
   * with all events that name nothing else; nobody's, until the next login.
   */
  owner: z.enum(DEVICE_OWNERS).optional(),
  /** Steps that bring the spellings of one key together, in their order; see `normal-form.ts`. */
  normalise: z.array(text).min(1).optional(),
  blocked: valueList.optional(),
  demoted: valueList.optional(),
});

const rulesetSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Tells rulesets of one name apart. */
  version: z.string().min(1).max(200).optional(),
  policy: z.enum(POLICY_NAMES),
  /** In order of priority: the first entry that is not recorded has rank 1. */
  namespaces: z.array(namespaceRule).min(1),
  /** Apply to every namespace; an entry can have lists of its own. */
  blocked: valueList.default({ values: [], patterns: [] }),
  demoted: demotedList.default({ values: [], patterns: [], mailboxes: [] }),
  survivorship: survivorship.default({ default: 'most-recent' }),
  caps: z
    .strictObject({
      /** How many identifiers of all namespaces a profile may hold. */
      identifiers: max.optional(),
      /** How many other profiles a profile may absorb. */
      merges: max.optional(),
    })
    .optional(),
});

export type Ruleset = z.infer<typeof rulesetSchema>;
export type NamespaceRule = Ruleset['namespaces'][number];
export type ValueList = z.infer<typeof valueList>;
/** The ruleset a JSON value describes, or every reason why it is none, each beginning with its place. */
export function parseRuleset(value: unknown): Result<Ruleset, readonly string[]> {
  const parsed = rulesetSchema.safeParse(value);
  if (!parsed.success) {
    return {
      ok: false,
      error: parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`),
    };
  }
  const problems = [
    ...namespaceProblems(parsed.data),
    ...uniquenessProblems(parsed.data),
    ...capProblems(parsed.data),
    ...patternProblems(parsed.data),
    ...normaliserProblems(parsed.data),
    ...survivorshipProblems(parsed.data.survivorship),
  ];
  return problems.length > 0 ? { ok: false, error: problems } : { ok: true, value: parsed.data };
}

/** The name, and its version where it has one. */
export function rulesetTitle({ name, version }: Ruleset): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** 32 hexadecimal digits that depend on the meaning of the document, not on its spelling or the order of members. */
export function rulesetFingerprint(ruleset: Ruleset): string {
  const hash = makeHash();
  hashText(canonicalJson(ruleset as unknown as JsonObject), 0x72756c65, hash);
  return hashToHex(hash);
}

/** Compiles a pattern; throws RE2's own syntax error. */
export function compilePattern(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
}

function namespaceProblems(ruleset: Ruleset): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const { withoutLimits, windows, mergeCap } = POLICY_TERMS[ruleset.policy];
  let isRecordedAbove = false;
  let strong = 0;
  ruleset.namespaces.forEach((rule, index) => {
    const place = `namespaces[${index}]`;
    for (const name of rule.names) {
      if (seen.has(name)) problems.push(`${place}.names: "${name}" is named twice`);
      seen.add(name);
    }
    if (rule.role === 'strong') {
      strong += rule.names.length;
      if (rule.names.includes(EVERY_OTHER))
        problems.push(`${place}.role: "*" cannot be strong; name the namespaces that identify a person`);
    }
    if (rule.role === 'recorded' && rule.limit !== undefined)
      problems.push(`${place}.limit: a recorded namespace is no key and has no limit`);
    if (rule.owner !== undefined && (rule.role !== 'anonymous' || ruleset.policy !== 'customerlabs'))
      problems.push(`${place}.owner: only anonymous namespaces of the policy "customerlabs" change hands`);
    if (rule.limit?.perProfile?.windowDays !== undefined && windows !== true)
      problems.push(`${place}.limit.perProfile.windowDays: the policy "${ruleset.policy}" knows no windows`);
    if (rule.limit !== undefined && withoutLimits !== undefined)
      problems.push(`${place}.limit: the policy "${ruleset.policy}" ${withoutLimits}`);
    if (rule.sameRank === true && (rule.role === 'recorded' || index === 0 || isRecordedAbove))
      problems.push(`${place}.sameRank: there is no key above whose rank it could share`);
    isRecordedAbove = rule.role === 'recorded';
  });
  if (ruleset.caps !== undefined && withoutLimits !== undefined)
    problems.push(`caps: the policy "${ruleset.policy}" ${withoutLimits}`);
  if (ruleset.caps?.merges !== undefined && mergeCap !== true)
    problems.push(`caps.merges: the policy "${ruleset.policy}" counts no merges`);
  if (strong > MAX_STRONG_NAMESPACES)
    problems.push(`namespaces: ${strong} strong namespaces; expected at most ${MAX_STRONG_NAMESPACES}`);
  return problems;
}

/** Of policies for which a limit says that a namespace is unique. */
function uniquenessProblems({ policy, namespaces, caps }: Ruleset): string[] {
  const { unique } = POLICY_TERMS[policy];
  if (unique === undefined) return [];
  const problems: string[] = [];
  namespaces.forEach(({ limit, role }, index) => {
    if (limit !== undefined && unique.strongOnly !== undefined && role !== 'strong')
      problems.push(`namespaces[${index}].limit: the policy "${policy}" ${unique.strongOnly}`);
    if (limit !== undefined && (limit.perProfile?.max !== 1 || limit.profiles !== undefined))
      problems.push(
        `namespaces[${index}].limit: the policy "${policy}" knows one value a profile, or no limit`,
      );
  });
  const limited = namespaces.filter(({ limit }) => limit !== undefined).flatMap(({ names }) => names);
  const most = unique.namespaces;
  if (limited.length > most || (most === 1 && limited.includes(EVERY_OTHER)))
    problems.push(`namespaces: the policy "${policy}" has a limit for one namespace at most`);
  if (caps !== undefined) problems.push(`caps: the policy "${policy}" knows no caps`);
  return problems;
}

function capProblems({ namespaces, caps }: Ruleset): string[] {
  const most = caps?.identifiers?.max ?? Number.POSITIVE_INFINITY;
  return namespaces.flatMap(({ limit }, index) => {
    const { max: wanted = 0 } = limit?.perProfile ?? {};
    if (wanted <= most) return [];
    const place = `namespaces[${index}].limit.perProfile.max`;
    return [`${place}: a profile cannot hold ${wanted} of these, as caps.identifiers allows ${most} in all`];
  });
}

function normaliserProblems({ namespaces }: Ruleset): string[] {
  return namespaces.flatMap(({ role, normalise }, index) => {
    const place = `namespaces[${index}].normalise`;
    if (normalise === undefined) return [];
    if (role === 'recorded') return [`${place}: a recorded namespace is no key and has no normal form`];
    return stepProblems(normalise).map((problem) => place + problem);
  });
}

function patternProblems(ruleset: Ruleset): string[] {
  const problems: string[] = [];
  const lists: [string, ValueList | undefined][] = [
    ['blocked', ruleset.blocked],
    ['demoted', ruleset.demoted],
  ];
  ruleset.namespaces.forEach((rule, index) => {
    lists.push(
      [`namespaces[${index}].blocked`, rule.blocked],
      [`namespaces[${index}].demoted`, rule.demoted],
    );
  });
  for (const [place, list] of lists) {
    list?.patterns.forEach((pattern, index) => {
      const problem = patternProblem(pattern);
      if (problem !== null) problems.push(`${place}.patterns[${index}]: ${problem}`);
    });
  }
  return problems;
}

function patternProblem(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN_LENGTH)
    return `${pattern.length} characters; expected at most ${MAX_PATTERN_LENGTH}`;
  try {
    const compiled = compilePattern(pattern);
    if (!UNLIKE_VALUES.every((value) => compiled.testExact(value))) return null;
    return `"${pattern}" matches every value; a namespace that is to join nobody has the role "recorded"`;
  } catch (error) {
    return `"${pattern}" is no RE2 pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  let place = '';
  for (const step of path) {
    if (typeof step === 'number') place += `[${step}]`;
    else place += place === '' ? String(step) : `.${String(step)}`;
  }
  return place === '' ? 'ruleset' : place;
}

/** JSON with members in order of their names; members that are undefined are left out. */
function canonicalJson(value: JsonValue | undefined): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as JsonObject;
  const members = Object.keys(object)
    .sort()
    .filter((name) => object[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`);
  return `{${members.join(',')}}`;
}
