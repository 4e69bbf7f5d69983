/** Logs to open: copies of the sample, drawn tables, and generated logs of any length, the same every time. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHOP_FILE } from './shop.ts';

const ROOT = join(import.meta.dirname, '../../..');

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Gone with the process that made it. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'weft-logs-'));
  made.push(folder);
  return folder;
}

/** A copy of the sample shop that may be renamed and taken away. */
export function copyOfShop(name = 'shop.ndjson'): string {
  const path = join(newFolder(), name);
  copyFileSync(SHOP_FILE, path);
  return path;
}

export function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

interface Fields {
  readonly [name: string]: string | number;
}

interface RecordParts {
  readonly device?: string;
  /** Custom properties; those called `identify_by_…` name the person. */
  readonly custom?: Fields;
  readonly traits?: Fields;
  readonly company?: Fields;
  readonly products?: readonly Fields[];
}

/** One line of a CustomerLabs log, as its tag writes it. */
export function customerlabsRecord(event: string, timestamp: string, parts: RecordParts): string {
  const { device, custom = {}, traits, company, products = [] } = parts;
  const customProperties = {
    ...typed(custom),
    ...(traits && { user_traits: { t: 'Object', v: typed(traits) } }),
    ...(company && { group_traits: { t: 'Object', v: typed(company) } }),
  };
  const properties = { customProperties, productProperties: products.map(typed) };
  return `${JSON.stringify({ event, timestamp, customerlabs_user_id: device, properties })}\n`;
}

/** Every value with its type; `__proto__` is a name like any other. */
function typed(fields: Fields): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(fields).map(([name, v]) => [
      name,
      { t: typeof v, v, ...(name.startsWith('identify_by_') && { ib: true }) },
    ]),
  );
}

/** A tangled log of so many events. */
export function generatedLog(name: string, events: number): string {
  const made = spawnSync(
    process.execPath,
    [
      join(ROOT, 'out/main/cli.js'),
      'sample',
      '--events',
      String(events),
      '--shape',
      'tangled',
      '--seed',
      '7',
    ],
    { maxBuffer: 2 ** 30 },
  );
  if (made.status !== 0) throw new Error(`no log was generated: ${made.stderr.toString()}`);
  return fileOf(name, made.stdout);
}

/** A log of the first lines of another. */
export function firstLines(path: string, count: number): string {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, count);
  return fileOf('first.ndjson', `${lines.join('\n')}\n`);
}

/** Digest of a log that one undisturbed run of the command line read. */
export function unifiedDigest(path: string): string {
  const read = spawnSync(process.execPath, [join(ROOT, 'out/main/cli.js'), 'unify', path, '--json']);
  if (read.status !== 0) throw new Error(`${path} was not read: ${read.stderr.toString()}`);
  const summary: unknown = JSON.parse(read.stdout.toString());
  return (summary as { digest: string }).digest;
}
