/**
 * The next row of the ledger, filled in place: folding writes millions of rows and makes no object for any of them.
 *
 *     draft.begin('merge', 'NONE', event).between(survivor, absorbed).about(tieAbsorbed, tieSurvivor).add()
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { DecisionAction, ProfileIndex, ReasonCode } from './identity.ts';
import type { Ledger, NewDecision } from './ledger.ts';

export class DecisionDraft {
  readonly #ledger: Ledger;
  readonly #row: NewDecision = {
    action: 'create',
    reason: 'NONE',
    event: 0,
    profile: 0,
    other: -1,
    identifier: 0,
    via: -1,
  };

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  begin(action: DecisionAction, reason: ReasonCode, event: EventIndex): this {
    this.#row.action = action;
    this.#row.reason = reason;
    this.#row.event = event;
    return this;
  }

  between(profile: ProfileIndex, other: ProfileIndex): this {
    this.#row.profile = profile;
    this.#row.other = other;
    return this;
  }

  about(identifier: IdentifierIndex, via: IdentifierIndex): this {
    this.#row.identifier = identifier;
    this.#row.via = via;
    return this;
  }

  /** Adds it as a row of its own. */
  add(): void {
    this.#ledger.add(this.#row);
  }

  /** Adds it, or counts up the row that says the same of the same parties. */
  note(): void {
    this.#ledger.note(this.#row);
  }
}
