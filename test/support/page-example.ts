/**
 * Builds the example of a page from its own code blocks, in a copy of the program. A fence that names a file says what to
 * do with it: `ts` is the whole of a new file; `diff` is a place in a file, found by the lines around it, and the lines to
 * add there; `json` is a list of entries to append to a list. A block that does not fit the program throws.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the repository, so that packages are found in its node_modules; git knows nothing of it. */
const EXAMPLES = join(ROOT, 'out/examples');
const FENCE = /^```(\w+) (\S+)\n(.*?)^```$/gms;

export interface PageBlock {
  readonly kind: string;
  readonly file: string;
  readonly text: string;
}

export function pageBlocks(page: string): PageBlock[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return Array.from(text.matchAll(FENCE), ([, kind, file, block]) => ({
    kind: kind!,
    file: file!,
    text: block!,
  }));
}

/** A copy of the program under out/examples with the blocks applied; returns its folder. */
export function buildExample(name: string, blocks: readonly PageBlock[]): string {
  const folder = join(EXAMPLES, name);
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => path !== join(ROOT, 'test/output'),
    });
  for (const block of blocks) applyBlock(folder, block);
  return folder;
}

function applyBlock(folder: string, { kind, file, text }: PageBlock): void {
  const path = join(folder, file);
  if (kind === 'ts') {
    if (existsSync(path)) throw new Error(`${file} is there already`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const before = readFileSync(path, 'utf8');
  if (kind === 'json') {
    const entries = [...(JSON.parse(before) as unknown[]), ...(JSON.parse(text) as unknown[])];
    writeFileSync(path, JSON.stringify(entries));
    return;
  }
  if (kind !== 'diff') throw new Error(`${file}: a page has blocks of ts, diff and json, not of ${kind}`);
  const lines = text.split('\n').slice(0, -1);
  const known = lines.filter((line) => line.startsWith(' '));
  const place = `\n${known.map((line) => line.slice(1)).join('\n')}\n`;
  const parts = before.split(place);
  if (parts.length !== 2 || known.length + lines.filter((line) => line.startsWith('+')).length < lines.length)
    throw new Error(`${file}: the place of this block is there ${parts.length - 1} times:\n${text}`);
  writeFileSync(path, parts.join(`\n${lines.map((line) => line.slice(1)).join('\n')}\n`));
}

/**
 * What the compiler says of an example's program and of some of its tests, under their own settings; empty when all is
 * well. A program of a few tests stands in for that of all, which takes longer than to run them.
 */
export function compile(example: string, tests: readonly string[]): string {
  const project = {
    extends: './test/tsconfig.json',
    compilerOptions: { composite: false, emitDeclarationOnly: false, noEmit: true },
    include: tests,
    references: [{ path: 'src/shared' }, { path: 'src/main' }],
  };
  writeFileSync(join(example, 'tests.json'), JSON.stringify(project));
  const program = runTool(example, 'typescript/bin/tsc', ['-b', 'src/main']).stdout;
  return program + runTool(example, 'typescript/bin/tsc', ['-p', 'tests.json']).stdout;
}

/** The outcome of every test of an example whose full name matches, by that name. */
export function runTests(example: string, files: readonly string[], matching: RegExp): Map<string, string> {
  const report = join(example, 'report.json');
  const { stdout, stderr } = runTool(example, 'vitest/vitest.mjs', [
    ...['run', '--config', 'test/config/vitest.config.ts', '--reporter=json', `--outputFile=${report}`],
    ...['--testNamePattern', matching.source, ...files],
  ]);
  if (!existsSync(report)) throw new Error(`no test of the example ran:\n${stdout}${stderr}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly testResults: readonly {
      readonly message: string;
      readonly assertionResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  };
  const outcomes = new Map<string, string>();
  for (const { message, assertionResults } of testResults) {
    if (assertionResults.length === 0) throw new Error(message);
    for (const { fullName, status, failureMessages } of assertionResults)
      if (matching.test(fullName)) outcomes.set(fullName, [status, ...failureMessages].join('\n'));
  }
  return outcomes;
}

/** Runs a tool of the repository in an example, as if no test were running it. */
function runTool(
  example: string,
  tool: string,
  args: readonly string[],
): { readonly stdout: string; readonly stderr: string } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  return spawnSync(process.execPath, [join(ROOT, 'node_modules', tool), ...args], {
    cwd: example,
    env,
    encoding: 'utf8',
  });
}
