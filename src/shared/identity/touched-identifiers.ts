/**
 * Keys whose owner may have changed with what was touched: those on touched and new rows, and all that touched
 * profiles have held. Every membership begins at an event that carries its identifier, so the rows of an island that
 * was resolved again name also those that nobody holds any more.
 */

import type { EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Identity } from './identity.ts';
import type { Touched } from './touched.ts';

/** Visits each at least once. Cost: the identifiers on touched rows and the memberships of touched profiles. */
export function eachTouchedIdentifier(
  engine: Identity & { readonly store: EventStore },
  { profiles, rows, firstNew }: Touched,
  visit: (identifier: IdentifierIndex) => void,
): void {
  const { identifierEnds, identifiers, rowCount } = engine.store;
  const visitRow = (row: number): void => {
    const end = identifierEnds.at(row);
    for (let i = engine.store.identifierStart(row); i < end; i += 1) visit(engine.keyOf(identifiers.at(i)));
  };
  for (const row of rows) visitRow(row);
  for (let row = firstNew; row < rowCount; row += 1) visitRow(row);
  for (const profile of profiles) {
    if (!engine.isPresent(profile)) continue;
    for (const { identifier } of engine.membershipsOf(profile)) visit(identifier);
  }
}
