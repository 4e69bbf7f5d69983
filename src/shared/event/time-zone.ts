/**
 * Civil time ↔ epoch ms, and local times of an IANA zone, without the platform's Date.
 *
 * Days are counted in the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). Offsets are asked of Intl,
 * twice per local day and zone, and remembered: only days on which clocks change cost more. A time that a zone skips
 * is moved forward by the gap, one that it has twice is the earlier (Temporal's disambiguation `compatible`).
 */

import type { DurationMs, EpochMs } from '../base/types.ts';

export const DAY_MS: DurationMs = 86_400_000;
const HOUR_MS: DurationMs = 3_600_000;
/** Local days begin at most 14 hours before, and end at most 12 hours after, the day of UTC. */
const DAY_MARGIN_MS: DurationMs = 15 * HOUR_MS;
/** 1800-01-01: before it every zone has one offset, and Intl's eras need not be understood. */
const FIRST_ASKED: EpochMs = -5_364_662_400_000;
const MAX_CACHED_DAYS = 16_384;
const MAX_CACHED_ZONES = 64;

/** Days since 1970-01-01. Assumes a month of 1 to 12. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a zone that this runtime knows, so that times without one can be read. */
export function isKnownZone(zone: string): boolean {
  return zone === 'UTC' || zoneOffsets(zone) !== null;
}

/** Epoch ms of a local time, given as the ms that it would be in UTC. NaN when the zone is not known. */
export function localToEpoch(localMs: number, zone: string): EpochMs {
  if (zone === 'UTC') return localMs;
  return zoneOffsets(zone)?.toEpoch(localMs) ?? Number.NaN;
}

const zones = new Map<string, ZoneOffsets | null>();

function zoneOffsets(zone: string): ZoneOffsets | null {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const made = makeZoneOffsets(zone);
  if (zones.size >= MAX_CACHED_ZONES) zones.clear();
  zones.set(zone, made);
  return made;
}

function makeZoneOffsets(zone: string): ZoneOffsets | null {
  try {
    return new ZoneOffsets(zone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  /** Local day → its offset; NaN when clocks change around it. */
  readonly #days = new Map<number, DurationMs>();
  #lastDay = Number.NaN;
  #lastOffset: DurationMs = 0;

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  toEpoch(localMs: number): EpochMs {
    const day = Math.floor(localMs / DAY_MS);
    if (day !== this.#lastDay) {
      this.#lastOffset = this.#offsetOfDay(day);
      this.#lastDay = day;
    }
    const offset = this.#lastOffset;
    return offset === offset ? localMs - offset : this.#acrossChange(localMs, day);
  }

  #offsetOfDay(day: number): DurationMs {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const before = this.#offsetAt(day * DAY_MS - DAY_MARGIN_MS);
    const after = this.#offsetAt((day + 1) * DAY_MS + DAY_MARGIN_MS);
    const offset = before === after ? before : Number.NaN;
    if (this.#days.size >= MAX_CACHED_DAYS) this.#days.clear();
    this.#days.set(day, offset);
    return offset;
  }

  #acrossChange(localMs: number, day: number): EpochMs {
    const before = this.#offsetAt(day * DAY_MS - DAY_MARGIN_MS);
    const after = this.#offsetAt((day + 1) * DAY_MS + DAY_MARGIN_MS);
    if (this.#offsetAt(localMs - before) === before) return localMs - before;
    if (this.#offsetAt(localMs - after) === after) return localMs - after;
    return localMs - before;
  }

  #offsetAt(epoch: EpochMs): DurationMs {
    const asked = Math.floor(Math.max(epoch, FIRST_ASKED) / 1000) * 1000;
    const fields = new Map<string, number>();
    for (const part of this.#format.formatToParts(asked)) fields.set(part.type, Number(part.value));
    const field = (name: string): number => fields.get(name) ?? 0;
    const days = daysFromCivil(field('year'), field('month'), field('day'));
    const seconds = field('hour') * 3600 + field('minute') * 60 + field('second');
    return days * DAY_MS + seconds * 1000 - asked;
  }
}
