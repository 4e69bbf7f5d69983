/**
 * What the command line is given to read: files, folders and standard input as byte sources, and how each is to be
 * read: the dialect and mapping the person named, or what the content itself shows.
 */

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { must } from '#shared/base/assert.ts';
import type { Mapping } from '#shared/event/mapping.ts';
import { columnsToMapping, parseMapping } from '#shared/event/mapping.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { ByteSource } from '../../sources/byte-source.ts';
import { fileFault, openFile } from '../../sources/byte-source.ts';
import { checkMappingOf } from '../../sources/check-mapping.ts';
import type { Inspection } from '../../sources/inspect.ts';
import { inspectSource } from '../../sources/inspect.ts';
import { forgetLeftover, makeTemporaryFolder } from './leftovers.ts';

export interface ReadAs {
  readonly dialect: string;
  readonly mapping: Mapping | null;
  /** What was recognised, assumed or not found, for standard error; null when there is nothing to say. */
  readonly note: string | null;
}

export interface ReadWishes {
  readonly dialect: string | null;
  readonly mapping: Mapping | null;
  readonly country: string | null;
  readonly zone: string;
}

export interface Input {
  readonly source: ByteSource;
  /** False for a file that was only found in a folder: it may turn out to be no event file. */
  readonly isNamed: boolean;
}

/** Opens every path; a folder stands for its files in the order of their names. The caller closes the sources. */
export async function openInputs(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  try {
    for (const path of paths) {
      if (path === '-') inputs.push({ source: await spoolStandardInput(), isNamed: true });
      else
        for (const file of await filesAt(path))
          inputs.push({ source: await openFile(file), isNamed: file === path });
    }
    return inputs;
  } catch (cause) {
    await closeAll(inputs);
    throw cause;
  }
}

export async function closeAll(inputs: readonly Input[]): Promise<void> {
  await Promise.all(inputs.map(({ source }) => source.close()));
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name);
    return names.sort().map((name) => join(path, name));
  } catch (cause) {
    throw fileFault(path, cause);
  }
}

/** Standard input has no ranges, so it is kept in a file until the program ends. */
async function spoolStandardInput(): Promise<ByteSource> {
  const folder = makeTemporaryFolder('weft-stdin-');
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    forgetLeftover(folder);
  };
  try {
    const path = join(folder, randomUUID());
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    const file = await openFile(path);
    return {
      name: 'standard input',
      size: file.size,
      fingerprint: file.fingerprint,
      read: (offset, length) => file.read(offset, length),
      close: async () => {
        await file.close();
        await remove();
      },
    };
  } catch (cause) {
    await remove();
    throw fileFault('standard input', cause);
  }
}

/** Throws a Fault that lists everything wrong with the file. */
export async function readMapping(path: string): Promise<Mapping> {
  const parsed = parseMapping(await readJson(path));
  if (parsed.ok) return parsed.value;
  throw new Fault('mapping-invalid', `"${path}" is no mapping: ${parsed.error.join('; ')}`, {
    context: { file: path },
  });
}

export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fileFault(path, cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('bad-request', `"${path}" is not JSON: ${why}`, { context: { file: path }, cause });
  }
}

/** As `decideReading`; null for a file found in a folder that is no event file, which `say` is told. */
export async function decideOrSkip(
  { source, isNamed }: Input,
  wishes: ReadWishes,
  say: (note: string) => void,
): Promise<ReadAs | null> {
  try {
    return await decideReading(source, wishes);
  } catch (thrown) {
    if (isNamed || !(thrown instanceof Fault) || thrown.kind !== 'not-an-event-file') throw thrown;
    say(`skipped ${thrown.message}`);
    return null;
  }
}

/** How a source is to be read. Throws a Fault when it is no event file. */
async function decideReading(source: ByteSource, wishes: ReadWishes): Promise<ReadAs> {
  if (wishes.mapping !== null) return readByMapping(source, wishes.mapping);
  if (wishes.dialect !== null) return { dialect: wishes.dialect, mapping: null, note: null };
  const seen = await inspectSource(source, wishes);
  if (seen.fault !== null) throw new Fault(seen.fault.kind, `${source.name}: ${seen.fault.message}`);
  if (seen.mapping === null) {
    const best = must(seen.candidates[0], 'the dialect of a log that needs no mapping');
    return { dialect: best.dialect, mapping: null, note: `${source.name}: ${best.title}, it ${best.reason}` };
  }
  const said = seen.sampled === 0 ? 'no record to recognise it by' : tableNote(seen.mapping);
  return { dialect: 'table', mapping: columnsToMapping(seen.mapping), note: `${source.name}: ${said}` };
}

/** How a table is read, and what the person can do about it. */
function tableNote(guesses: NonNullable<Inspection['mapping']>): string {
  const used = guesses.filter(({ target }) => target.kind !== 'ignore').map(({ column }) => column);
  const named = guesses.some(({ target }) => target.kind === 'identifier' || target.kind === 'company');
  const columns = used.length === 0 ? 'no columns' : `its columns ${used.join(', ')}`;
  const hint = named ? '' : ', none of which names a person';
  return `a table, read by ${columns}${hint}; --mapping FILE says what they mean`;
}

async function readByMapping(source: ByteSource, mapping: Mapping): Promise<ReadAs> {
  const { problems, note } = await checkMappingOf(source, mapping);
  if (problems.length > 0) throw new Fault('mapping-invalid', `${source.name}: ${problems.join('; ')}`);
  return { dialect: 'table', mapping, note: note === null ? null : `${source.name}: ${note}` };
}
