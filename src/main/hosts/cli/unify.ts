/** `weft unify`: reads logs, resolves them, prints a summary and, when asked, writes everything that was concluded. */

import { IdentityEngine } from '#shared/identity/engine.ts';
import { rulesetFingerprint } from '#shared/identity/rules.ts';
import { summarize } from '#shared/identity/summary.ts';
import { unknownSources } from '#shared/profile/survivorship.ts';
import { readVersion } from '../program-version.ts';
import { closeAll, openInputs } from './log-inputs.ts';
import { OutputFolder } from './output-folder.ts';
import { loadOverrides, overridesOutcome } from './overrides.ts';
import { mustNamePaths, openParserPool, readAll, wishesOf } from './read-logs.ts';
import { Rejections } from './rejections.ts';
import { loadRuleset } from './rulesets.ts';
import { summaryText } from './summary-text.ts';
import { resolveAsWished, timeWishesOf } from './time-wishes.ts';
import { writeUnifiedFiles } from './unified-files.ts';
import type { CommandLine } from './usage.ts';

export async function unifyCommand(line: CommandLine, outFolder: string): Promise<number> {
  mustNamePaths(line);
  const started = performance.now();
  const wishes = await wishesOf(line);
  const when = timeWishesOf(line, wishes.zone);
  const ruleset = await loadRuleset(line.text('rules'));
  const byHand = line.text('overrides');
  const overrides = byHand === undefined ? null : await loadOverrides(byHand);
  const out = line.text('out');
  const inputs = await openInputs(line.paths);
  const pool = openParserPool(outFolder);
  const rejections = new Rejections();
  let output: OutputFolder | null = null;
  try {
    output = out === undefined ? null : await OutputFolder.open(out);
    const engine = new IdentityEngine(ruleset);
    if (overrides !== null) engine.setOverrides(overrides.overrides);
    const files = await readAll(inputs, { wishes, pool, engine, rejections, withHash: output !== null });
    const resolution = resolveAsWished(engine, when);
    const summary = summarize(resolution, rejections.count);
    const say = (note: string): void => void process.stderr.write(`${note}\n`);
    for (const name of unknownSources(engine.store, ruleset))
      say(`the rules prefer the source "${name}", and no source of this log is called so`);
    const outcome = overrides === null ? null : overridesOutcome(overrides, resolution, say);
    if (output !== null) {
      const rules = { ruleset, fingerprint: rulesetFingerprint(ruleset) };
      const version = await readVersion(outFolder);
      const unified = { engine: resolution, files, rejections, summary, rules, version, overrides: outcome };
      await writeUnifiedFiles(output, unified);
      await output.publish();
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    const answer = { ...summary, ...(outcome && { overrides: outcome }), seconds };
    process.stdout.write(line.flag('json') ? `${JSON.stringify(answer)}\n` : summaryText(answer));
    return 0;
  } finally {
    await output?.abandon();
    await rejections.close();
    await pool.close();
    await closeAll(inputs);
  }
}
