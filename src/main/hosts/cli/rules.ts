/**
 * `weft rules`: without a name, the shipped rulesets with their fingerprints; with one, that ruleset as the JSON document
 * that a ruleset of one's own begins from; with a file, whether it is a ruleset, and what it says with all defaults.
 */

import { rulesetFingerprint, rulesetTitle } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { loadRuleset } from './rulesets.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

export async function rulesCommand(line: CommandLine): Promise<number> {
  const [nameOrFile, ...more] = line.paths;
  if (more.length > 0) throw new UsageError(`one ruleset at a time; right is: ${COMMAND_FORMS.rules}`);
  if (nameOrFile === undefined) {
    const lines = Object.values(SHIPPED_RULESETS).map((one) => `${rulesetFingerprint(one)}  ${one.name}\n`);
    process.stdout.write(lines.join(''));
    return 0;
  }
  const ruleset = await loadRuleset(nameOrFile, 'the ruleset');
  process.stdout.write(`${JSON.stringify(ruleset, null, 2)}\n`);
  process.stderr.write(
    `${rulesetTitle(ruleset)} · policy ${ruleset.policy} · fingerprint ${rulesetFingerprint(ruleset)}\n`,
  );
  return 0;
}
