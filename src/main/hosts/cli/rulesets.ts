/** `--rules NAME or FILE`: a shipped ruleset by name, or one of the person's own. */

import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { readJson } from './log-inputs.ts';
import { UsageError } from './usage.ts';

/** `option`: by what the person gave it. */
export async function loadRuleset(nameOrFile: string | undefined, option = '--rules'): Promise<Ruleset> {
  if (nameOrFile === undefined) return SHIPPED_RULESETS.customerlabs;
  const shipped = Object.entries(SHIPPED_RULESETS).find(([name]) => name === nameOrFile);
  if (shipped !== undefined) return shipped[1];
  if (!nameOrFile.includes('.') && !nameOrFile.includes('/')) {
    const names = Object.keys(SHIPPED_RULESETS).join(', ');
    throw new UsageError(`${option} is "${nameOrFile}", expected ${names}, or a file such as rules.json`);
  }
  const parsed = parseRuleset(await readJson(nameOrFile));
  if (parsed.ok) return parsed.value;
  throw new Fault('rules-invalid', `"${nameOrFile}" is no ruleset: ${parsed.error.join('; ')}`, {
    context: { file: nameOrFile },
  });
}
