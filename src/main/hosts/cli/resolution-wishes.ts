/**
 * What a command may wish of a resolution besides its rules: `--overrides FILE`, `--order`, `--as-of` and
 * `--without-source NAME`, which may be given several times.
 */

import type { Resolution, WhatIf } from '#shared/identity/resolution.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { NamedOverrides } from './overrides.ts';
import { loadOverrides, overridesOutcome } from './overrides.ts';
import type { ReadLogs } from './read-logs.ts';
import type { TimeWishes } from './time-wishes.ts';
import { timeWishesOf } from './time-wishes.ts';
import type { ReadFile } from './unified-files.ts';
import type { CommandLine } from './usage.ts';
import { UsageError } from './usage.ts';

export interface ResolutionWishes {
  readonly when: TimeWishes;
  /** As `--overrides` names them, in that order. */
  readonly overrides: readonly NamedOverrides[];
  /** Names of files. */
  readonly withoutSources: readonly string[];
}

/** `zone` is that of times that name none. */
export async function resolutionWishesOf(line: CommandLine, zone: string): Promise<ResolutionWishes> {
  const overrides: NamedOverrides[] = [];
  const named = line.text('overrides');
  for (const file of named === undefined ? line.texts('overrides') : [named])
    overrides.push(await loadOverrides(file));
  return { when: timeWishesOf(line, zone), overrides, withoutSources: line.texts('without-source') };
}

/** The numbers of the sources that bear one of the names. Throws a UsageError for a name that none bears. */
export function sourcesNamed(names: readonly string[], files: readonly ReadFile[]): number[] {
  for (const name of names)
    if (!files.some((file) => file.name === name))
      throw new UsageError(
        `--without-source is "${name}", expected one of ${files.map((file) => file.name).join(', ')}`,
      );
  return files.flatMap(({ name }, source) => (names.includes(name) ? [source] : []));
}

/** What follows from the logs under one wish of each kind; says on standard error which overrides have no effect. */
export function resolveWished(
  { engine, files }: Pick<ReadLogs, 'engine' | 'files'>,
  { when, overrides, withoutSources }: ResolutionWishes,
): Resolution {
  const [named] = overrides;
  const whatIf: WhatIf = {
    ...when,
    ...(named !== undefined && { overrides: named.overrides }),
    ...(withoutSources.length > 0 && { withoutSources: sourcesNamed(withoutSources, files) }),
  };
  const resolution = Object.keys(whatIf).length === 0 ? engine : resolve(engine, whatIf);
  if (named !== undefined)
    overridesOutcome(named, resolution, (note) => void process.stderr.write(`${note}\n`));
  return resolution;
}
