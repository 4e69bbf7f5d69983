/** The command `serve`: its arguments, its exit code, and the signals that end it. */

import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { thisMachine } from '../data-folder.ts';
import type { CreateApplication } from '../host-services.ts';
import { parsePort } from './port.ts';
import { serve } from './serve.ts';

const USAGE = 'weft serve [PATH…] [--port N] [--no-open]';
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

export interface ServeCommand {
  readonly argv: readonly string[];
  readonly outFolder: string;
  readonly createApplication: CreateApplication;
}

interface ServeArguments {
  readonly paths: readonly string[];
  readonly port: number | null;
  readonly open: boolean;
}

/** Resolves with the exit code when Weft has ended. */
export async function runServe({ argv, outFolder, createApplication }: ServeCommand): Promise<number> {
  const parsed = parseServeArguments(argv);
  if (typeof parsed === 'string') {
    console.error(`weft: ${parsed}. Usage: ${USAGE}`);
    return EXIT.usage;
  }
  const missing = await findMissing(parsed.paths);
  if (missing !== null) {
    console.error(`weft: ${missing} is not there or cannot be read`);
    return EXIT.failed;
  }
  // Before anything is printed: whoever reads the address may end Weft at once.
  const asked = askedToEnd();
  const served = await serve({
    ...parsed,
    outFolder,
    createApplication,
    machine: thisMachine(),
    uid: process.getuid?.() ?? null,
    say: (line) => console.log(line),
    reportBug: (thrown) => console.error(thrown),
  });
  if (served.kind === 'refused') console.error(`weft: ${served.reason}`);
  if (served.kind !== 'serving') return served.kind === 'refused' ? EXIT.failed : EXIT.done;
  await Promise.race([served.ended, asked]);
  await served.close();
  return EXIT.done;
}

/** Once each: a second Ctrl+C ends the process at once, and the next start resumes from what was committed. */
function askedToEnd(): Promise<void> {
  return new Promise((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => settle());
  });
}

/** A sentence when the command line is wrong. */
function parseServeArguments(argv: readonly string[]): ServeArguments | string {
  let parsed: ReturnType<typeof readArguments>;
  try {
    parsed = readArguments(argv);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  const { values, positionals } = parsed;
  const port = values.port === undefined ? null : parsePort(values.port);
  if (values.port !== undefined && port === null) return `--port is "${values.port}"; expected 1 to 65535`;
  return { paths: positionals.map((path) => resolve(path)), port, open: values['no-open'] !== true };
}

function readArguments(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  });
}

async function findMissing(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      await access(path);
    } catch {
      return path; // named to the person, which is all there is to say
    }
  }
  return null;
}
