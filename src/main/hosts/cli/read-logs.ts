/**
 * How every command reads its logs: the options that say how (`--dialect`, `--mapping`, `--country`, `--zone`), and all
 * sources parsed into one engine in the order in which they were named.
 */

import { join } from 'node:path';
import { DIALECTS, dialectNamed } from '#shared/event/detect.ts';
import { isKnownZone } from '#shared/event/time-zone.ts';
import { isKnownCountry } from '#shared/identifier/phone.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { ParserPool } from '../../parser/parser-pool.ts';
import { readSource } from '../../sources/read-source.ts';
import { HashedSource } from './hashed-source.ts';
import type { Input, ReadWishes } from './log-inputs.ts';
import { closeAll, decideOrSkip, openInputs, readMapping } from './log-inputs.ts';
import { ProgressLine } from './progress-line.ts';
import { Rejections } from './rejections.ts';
import type { ReadFile } from './unified-files.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

export interface ReadLogs {
  /** Settled. */
  readonly engine: IdentityEngine;
  /** By the numbers that the engine knows them by. */
  readonly files: readonly ReadFile[];
  readonly wishes: ReadWishes;
  readonly rejected: number;
}

/** Reads every log that the line names, for commands that only look at what follows from them. */
export async function readLogs(line: CommandLine, outFolder: string, ruleset: Ruleset): Promise<ReadLogs> {
  mustNamePaths(line);
  const wishes = await wishesOf(line);
  const inputs = await openInputs(line.paths);
  const pool = openParserPool(outFolder);
  const rejections = new Rejections();
  try {
    const engine = new IdentityEngine(ruleset);
    const files = await readAll(inputs, { wishes, pool, engine, rejections, withHash: false });
    engine.settle();
    return { engine, files, wishes, rejected: rejections.count };
  } finally {
    await rejections.close();
    await pool.close();
    await closeAll(inputs);
  }
}

export function mustNamePaths(line: CommandLine): void {
  if (line.paths.length === 0)
    throw new UsageError(`a file is missing; right is: ${COMMAND_FORMS[line.command]}`);
}

/** The caller closes it. `outFolder` is where the built program lies. */
export function openParserPool(outFolder: string): ParserPool {
  return new ParserPool({
    workerFile: join(outFolder, 'main', 'parser-worker.js'),
    ...threadsWished(),
  });
}

export async function wishesOf(line: CommandLine): Promise<ReadWishes> {
  const country = line.text('country') ?? null;
  if (country !== null && !isKnownCountry(country)) {
    throw new UsageError(
      `--country is "${country}", expected the two capital letters of a country such as DE`,
    );
  }
  const zone = line.text('zone') ?? 'UTC';
  if (!isKnownZone(zone)) throw new UsageError(`--zone is "${zone}", expected a zone such as Europe/Berlin`);
  const mappingFile = line.text('mapping');
  const dialect = line.text('dialect') ?? null;
  if (dialect !== null && dialectNamed(dialect) === null) {
    const names = DIALECTS.map(({ name }) => name).join(', ');
    throw new UsageError(`--dialect is "${dialect}", expected ${names}; tables are read with --mapping`);
  }
  if (dialect !== null && mappingFile !== undefined)
    throw new UsageError('--dialect and --mapping are two ways of reading one file; expected one of them');
  return {
    dialect,
    mapping: mappingFile === undefined ? null : await readMapping(mappingFile),
    country,
    zone,
  };
}

/** WEFT_PARSERS sets the number of parser threads, for measuring what they bring. */
function threadsWished(): { threads?: number } {
  const text = process.env['WEFT_PARSERS'];
  return text !== undefined && /^\d{1,2}$/.test(text) ? { threads: Number(text) } : {};
}

export interface Reading {
  readonly wishes: ReadWishes;
  readonly pool: ParserPool;
  readonly engine: IdentityEngine;
  readonly rejections: Rejections;
  readonly withHash: boolean;
}

/** Appends every source to the engine, which numbers them as they stand in the answer: without those passed over. */
export async function readAll(inputs: readonly Input[], reading: Reading): Promise<ReadFile[]> {
  const { wishes, engine, rejections } = reading;
  const progress = new ProgressLine(
    process.stderr,
    inputs.reduce((sum, { source }) => sum + source.size, 0),
  );
  const say = (note: string): void => progress.say(note);
  const files: ReadFile[] = [];
  let read = 0;
  let bytesBefore = 0;
  for (const { source, isNamed } of inputs) {
    const hashed = reading.withHash ? new HashedSource(source) : null;
    const opened = hashed ?? source;
    const as = await decideOrSkip({ source: opened, isNamed }, wishes, say);
    if (as !== null) {
      if (as.note !== null) say(as.note);
      const { country, zone } = wishes;
      const { dialect, mapping } = as;
      engine.store.sourceNames.set(files.length, source.name, dialect);
      const options = { dialect, mapping, country, zone, eachLineIsAnEvent: false, keepChunks: false };
      for await (const stretch of readSource(opened, options, reading.pool)) {
        engine.append(stretch.batch, files.length, stretch.firstLine);
        await rejections.add(source.name, stretch.rejections);
        read += stretch.read;
        progress.show(bytesBefore + stretch.bytesDone, read);
      }
      const { name, size, fingerprint } = source;
      files.push({ name, size, fingerprint, sha256: hashed === null ? null : await hashed.sha256() });
    }
    bytesBefore += source.size;
  }
  progress.clear();
  return files;
}
