/** `--overrides FILE`: what a person decided by hand about identifiers and events, and what has become of it. */

import { basename } from 'node:path';
import type { Override } from '#shared/identity/overrides.ts';
import { overridesFingerprint, parseOverrides } from '#shared/identity/overrides.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { readJson } from './log-inputs.ts';

export interface NamedOverrides {
  readonly file: string;
  readonly overrides: readonly Override[];
}

/** What the summary and the manifest say of them. */
export interface OverridesOutcome {
  readonly file: string;
  readonly fingerprint: string;
  readonly count: number;
  readonly holding: number;
  readonly conflicts: readonly string[];
}

export async function loadOverrides(file: string): Promise<NamedOverrides> {
  const parsed = parseOverrides(await readJson(file));
  if (parsed.ok) return { file: basename(file), overrides: parsed.value };
  throw new Fault('rules-invalid', `"${file}" holds no overrides: ${parsed.error.join('; ')}`, {
    context: { file },
  });
}

/** Says every override without effect, and why. */
export function overridesOutcome(
  { file, overrides }: NamedOverrides,
  resolution: Resolution,
  say: (note: string) => void,
): OverridesOutcome {
  const { standings, conflicts } = resolution.overrideReport();
  const places = (standing: string): string =>
    standings.flatMap((one, place) => (one === standing ? [`overrides[${place}]`] : [])).join(', ');
  for (const { code, overrides: between, sentence } of conflicts)
    say(`${code} (${between.map((place) => `overrides[${place}]`).join(', ')}): ${sentence}`);
  if (standings.includes('waits'))
    say(
      `No event has brought up both sides of ${places('waits')} as keys; expected values as Weft writes them`,
    );
  return {
    file,
    fingerprint: overridesFingerprint(overrides),
    count: overrides.length,
    holding: standings.filter((standing) => standing === 'holds').length,
    conflicts: conflicts.map(({ sentence }) => sentence),
  };
}
