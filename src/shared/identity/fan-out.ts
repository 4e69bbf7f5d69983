/**
 * How many partners a key of each namespace usually has: the median, by counting. Namespaces with few values are
 * judged by all keys together.
 */

import type { Census } from './census.ts';

/** Fewer values have no distribution of their own. */
const FEWEST_VALUES = 20;
/** Partners beyond this count as this many. */
const MOST_COUNTED = 1024;

/** NamespaceIndex → the median number of partners of its keys. */
export function typicalPartners(census: Census): number[] {
  return partnersAt(census, 0.5);
}

/** NamespaceIndex → the number of partners that this share of its keys does not exceed. */
export function partnersAt(census: Census, share: number): number[] {
  const namespaces = census.strongNumber.length;
  const counts: (Uint32Array | undefined)[] = Array.from({ length: namespaces });
  const all = new Uint32Array(MOST_COUNTED + 1);
  for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
    if (!census.isKey(identifier)) continue;
    const partners = Math.min(census.partners[identifier]!, MOST_COUNTED);
    const own = (counts[census.namespaceOf(identifier)] ??= new Uint32Array(MOST_COUNTED + 1));
    own[partners]! += 1;
    all[partners]! += 1;
  }
  const overall = quantile(all, share, 1) ?? 0;
  return counts.map((own) =>
    own === undefined ? overall : (quantile(own, share, FEWEST_VALUES) ?? overall),
  );
}

/** The smallest number that at least this share of all counted do not exceed; null for fewer than `fewest`. */
function quantile(counts: Uint32Array, share: number, fewest: number): number | null {
  let total = 0;
  for (const count of counts) total += count;
  if (total < fewest) return null;
  let below = 0;
  let value = 0;
  while (value < MOST_COUNTED && below + counts[value]! < total * share) below += counts[value++]!;
  return value;
}
