/** The command line as a program: `node out/main/cli.js COMMAND …`. Exit codes: 0 done, 1 failed, 2 wrong usage. */

import { resolve } from 'node:path';
import { Fault } from '#shared/protocol/fault.ts';
import { readVersion } from '../program-version.ts';
import { compareCommand } from './compare.ts';
import { explainCommand } from './explain.ts';
import { removeLeftoversAtExit } from './leftovers.ts';
import { lintCommand } from './lint.ts';
import { rulesCommand } from './rules.ts';
import { sampleCommand } from './sample.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { unifyCommand } from './unify.ts';
import type { CommandLine } from './usage.ts';
import { HELP, parseCommandLine, UsageError } from './usage.ts';

const OUT_FOLDER = resolve(import.meta.dirname, '..');

async function run(args: readonly string[]): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h' || args[0] === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (args[0] === '--version' || args[0] === '-v') {
    process.stdout.write(`${await readVersion(OUT_FOLDER)}\n`);
    return 0;
  }
  // `serve` reads its own words, because the local host can be started without this program too, and
  // ends at a signal in its own way.
  if (args[0] === 'serve') return serveCommand(args.slice(1), OUT_FOLDER);
  removeLeftoversAtExit();
  return runCommand(parseCommandLine(args));
}

function runCommand(line: CommandLine): Promise<number> {
  switch (line.command) {
    case 'unify':
      return unifyCommand(line, OUT_FOLDER);
    case 'compare':
      return compareCommand(line, OUT_FOLDER);
    case 'explain':
      return explainCommand(line, OUT_FOLDER);
    case 'lint':
      return lintCommand(line, OUT_FOLDER);
    case 'rules':
      return rulesCommand(line);
    case 'simulate':
      return simulateCommand(line);
    case 'sample':
      return sampleCommand(line);
    case 'serve':
      return serveCommand(line.paths, OUT_FOLDER);
  }
}

async function main(): Promise<number> {
  try {
    return await run(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`weft: ${error.message}`);
      return 2;
    }
    if (error instanceof Fault) {
      console.error(`weft: ${error.message}`);
      return 1;
    }
    console.error(error);
    return 1;
  }
}

// A reader that closes early (`| head`) ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});
process.exitCode = await main();
