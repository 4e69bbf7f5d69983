/**
 * WSO2 Customer Data Service: every event is a profile record that goes through unification once.
 *
 * The namespace with a limit of 1 is the user id. Who holds the record's user id is matched first; then every other
 * namespace is a rule, by rank, and of the master profiles that share a value with the record the oldest is matched. The
 * first match is the only merge of the run. A record with a user id is permanent: it passes over masters with another one
 * (BOTH_PERMANENT) and becomes the master of a temporary one; else the master it matched takes it in. A record that
 * matches nobody is a master of its own. Nobody loses anything, so several masters may hold one value.
 *
 * Cost: for each key a look at the oldest holders. Holders of a value are kept in the order of their founding; those that
 * were absorbed drop out when they are met.
 *
 * Source: wso2/identity-customer-data-service, docs/concepts (unification before typed matching) and its tests.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent, IslandKey } from '../island-event.ts';
import type { TakeIslandEvent } from './policy.ts';

export function beginByWso2Cds(draft: IslandDraft): TakeIslandEvent {
  const masters = new Masters(draft);
  return (event) => draft.credit(event, masters.unify(event));
}

interface Match {
  readonly master: DraftProfile;
  readonly key: IslandKey;
}

interface Holders {
  /** In the order of founding. */
  readonly all: DraftProfile[];
  readonly temporary: DraftProfile[];
}

class Masters {
  readonly #draft: IslandDraft;
  readonly #holders = new Map<IdentifierIndex, Holders>();
  readonly #permanent = new Set<DraftProfile>();

  constructor(draft: IslandDraft) {
    this.#draft = draft;
  }

  /** Returns the master that the record ends up with. */
  unify({ event, keys }: IslandEvent): DraftProfile {
    const draft = this.#draft;
    const [userId, ...others] = keys.filter(isUserId);
    const record = keys.filter((key) => !others.includes(key));
    const passedOver: Match[] = [];
    const match = this.#matchOf(record, userId, passedOver);
    const master = this.#masterOf(record, { userId, match }, event);
    for (const { identifier } of record) this.#give(identifier, master, event);
    if (match !== null && match.master !== master) this.#absorb(master, match, { userId: userId!, event });
    for (const { key, master: owner } of passedOver)
      draft.refuse(key.identifier, master, { event, reason: 'BOTH_PERMANENT', owner });
    for (const { identifier } of others) {
      const owner = this.#oldest(identifier, 'all') ?? null;
      draft.refuse(identifier, master, { event, reason: 'TWO_UNIQUES_ON_EVENT', owner });
    }
    return master;
  }

  /** The first match, by the user id and then by the rules; notes the permanent masters that were passed over. */
  #matchOf(record: readonly IslandKey[], userId: IslandKey | undefined, passedOver: Match[]): Match | null {
    const system = userId === undefined ? undefined : this.#oldest(userId.identifier, 'all');
    if (system !== undefined) return { master: system, key: userId! };
    for (const rule of rulesOf(record)) {
      const oldest = this.#oldestOf(rule, 'all');
      if (oldest === null) continue;
      if (userId === undefined || !this.#permanent.has(oldest.master)) return oldest;
      passedOver.push(oldest);
      const temporary = this.#oldestOf(rule, 'temporary');
      if (temporary !== null) return temporary;
    }
    return null;
  }

  #masterOf(
    record: readonly IslandKey[],
    { userId, match }: { userId: IslandKey | undefined; match: Match | null },
    event: EventIndex,
  ): DraftProfile {
    if (match !== null && (userId === undefined || this.#permanent.has(match.master))) return match.master;
    const founder = userId ?? record[0]!;
    const master = this.#draft.found(founder.identifier, event);
    if (userId !== undefined) this.#permanent.add(master);
    this.#enter(founder.identifier, master);
    return master;
  }

  #absorb(
    master: DraftProfile,
    { master: absorbed, key }: Match,
    { userId, event }: { userId: IslandKey; event: EventIndex },
  ): void {
    const draft = this.#draft;
    for (const identifier of draft.holdingsOf(absorbed))
      if (!draft.holds(master, identifier)) this.#enter(identifier, master);
    draft.merge(master, absorbed, { survivor: userId.identifier, absorbed: key.identifier }, event);
  }

  #give(identifier: IdentifierIndex, master: DraftProfile, event: EventIndex): void {
    if (this.#draft.holds(master, identifier)) return;
    this.#draft.attach(identifier, master, event);
    this.#enter(identifier, master);
  }

  #enter(identifier: IdentifierIndex, master: DraftProfile): void {
    let holders = this.#holders.get(identifier);
    if (holders === undefined) {
      holders = { all: [], temporary: [] };
      this.#holders.set(identifier, holders);
    }
    insert(holders.all, master);
    if (!this.#permanent.has(master)) insert(holders.temporary, master);
  }

  /** The oldest master that shares a value of the rule. */
  #oldestOf(rule: readonly IslandKey[], kind: keyof Holders): Match | null {
    let oldest: Match | null = null;
    for (const key of rule) {
      const master = this.#oldest(key.identifier, kind);
      if (master !== undefined && (oldest === null || master < oldest.master)) oldest = { master, key };
    }
    return oldest;
  }

  #oldest(identifier: IdentifierIndex, kind: keyof Holders): DraftProfile | undefined {
    const list = this.#holders.get(identifier)?.[kind];
    if (list === undefined) return undefined;
    while (list.length > 0 && this.#draft.canonical(list[0]!) !== list[0]) list.shift();
    return list[0];
  }
}

function isUserId({ maxPerProfile }: IslandKey): boolean {
  return maxPerProfile === 1;
}

/** The keys of a record by namespace, user ids aside, in the order of priority. */
function rulesOf(record: readonly IslandKey[]): IslandKey[][] {
  const rules: IslandKey[][] = [];
  for (const key of record) {
    if (isUserId(key)) continue;
    const last = rules.at(-1);
    if (last?.[0]?.namespace === key.namespace) last.push(key);
    else rules.push([key]);
  }
  return rules;
}

/** Keeps a list of rising numbers in order; most come at its end. */
function insert(list: DraftProfile[], profile: DraftProfile): void {
  let place = list.length;
  while (place > 0 && list[place - 1]! > profile) place -= 1;
  list.splice(place, 0, profile);
}
