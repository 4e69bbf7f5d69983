/**
 * Overrides: what a person has decided by hand about identifiers and events. Two sides are *pinned* (one person) or
 * *cut* (two people), or an identifier is *excluded* (it counts as blocked). Each has its reason and its own time.
 *
 * They are a document of their own, beside the log and the rules, and survive both: an identifier is named by namespace
 * and value as Weft writes them, an event by its key, which depends on its content and on no source or line.
 * `parseOverrides` is the only door.
 */

import { hashText, hashToHex, makeHash } from '../base/hash.ts';
import type { Result } from '../base/types.ts';
import { z } from '../base/zod.ts';
import { isZoneless, parseTime } from '../event/time.ts';

const MAX_OVERRIDES = 10_000;

const identifierSide = z.strictObject({
  namespace: z.string().min(1).max(1000),
  value: z.string().min(1).max(1_000_000),
});
const eventSide = z.strictObject({
  /** The event's key; the event stands for the profile that it is credited to. */
  event: z.string().regex(/^[0-9a-f]{32}$/, 'expected 32 hexadecimal digits'),
});
const side = z.union([identifierSide, eventSide], {
  error: 'expected {"namespace": …, "value": …} or {"event": 32 hexadecimal digits}',
});

const why = {
  reason: z.string().min(1).max(10_000),
  /** When it was decided: ISO 8601 with a zone. Of what cannot hold together, the earlier is heard first. */
  at: z
    .string()
    .refine((text) => timeOrNull(text) !== null, 'expected a time such as 2026-01-31T09:00:00Z, with a zone'),
};

const link = { a: side, b: side, ...why };
const overridesSchema = z.strictObject({
  overrides: z
    .array(
      z.discriminatedUnion(
        'kind',
        [
          z.strictObject({ kind: z.literal('pin'), ...link }),
          z.strictObject({ kind: z.literal('cut'), ...link }),
          z.strictObject({ kind: z.literal('exclude'), identifier: identifierSide, ...why }),
        ],
        { error: 'expected "pin", "cut" or "exclude"' },
      ),
    )
    .max(MAX_OVERRIDES),
});

export type Override = z.infer<typeof overridesSchema>['overrides'][number];
export type LinkOverride = Extract<Override, { readonly kind: 'pin' | 'cut' }>;
export type ExcludeOverride = Extract<Override, { readonly kind: 'exclude' }>;
export type OverrideSide = z.infer<typeof side>;

/** The overrides a JSON value describes, or every reason why it describes none, each beginning with its place. */
export function parseOverrides(value: unknown): Result<readonly Override[], readonly string[]> {
  const parsed = overridesSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      error: parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`),
    };
  const { overrides } = parsed.data;
  const problems = overrides.flatMap((override, index) =>
    override.kind !== 'exclude' && sideText(override.a) === sideText(override.b)
      ? [`overrides[${index}]: both sides are the same, expected two`]
      : [],
  );
  return problems.length > 0 ? { ok: false, error: problems } : { ok: true, value: overrides };
}

/** Equal for equal sides. */
export function sideText(of: OverrideSide): string {
  return 'event' in of ? of.event : JSON.stringify([of.namespace, of.value]);
}

/** Equal for two links of the same two sides, whichever comes first and whether they are pinned or cut. */
export function pairText({ a, b }: Pick<LinkOverride, 'a' | 'b'>): string {
  return JSON.stringify([sideText(a), sideText(b)].sort());
}

/** Equal for equal overrides. */
export function overrideText(override: Override): string {
  const what = override.kind === 'exclude' ? sideText(override.identifier) : pairText(override);
  return JSON.stringify([override.kind, what, timeOf(override), override.reason]);
}

/** Negative when `a` is heard before `b`: in order of their own time, those of one time by what they say. */
export function compareOverrides(a: Override, b: Override): number {
  const byTime = timeOf(a) - timeOf(b);
  if (byTime !== 0) return byTime;
  const [textA, textB] = [overrideText(a), overrideText(b)];
  if (textA === textB) return 0;
  return textA < textB ? -1 : 1;
}

/** The same override with the values of its identifiers written in another way. */
export function respelled(override: Override, write: (namespace: string, value: string) => string): Override {
  const written = <S extends OverrideSide>(of: S): S =>
    'event' in of ? of : { ...of, value: write(of.namespace, of.value) };
  if (override.kind === 'exclude') return { ...override, identifier: written(override.identifier) };
  return { ...override, a: written(override.a), b: written(override.b) };
}

/** 32 hexadecimal digits that depend on what was decided, not on the order or spelling of the document. */
export function overridesFingerprint(overrides: readonly Override[]): string {
  const hash = makeHash();
  hashText(JSON.stringify(overrides.map(overrideText).sort()), 0x6f767272, hash);
  return hashToHex(hash);
}

function timeOf({ at }: Override): number {
  return timeOrNull(at) ?? 0;
}

function timeOrNull(text: string): number | null {
  return isZoneless(text) ? null : parseTime(text, { zone: 'UTC' });
}

function placeOf(path: readonly PropertyKey[]): string {
  let place = '';
  for (const step of path) {
    if (typeof step === 'number') place += `[${step}]`;
    else place += place === '' ? String(step) : `.${String(step)}`;
  }
  return place === '' ? 'document' : place;
}
