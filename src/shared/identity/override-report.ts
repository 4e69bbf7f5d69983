/** What has become of every override in a resolution, and which of them cannot hold together, in plain sentences. */

import type { IdentifierTable } from '../event/identifier-table.ts';
import type { ConflictCause, OverridesInForce } from './override-conflicts.ts';
import type { OverrideTable } from './override-table.ts';
import type { LinkOverride, Override, OverrideSide } from './overrides.ts';
import { overrideText } from './overrides.ts';

/**
 * `holds`: both sides exist and are kept together or apart, or a record carries the excluded value. `waits`: no event
 * has brought a side into being under these rules. `suspended`: another override contradicts it. `beaten`: a pin of two
 * profiles of which, in this log, a cut keeps parts apart.
 */
export type OverrideStanding = 'holds' | 'waits' | 'suspended' | 'beaten';

export interface OverrideReport {
  /** Of each override, in the order given. */
  readonly standings: readonly OverrideStanding[];
  readonly conflicts: readonly {
    readonly code: 'OVERRIDES_CONFLICT';
    /** Places in the order given. */
    readonly overrides: readonly number[];
    readonly sentence: string;
  }[];
}

export interface ReportedParts {
  readonly inForce: OverridesInForce;
  /** null: there are no pins and cuts. */
  readonly table: OverrideTable | null;
  readonly identifiers: IdentifierTable;
}

export function reportOverrides({ inForce, table, identifiers }: ReportedParts): OverrideReport {
  const overrides = inForce.given;
  const suspended = new Set(
    inForce.conflicts.flatMap((conflict) => conflict.suspended.map((one) => overrideText(one))),
  );
  const standings = overrides.map((override): OverrideStanding => {
    if (suspended.has(overrideText(override))) return 'suspended';
    if (override.kind !== 'exclude') return table === null ? 'waits' : standingOf(override, table);
    return identifiers.find(override.identifier.namespace, override.identifier.value) < 0 ? 'waits' : 'holds';
  });
  const placesOf = placesByText(overrides);
  const known = inForce.conflicts.map(({ cause, between, suspended: out }) => {
    const places = [...new Set(between.map(overrideText))].flatMap((text) => placesOf.get(text) ?? []);
    return {
      code: 'OVERRIDES_CONFLICT' as const,
      overrides: places.sort((a, b) => a - b),
      sentence: conflictSentence(cause, between, out[0]!),
    };
  });
  const met = overrides.flatMap((override, place) =>
    standings[place] === 'beaten'
      ? [
          {
            code: 'OVERRIDES_CONFLICT' as const,
            overrides: [place],
            sentence: `The ${wording(override)} has no effect, because a cut keeps apart what their profiles hold in this log`,
          },
        ]
      : [],
  );
  return { standings, conflicts: [...known, ...met] };
}

/** A document may have one override several times. */
function placesByText(overrides: readonly Override[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  overrides.forEach((override, place) => {
    const text = overrideText(override);
    const known = places.get(text);
    if (known === undefined) places.set(text, [place]);
    else known.push(place);
  });
  return places;
}

function standingOf(link: LinkOverride, table: OverrideTable): OverrideStanding {
  const [a, b] = table.holdersOf(link);
  if (a.length === 0 || b.length === 0) return 'waits';
  const areOne = a.some((profile) => b.includes(profile));
  return link.kind === 'pin' && !areOne ? 'beaten' : 'holds';
}

function conflictSentence(cause: ConflictCause, between: readonly Override[], out: Override): string {
  if (cause === 'pinned-and-cut')
    return `The ${wording(out)} contradicts another decision that says the opposite, so neither has an effect`;
  if (cause === 'cut-of-one-key')
    return `The ${wording(out)} has no effect, because both are one key under these rules`;
  const stronger = between.find((one) => one !== out)!;
  if (cause === 'pin-of-excluded')
    return `The ${wording(out)} has no effect, because ${sideWording('identifier' in stronger ? stronger.identifier : null)} is excluded`;
  return `The ${wording(out)} has no effect, because it would undo the ${wording(stronger)}`;
}

function wording(override: Override): string {
  if (override.kind === 'exclude') return `exclusion of ${sideWording(override.identifier)}`;
  return `${override.kind} of ${sideWording(override.a)} and ${sideWording(override.b)}`;
}

function sideWording(side: OverrideSide | null): string {
  if (side === null) return 'one of them';
  return 'event' in side ? `the event ${side.event}` : `${side.value} (${side.namespace})`;
}
