/** `weft simulate`: published cases from a file, their answers as one JSON list. */

import { Fault } from '#shared/protocol/fault.ts';
import { scenarioList } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import { readJson } from './log-inputs.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

export async function simulateCommand(line: CommandLine): Promise<number> {
  const [path, ...more] = line.paths;
  if (path === undefined || more.length > 0) {
    throw new UsageError(`simulate reads one file of cases; right is: ${COMMAND_FORMS.simulate}`);
  }
  const parsed = scenarioList.safeParse(await readJson(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Fault(
      'bad-request',
      `"${path}" holds no list of cases: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  process.stdout.write(`${JSON.stringify(parsed.data.map(simulate), null, 1)}\n`);
  return 0;
}
