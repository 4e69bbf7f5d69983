/** `weft lint`: the blind spots and suspicious identifiers of logs under a ruleset, and their riskiest merges. */

import { Census } from '#shared/identity/census.ts';
import { lint } from '#shared/identity/lint/lint.ts';
import { readRisk } from '#shared/identity/risk/risk.ts';
import { lintReport, lintText } from './lint-report.ts';
import { mustNamePaths, readLogs, wishesOf } from './read-logs.ts';
import { resolutionWishesOf, resolveWished } from './resolution-wishes.ts';
import { loadRuleset } from './rulesets.ts';
import type { CommandLine } from './usage.ts';

export async function lintCommand(line: CommandLine, outFolder: string): Promise<number> {
  mustNamePaths(line);
  const started = performance.now();
  const wishes = await resolutionWishesOf(line, (await wishesOf(line)).zone);
  const read = await readLogs(line, outFolder, await loadRuleset(line.text('rules')));
  const { files } = read;
  const engine = resolveWished(read, wishes);
  const census = new Census(engine);
  const report = lintReport({ engine, files, found: lint(engine, census), risk: readRisk(census) });
  const seconds = Math.round(performance.now() - started) / 1000;
  const answer = { ...report, seconds };
  process.stdout.write(line.flag('json') ? `${JSON.stringify(answer)}\n` : lintText(answer));
  return 0;
}
