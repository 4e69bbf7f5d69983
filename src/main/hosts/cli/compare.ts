/**
 * `weft compare`: two answers about the same logs, side by side. The sides are two rulesets; or, with one, its answer by
 * event time and by received time (`--order received`), or as of a moment and now (`--as-of`). With two rulesets, order
 * and moment hold for both.
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
import { loadRuleset } from './rulesets.ts';
import type { TimeWishes } from './time-wishes.ts';
import { timeWishesOf } from './time-wishes.ts';
import { readTruth } from './truth-file.ts';
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
  const sides = sidesOf(await rulesetsOf(line), timeWishesOf(line, zone));
  const read = await readLogs(line, outFolder, sides.before.ruleset);
  const truth = await truthOf(line, read);
  const before = sideOf(read.engine, sides.before);
  const compared: Compared = { before, after: resolve(read.engine, sides.after), truth, wishes: sides };
  const seconds = Math.round(performance.now() - started) / 1000;
  const report = { ...compareReport(compared), seconds };
  process.stdout.write(line.flag('json') ? `${JSON.stringify(report)}\n` : compareText(report));
  return 0;
}

/** The engine has been settled under the rules of the first side. */
function sideOf(engine: ReadLogs['engine'], { order = 'event', asOf, ...rest }: WhatIf): Resolution {
  if (order === 'event' && asOf === undefined) return engine;
  return resolve(engine, { ...rest, order, ...(asOf !== undefined && { asOf }) });
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

function sidesOf([first, second]: readonly Ruleset[], when: TimeWishes): Sides {
  const ruleset = first!;
  const { order, asOf } = when;
  const upTo = asOf === undefined ? {} : { asOf };
  if (second !== undefined) return { before: { ruleset, ...when }, after: { ruleset: second, ...when } };
  if (order === 'received')
    return { before: { ruleset, order: 'event', ...upTo }, after: { ruleset, order, ...upTo } };
  if (asOf !== undefined) return { before: { ruleset, asOf }, after: { ruleset } };
  throw new UsageError(`there is nothing to compare with; right is: ${COMMAND_FORMS.compare}`);
}

async function truthOf(line: CommandLine, { engine, files }: ReadLogs): Promise<Truth | null> {
  const path = line.text('truth');
  const namespace = line.text('hold-out');
  if (path !== undefined && namespace !== undefined)
    throw new UsageError('--truth and --hold-out are two truths about one log; expected one of them');
  if (namespace !== undefined) {
    if (!engine.store.identifierTable.namespaceNames.includes(namespace))
      throw new UsageError(`--hold-out is "${namespace}", which no event carries`);
    return truthOfNamespace(engine, namespace);
  }
  if (path === undefined) return null;
  if (files.length !== 1)
    throw new UsageError(`--truth speaks of the lines of one log; ${files.length} were read`);
  return readTruth(path, engine.store);
}
