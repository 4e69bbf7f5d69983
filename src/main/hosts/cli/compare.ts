/**
 * `weft compare`: two answers about the same logs, side by side. The sides are two rulesets; or, with one, two files of
 * overrides, or none and one; or all sources and all but some (`--without-source`); or event time and received time
 * (`--order received`); or a moment and now (`--as-of`). The first of these that is asked for is what the sides differ in,
 * and the others hold for both.
 */

import type { Truth } from '#shared/identity/quality.ts';
import { holdOut, truthOfNamespace } from '#shared/identity/quality.ts';
import type { Resolution, WhatIf } from '#shared/identity/resolution.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { Compared } from './compare-report.ts';
import { compareReport } from './compare-report.ts';
import { compareText } from './compare-text.ts';
import type { ReadLogs } from './read-logs.ts';
import { mustNamePaths, readLogs, wishesOf } from './read-logs.ts';
import type { ResolutionWishes } from './resolution-wishes.ts';
import { resolutionWishesOf, sourcesNamed } from './resolution-wishes.ts';
import { loadRuleset } from './rulesets.ts';
import { readTruths } from './truth-file.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

interface Sides {
  readonly before: WhatIf & { readonly ruleset: Ruleset };
  readonly after: WhatIf & { readonly ruleset: Ruleset };
}

export async function compareCommand(line: CommandLine, outFolder: string): Promise<number> {
  mustNamePaths(line);
  const started = performance.now();
  const { zone } = await wishesOf(line);
  const rulesets = await rulesetsOf(line);
  const wishes = await resolutionWishesOf(line, zone);
  mustDiffer(rulesets, wishes);
  const read = await readLogs(line, outFolder, rulesets[0]!);
  const sides = sidesOf(rulesets, wishes, sourcesNamed(wishes.withoutSources, read.files));
  const truth = await truthOf(line, read);
  const before = sideOf(read.engine, sides.before);
  const sourceName = (source: number): string => read.files[source]!.name;
  const after = resolve(read.engine, sides.after);
  const compared: Compared = { before, after, truth, wishes: sides, sourceName };
  const seconds = Math.round(performance.now() - started) / 1000;
  const report = { ...compareReport(compared), seconds };
  process.stdout.write(line.flag('json') ? `${JSON.stringify(report)}\n` : compareText(report));
  return 0;
}

/** The engine has been settled under the rules of the first side, and nothing else. */
function sideOf(engine: ReadLogs['engine'], { ruleset, ...rest }: Sides['before']): Resolution {
  return Object.keys(rest).length === 0 ? engine : resolve(engine, { ruleset, ...rest });
}

async function rulesetsOf(line: CommandLine): Promise<Ruleset[]> {
  const named = line.texts('rules');
  const policies = line.text('policies');
  if (named.length > 0 && policies !== undefined)
    throw new UsageError(
      `--rules and --policies both say what is compared; right is: ${COMMAND_FORMS.compare}`,
    );
  const wanted = policies === undefined ? named : policies.split(',');
  if (wanted.length > 2 || (policies !== undefined && wanted.length !== 2))
    throw new UsageError(
      `${wanted.length} rulesets are named, expected two; right is: ${COMMAND_FORMS.compare}`,
    );
  const rulesets: Ruleset[] = [];
  for (const name of wanted) rulesets.push(await loadRuleset(name));
  if (rulesets.length === 0) rulesets.push(await loadRuleset(undefined));
  const namespace = line.text('hold-out');
  return namespace === undefined ? rulesets : rulesets.map((rules) => holdOut(rules, namespace));
}

/** Throws when the sides would be one. */
function mustDiffer(
  rulesets: readonly Ruleset[],
  { when, overrides, withoutSources }: ResolutionWishes,
): void {
  const counts = [rulesets.length - 1, overrides.length, withoutSources.length];
  if (overrides.length > 2)
    throw new UsageError(
      `${overrides.length} files of overrides are named, expected two; right is: ${COMMAND_FORMS.compare}`,
    );
  if (counts.every((count) => count === 0) && when.order !== 'received' && when.asOf === undefined)
    throw new UsageError(`there is nothing to compare with; right is: ${COMMAND_FORMS.compare}`);
}

function sidesOf(
  [first, second]: readonly Ruleset[],
  { when, overrides: [handA, handB] }: ResolutionWishes,
  withoutSources: readonly number[],
): Sides {
  const both = {
    ruleset: first!,
    ...when,
    ...(handA !== undefined && { overrides: handA.overrides }),
    ...(withoutSources.length > 0 && { withoutSources }),
  };
  if (second !== undefined) return { before: both, after: { ...both, ruleset: second } };
  if (handB !== undefined) return { before: both, after: { ...both, overrides: handB.overrides } };
  if (handA !== undefined) return { before: { ...both, overrides: [] }, after: both };
  if (withoutSources.length > 0) return { before: { ruleset: first!, ...when }, after: both };
  if (when.order === 'received') return { before: { ...both, order: 'event' }, after: both };
  return { before: both, after: { ruleset: first! } };
}

async function truthOf(line: CommandLine, { engine, files }: ReadLogs): Promise<Truth | null> {
  const paths = line.texts('truth');
  const namespace = line.text('hold-out');
  if (paths.length > 0 && namespace !== undefined)
    throw new UsageError('--truth and --hold-out are two truths about one log; expected one of them');
  if (namespace !== undefined) {
    if (!engine.store.identifierTable.namespaceNames.includes(namespace))
      throw new UsageError(`--hold-out is "${namespace}", which no event carries`);
    return truthOfNamespace(engine, namespace);
  }
  if (paths.length === 0) return null;
  if (files.length !== paths.length)
    throw new UsageError(
      `--truth speaks of the lines of one log, in the order of the logs; ${paths.length} are named and ${files.length} logs were read`,
    );
  return readTruths(paths, engine.store);
}
