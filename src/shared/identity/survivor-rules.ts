/** Which of several values of a trait counts, as a ruleset says it; `shared/profile/survivorship.ts` obeys. */

import { z } from '../base/zod.ts';

/** Those that do not look at who said a value. */
const PLAIN_STRATEGIES = ['most-recent', 'oldest', 'most-frequent', 'non-empty', 'union'] as const;
export type PlainStrategy = (typeof PLAIN_STRATEGIES)[number];

const names = z.array(z.string().min(1).max(10_000)).min(1);
const strategy = z.enum(PLAIN_STRATEGIES);
const bySource = z.strictObject({
  strategy: z.literal('by-source'),
  /** Names of files, with their endings or without, and of dialects, best first; other sources come after them. */
  sources: names,
});
const EXPECTED = `expected ${PLAIN_STRATEGIES.map((name) => `"${name}"`).join(', ')} or by-source with its list of sources`;

export const survivorship = z.strictObject({
  default: z.union([strategy, bySource], { error: EXPECTED }),
  /** Of single traits, named as the log names them. */
  traits: z
    .array(
      z.discriminatedUnion('strategy', [z.strictObject({ names, strategy }), bySource.extend({ names })], {
        error: EXPECTED,
      }),
    )
    .optional(),
});

export type Survivorship = z.infer<typeof survivorship>;
/** How the value of a trait is found that counts. */
export type Survivor = { readonly strategy: PlainStrategy } | z.infer<typeof bySource>;

/** The strategy of traits that have none of their own. */
export function defaultSurvivor({ default: otherwise }: Survivorship): Survivor {
  return typeof otherwise === 'string' ? { strategy: otherwise } : otherwise;
}

export function survivorOf(rules: Survivorship, trait: string): Survivor {
  return rules.traits?.find((one) => one.names.includes(trait)) ?? defaultSurvivor(rules);
}

/** Every reason why nobody could obey, each beginning with its place. */
export function survivorshipProblems(rules: Survivorship): string[] {
  const problems: string[] = [];
  const check = (place: string, list: readonly string[], before: Set<string>): void => {
    for (const name of list) {
      if (before.has(name)) problems.push(`${place}: "${name}" is named twice`);
      before.add(name);
    }
  };
  if (typeof rules.default !== 'string')
    check('survivorship.default.sources', rules.default.sources, new Set());
  const traits = new Set<string>();
  rules.traits?.forEach((trait, index) => {
    const place = `survivorship.traits[${index}]`;
    check(`${place}.names`, trait.names, traits);
    if (trait.strategy === 'by-source') check(`${place}.sources`, trait.sources, new Set());
  });
  return problems;
}
