/** What a change of overrides touches: the sides of those that came or went, and the settled events that carry them. */

import { hashToHex } from '../base/hash.ts';
import type { Slices } from '../base/slices.ts';
import { runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import type { Override, OverrideSide } from './overrides.ts';
import { overrideText, sideText } from './overrides.ts';
import type { RoleTable } from './role-table.ts';

/** Rows looked at between two pauses. */
const LOOKS = 1 << 14;

/** Sides of all overrides that are in force before or after, but not both. */
export function changedSides(before: OverridesInForce, after: OverridesInForce): OverrideSide[] {
  const sides = new Map<string, OverrideSide>();
  const [old, now] = [inForceByText(before), inForceByText(after)];
  const note = (side: OverrideSide): void => void sides.set(sideText(side), side);
  for (const [text, override] of [...old, ...now]) {
    if (old.has(text) && now.has(text)) continue;
    if (override.kind === 'exclude') {
      note(override.identifier);
    } else {
      note(override.a);
      note(override.b);
    }
  }
  return [...sides.values()];
}

/**
 * The first `rowCount` rows as far as they carry a spelling of one of the keys, also as a company's, or are one of the
 * events.
 * Cost: one look at each.
 */
export function* rowsNaming(
  store: EventStore,
  sides: readonly OverrideSide[],
  { rowCount, roles }: { readonly rowCount: number; readonly roles: RoleTable },
): Slices<EventIndex[]> {
  const named = new Uint8Array(store.identifierTable.size);
  const keys = new Set<string>();
  for (const side of sides) {
    if ('event' in side) {
      keys.add(side.event);
    } else {
      const identifier = store.identifierTable.find(side.namespace, side.value);
      if (identifier >= 0) named[identifier] = 1;
    }
  }
  for (let identifier = 0; identifier < roles.roles.length; identifier += 1)
    if (named[roles.keyOf(identifier)] === 1) named[identifier] = 1;
  const ofCompanies = companyRowsNaming(store, named);
  const rows: EventIndex[] = [];
  const identifiers = store.identifiers.values;
  let at = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const end = store.identifierEnds.values[row]!;
    let isNamed = ofCompanies.has(row) || (keys.size > 0 && keys.has(hashToHex(store.key.values, row * 4)));
    for (; at < end; at += 1) if (named[identifiers[at]!] === 1) isNamed = true;
    if (isNamed) rows.push(row);
    if (row % LOOKS === 0) yield;
  }
  return rows;
}

function companyRowsNaming({ facts }: EventStore, named: Uint8Array): Set<EventIndex> {
  const { companyRow, companyIdentifierEnds, companyIdentifiers } = facts;
  const rows = new Set<EventIndex>();
  for (let entry = 0; entry < companyRow.length; entry += 1) {
    for (let i = runStart(companyIdentifierEnds, entry); i < companyIdentifierEnds.at(entry); i += 1)
      if (named[companyIdentifiers.at(i)] === 1) rows.add(companyRow.at(entry));
  }
  return rows;
}

function inForceByText({ pins, cuts, excludes }: OverridesInForce): Map<string, Override> {
  return new Map([...pins, ...cuts, ...excludes].map((override) => [overrideText(override), override]));
}
