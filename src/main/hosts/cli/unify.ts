/** `weft unify`: reads logs, resolves them, prints a summary and, when asked, writes everything that was concluded. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIALECTS, dialectNamed } from '#shared/event/detect.ts';
import { isKnownZone } from '#shared/event/time-zone.ts';
import { isKnownCountry } from '#shared/identifier/phone.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { rulesetFingerprint } from '#shared/identity/rules.ts';
import { summarize } from '#shared/identity/summary.ts';
import { ParserPool } from '../../parser/parser-pool.ts';
import { readSource } from '../../sources/read-source.ts';
import type { Input, ReadWishes } from './log-inputs.ts';
import { closeAll, decideOrSkip, openInputs, readMapping } from './log-inputs.ts';
import { OutputFolder } from './output-folder.ts';
import { ProgressLine } from './progress-line.ts';
import { Rejections } from './rejections.ts';
import { loadRuleset } from './rulesets.ts';
import { summaryText } from './summary-text.ts';
import { writeUnifiedFiles } from './unified-files.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

export async function unifyCommand(line: CommandLine, outFolder: string): Promise<number> {
  if (line.paths.length === 0) throw new UsageError(`a file is missing; right is: ${COMMAND_FORMS.unify}`);
  const started = performance.now();
  const wishes = await wishesOf(line);
  const ruleset = await loadRuleset(line.text('rules'));
  const out = line.text('out');
  const inputs = await openInputs(line.paths);
  const pool = new ParserPool({
    workerFile: join(outFolder, 'main', 'parser-worker.js'),
    ...threadsWished(),
  });
  const output = out === undefined ? null : await OutputFolder.open(out);
  const rejections = new Rejections();
  try {
    const engine = new IdentityEngine(ruleset);
    await readAll(inputs, { wishes, pool, engine, rejections });
    engine.settle();
    const summary = summarize(engine, rejections.count);
    if (output !== null) {
      const files = inputs.map(({ source: { name, size, fingerprint } }) => ({ name, size, fingerprint }));
      const rules = { ruleset, fingerprint: rulesetFingerprint(ruleset) };
      await writeUnifiedFiles(output, {
        engine,
        files,
        rejections,
        summary,
        rules,
        version: await readVersion(outFolder),
      });
      await output.publish();
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    const answer = { ...summary, seconds };
    process.stdout.write(line.flag('json') ? `${JSON.stringify(answer)}\n` : summaryText(answer));
    return 0;
  } finally {
    await output?.abandon();
    await rejections.close();
    await pool.close();
    await closeAll(inputs);
  }
}

/** The build lies beside the package it was made of. */
async function readVersion(outFolder: string): Promise<string> {
  const text = await readFile(join(outFolder, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function wishesOf(line: CommandLine): Promise<ReadWishes> {
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

interface Reading {
  readonly wishes: ReadWishes;
  readonly pool: ParserPool;
  readonly engine: IdentityEngine;
  readonly rejections: Rejections;
}

/** Appends every source to the engine. */
async function readAll(
  inputs: readonly Input[],
  { wishes, pool, engine, rejections }: Reading,
): Promise<void> {
  const progress = new ProgressLine(
    process.stderr,
    inputs.reduce((sum, { source }) => sum + source.size, 0),
  );
  const say = (note: string): void => progress.say(note);
  let read = 0;
  let bytesBefore = 0;
  for (const [index, input] of inputs.entries()) {
    const { source } = input;
    const as = await decideOrSkip(input, wishes, say);
    if (as !== null) {
      if (as.note !== null) say(as.note);
      const { country, zone } = wishes;
      const { dialect, mapping } = as;
      const options = { dialect, mapping, country, zone, eachLineIsAnEvent: false, keepChunks: false };
      for await (const stretch of readSource(source, options, pool)) {
        engine.append(stretch.batch, index, stretch.firstLine);
        await rejections.add(source.name, stretch.rejections);
        read += stretch.read;
        progress.show(bytesBefore + stretch.bytesDone, read);
      }
    }
    bytesBefore += source.size;
  }
  progress.clear();
}
