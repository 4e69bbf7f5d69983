/**
 * The judge of the identity engine: section 4.4 of the design, sentence by sentence, over plain objects, rebuilt from
 * scratch on every call. It shares the canonical event, its key and the hash functions with the engine and nothing else.
 * Numbers in comments, such as 2.3, are rule and sentence of the default policy `customerlabs`.
 *
 * Deliberately slow and flat: no islands, no columns, no incremental state. Where the rules leave a choice, the
 * comment says "Chosen".
 */

import { combineHash, combineNumber, hashText, hashToHex, makeHash } from '#shared/base/hash.ts';
import type { CanonicalEvent, Identifier } from '#shared/event/event.ts';
import { writeEventKey } from '#shared/event/key.ts';
import type { ReferenceOverrides } from './reference-overrides.ts';

export interface ReferenceEvent {
  readonly event: CanonicalEvent;
  readonly source: number;
  readonly line: number;
}

type ReferenceRole = 'strong' | 'anonymous' | 'supplementary' | 'recorded';

export interface ReferenceNamespace {
  readonly rank: number;
  readonly role: ReferenceRole;
  /** How many values a profile may hold. */
  readonly maxPerProfile?: number;
  /** 4.4: "`owner` may instead be `first`, `last` (…) or `nobody` (…)". */
  readonly owner?: 'first' | 'last' | 'nobody';
  /** To how many profiles a value may ever have belonged. */
  readonly maxProfiles?: number;
}

export interface ReferenceRules {
  readonly policy: 'customerlabs' | 'components';
  readonly namespaces: ReadonlyMap<string, ReferenceNamespace>;
  /** What every namespace is that `namespaces` does not name. */
  readonly others: ReferenceNamespace;
  /** How many identifiers of all namespaces a profile may hold. */
  readonly maxIdentifiers?: number;
  /** 4.4.1 "Normalise": the key that an identifier of an event is a spelling of; without it, itself. */
  keyOf?(identifier: Identifier): Identifier;
  isBlocked(identifier: Identifier): boolean;
  isDemoted(identifier: Identifier): boolean;
  readonly overrides?: ReferenceOverrides;
}

interface ReferenceDecision {
  readonly action: string;
  readonly reason: string;
  /** Hexadecimal keys of the first and last event. */
  readonly event: string;
  last: string;
  count: number;
  /** Profile ids as of the first event. */
  readonly profile: string;
  readonly other: string | null;
  /** Of a merge: through which the absorbed profile joined. */
  readonly identifier: string;
  /** Of a merge: through which the survivor joined. */
  readonly via: string | null;
}

interface ReferenceProfile {
  readonly id: string;
  readonly founder: string;
  readonly state: 'anonymous' | 'known' | 'unified';
  readonly identifiers: readonly string[];
  readonly handedAway: readonly string[];
  readonly formerIds: readonly string[];
  /** In canonical order. */
  readonly eventKeys: readonly string[];
}

interface ReferenceCompany {
  readonly identifiers: readonly string[];
  /** Ids of present profiles. */
  readonly members: readonly string[];
  readonly eventKeys: readonly string[];
}

export interface ReferenceResult {
  readonly accepted: number;
  readonly profiles: readonly ReferenceProfile[];
  /** Event key → id of the present profile. */
  readonly credits: ReadonlyMap<string, string>;
  /** Event key → reason. */
  readonly unresolved: ReadonlyMap<string, string>;
  readonly decisions: readonly ReferenceDecision[];
  readonly duplicates: { readonly same: number; readonly sameContent: number };
  readonly idReused: number;
  readonly companies: readonly ReferenceCompany[];
}

interface Keyed {
  readonly key: string;
  readonly event: CanonicalEvent;
}

interface Profile {
  readonly founder: string;
  readonly id: string;
  /** Place of the founding event in the canonical order. */
  readonly founded: number;
  readonly held: Set<string>;
  absorbedBy: Profile | null;
  readonly formerIds: string[];
  readonly places: number[];
  /** One of its events carried an anonymous identifier and was credited to a profile without a strong one. */
  wasAnonymous: boolean;
}

/** Text form of an identifier, as the ledger and the sample's expectations write it. */
export function identifierText(identifier: Identifier): string {
  return `${identifier.namespace}:${identifier.value}`;
}

export function eventKeyText(event: CanonicalEvent): string {
  const hash = makeHash();
  writeEventKey(event, hash);
  return hashToHex(hash);
}

export function resolveReference(events: readonly ReferenceEvent[], rules: ReferenceRules): ReferenceResult {
  const distinct = distinctEvents(events);
  const ordered = distinct.events.toSorted(compareCanonically);
  const fold = new Fold(rules, ordered);
  for (let place = 0; place < ordered.length; place += 1) fold.take(place);
  fold.finish();
  return {
    accepted: ordered.length,
    ...fold.result(),
    duplicates: { same: distinct.same, sameContent: distinct.sameContent },
    idReused: distinct.idReused,
    companies: fold.companies(),
  };
}

// ─── Which records are events, and their order ─────────────────────────────────────────────────────────────────────

/** "Equal keys are one event: the copy with the earliest received time counts." */
function distinctEvents(events: readonly ReferenceEvent[]): {
  events: Keyed[];
  same: number;
  sameContent: number;
  idReused: number;
} {
  const byKey = new Map<string, CanonicalEvent>();
  const ids = new Set<string>();
  const counts = { same: 0, sameContent: 0, idReused: 0 };
  for (const { event } of events) {
    const key = eventKeyText(event);
    const known = byKey.get(key);
    if (known !== undefined) {
      if (event.id === null) counts.sameContent += 1;
      else counts.same += 1;
      if (countsBefore(event, known)) byKey.set(key, event);
      continue;
    }
    byKey.set(key, event);
    if (event.id === null) continue;
    const scoped = JSON.stringify([event.scope, event.id]);
    if (ids.has(scoped)) counts.idReused += 1;
    ids.add(scoped);
  }
  return { events: Array.from(byKey, ([key, event]) => ({ key, event })), ...counts };
}

/** Chosen: a copy without a received time counts after those with one; then earlier event time, then sequence. */
function countsBefore(a: CanonicalEvent, b: CanonicalEvent): boolean {
  return (
    (compareMissingLast(a.receivedAt, b.receivedAt) ||
      compareMissingLast(a.at, b.at) ||
      compareMissingLast(a.sequence, b.sequence)) < 0
  );
}

/** "Undated events first; then event time, received time, the dialect's own sequence where it has one, key." */
function compareCanonically(a: Keyed, b: Keyed): number {
  return (
    compareMissingFirst(a.event.at, b.event.at) ||
    compareMissingLast(a.event.receivedAt, b.event.receivedAt) ||
    compareMissingLast(a.event.sequence, b.event.sequence) ||
    compareText(a.key, b.key)
  );
}

function compareMissingLast(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

function compareMissingFirst(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return a - b;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// ─── The fold ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Refusal {
  readonly identifier: Identifier;
  readonly reason: 'OUTRANKED' | 'SHARED' | 'LIMIT_EXCEEDED' | 'CANNOT_LINK';
  /** null: nobody owns it, and it may not attach. */
  readonly owner: Profile | null;
}

/** A profile on the event's side, and the identifier through which it came there. */
interface Joined {
  readonly profile: Profile;
  readonly through: Identifier;
}

interface RowDraft {
  readonly action: string;
  readonly reason: string;
  readonly identifier: Identifier;
  /** Of a merge only: through which identifier the survivor joined. */
  readonly via?: Identifier;
  readonly profile: Profile;
  readonly other: Profile | null;
}

class Fold {
  readonly #rules: ReferenceRules;
  readonly #ordered: readonly Keyed[];
  readonly #profiles: Profile[] = [];
  readonly #owner = new Map<string, Profile>();
  /** Every profile that ever owned an identifier. */
  readonly #owners = new Map<string, Profile[]>();
  readonly #credits = new Map<string, Profile>();
  /** Events whose profile is known at the end only. */
  readonly #following: { place: number; device: string; cameAnonymous: boolean }[] = [];
  readonly #unresolved = new Map<string, string>();
  readonly #rows = new Map<string, ReferenceDecision>();

  constructor(rules: ReferenceRules, ordered: readonly Keyed[]) {
    this.#rules = rules;
    this.#ordered = ordered;
  }

  take(place: number): void {
    const { key, event } = this.#ordered[place]!;
    // 1.1 "Normalise; drop blocked values; set recorded and demoted ones aside."
    const named = this.#normalised(event.identifiers);
    const blocked = named.filter((one) => this.#isBlocked(one));
    const rest = named.filter((one) => !this.#isBlocked(one));
    const keyed = rest.filter((one) => this.#namespace(one).role !== 'recorded');
    const demoted = keyed.filter((one) => this.#rules.isDemoted(one));
    const { keys, cutOff } = this.#withoutCut(
      key,
      keyed.filter((one) => !this.#rules.isDemoted(one)),
    );
    if (keys.length === 0) {
      // 1.2 "Only company identifiers left: a company event." 1.3 "Nothing left: NO_IDENTIFIER." And 4.3: "an event
      // that carries nothing else is unresolved (DEMOTED_ONLY)".
      if (this.#companyNames(event).length > 0) return;
      this.#unresolved.set(key, demoted.length > 0 ? 'DEMOTED_ONLY' : 'NO_IDENTIFIER');
      return;
    }
    const anchor = this.#unify(place, keys);
    // 4.5 "one of its events carried an anonymous identifier and was credited, at that moment, to a profile holding none"
    const cameAnonymous =
      !this.#holdsStrong(anchor.held) && keys.some((one) => this.#namespace(one).role === 'anonymous');
    const device = this.#deviceToFollow(key, keys, anchor);
    if (device === null) this.#credit(place, anchor, cameAnonymous);
    else this.#following.push({ place, device, cameAnonymous });
    for (const { identifier, owner } of cutOff)
      this.#row(place, {
        action: 'refuse',
        reason: 'CANNOT_LINK',
        identifier,
        profile: anchor,
        other: owner,
      });
    for (const one of blocked)
      this.#row(place, {
        action: 'block',
        reason: 'ID_BLOCKED',
        identifier: one,
        profile: anchor,
        other: null,
      });
    for (const one of demoted)
      this.#row(place, {
        action: 'demote',
        reason: 'ID_DEMOTED',
        identifier: one,
        profile: anchor,
        other: null,
      });
    const company = this.#companyNames(event)[0];
    if (company !== undefined && event.company?.leaves !== true)
      this.#row(place, {
        action: 'link',
        reason: 'COMPANY_MEMBER',
        identifier: company,
        profile: anchor,
        other: null,
      });
    this.#pin(place);
  }

  /** 4.4 "`last` (earlier anonymous events move too)": by the end they are of whoever has the device then. */
  finish(): void {
    for (const { place, device, cameAnonymous } of this.#following)
      this.#credit(place, this.#owner.get(device)!, cameAnonymous);
  }

  #credit(place: number, profile: Profile, cameAnonymous: boolean): void {
    this.#credits.set(this.#ordered[place]!.key, profile);
    profile.places.push(place);
    profile.wasAnonymous ||= cameAnonymous;
  }

  /**
   * Chosen: an event is anonymous when it carries nothing but devices of `last`, and moves with the best of them, by rank,
   * namespace and value, that its profile holds. An event that an override names stands for its profile and stays.
   */
  #deviceToFollow(event: string, keys: readonly Identifier[], anchor: Profile): string | null {
    const { pins = [], cuts = [] } = this.#rules.overrides ?? {};
    if ([...pins, ...cuts].some((pair) => pair.includes(event))) return null;
    if (!keys.every((one) => this.#namespace(one).owner === 'last')) return null;
    const mine = keys.filter((one) => this.#owner.get(identifierText(one)) === anchor);
    const [best] = mine.toSorted(
      (a, b) =>
        this.#namespace(a).rank - this.#namespace(b).rank ||
        compareText(a.namespace, b.namespace) ||
        compareText(a.value, b.value),
    );
    return identifierText(best!);
  }

  /**
   * "Cut: nothing may put the two into one profile; of two on one event the later taken is set aside." The two are on the
   * event with all that their profiles hold, the event itself first. Chosen: an identifier counts as taken also when a
   * rule refuses it afterwards.
   */
  #withoutCut(event: string, keys: readonly Identifier[]): { keys: Identifier[]; cutOff: Refusal[] } {
    const taken = new Set([event]);
    const kept: Identifier[] = [];
    const cutOff: Refusal[] = [];
    for (const identifier of this.#inOrder(keys)) {
      const owner = this.#owner.get(identifierText(identifier)) ?? null;
      const brings = new Set([identifierText(identifier), ...(owner === null ? [] : this.#sidesOf(owner))]);
      if (this.#isCut(taken, brings)) {
        cutOff.push({ identifier, reason: 'CANNOT_LINK', owner });
      } else {
        for (const side of brings) taken.add(side);
        kept.push(identifier);
      }
    }
    return { keys: kept, cutOff };
  }

  /** "Pin: the owners merge, whatever limits and conflicts", "from the first event at which both sides exist". */
  #pin(place: number): void {
    for (const [a, b] of this.#rules.overrides?.pins ?? []) {
      const [here, there] = [this.#sideOwner(a), this.#sideOwner(b)];
      if (here === null || there === null || here === there) continue;
      // "a cut beats a pin"
      if (this.#isCut(this.#sidesOf(here), this.#sidesOf(there))) continue;
      const through = (side: string, owner: Profile): Identifier =>
        identifierOf(side.includes(':') ? side : owner.founder);
      this.#merge(
        place,
        { profile: here, through: through(a, here) },
        { profile: there, through: through(b, there) },
        'MUST_LINK',
      );
    }
  }

  #isCut(here: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
    return (this.#rules.overrides?.cuts ?? []).some(
      ([a, b]) => (here.has(a) && there.has(b)) || (here.has(b) && there.has(a)),
    );
  }

  /** What an override can name of a profile: its identifiers, and its events, which "stand for their anchors". */
  #sidesOf(profile: Profile): Set<string> {
    return new Set([...profile.held, ...profile.places.map((place) => this.#ordered[place]!.key)]);
  }

  #sideOwner(side: string): Profile | null {
    const profile = this.#owner.get(side) ?? this.#credits.get(side);
    return profile === undefined ? null : present(profile);
  }

  /** The keys that identifiers are spellings of, each once. */
  #normalised(identifiers: readonly Identifier[]): Identifier[] {
    const keys = new Map<string, Identifier>();
    for (const identifier of identifiers) {
      const key = this.#rules.keyOf?.(identifier) ?? identifier;
      if (!keys.has(identifierText(key))) keys.set(identifierText(key), key);
    }
    return [...keys.values()];
  }

  #isBlocked(identifier: Identifier): boolean {
    return (
      this.#rules.isBlocked(identifier) ||
      (this.#rules.overrides?.excluded.has(identifierText(identifier)) ?? false)
    );
  }

  /** Rules 1.4 to 4 and 6: the anchor of the event. */
  #unify(place: number, keys: readonly Identifier[]): Profile {
    const queue = this.#inOrder(keys);
    let joined: Joined | null = null;
    const refusals: Refusal[] = [];
    const attaching: Identifier[] = [];
    // 2.2 "Going down, each identifier's owner joins (from the second on, a merge), unless: …"
    for (const identifier of queue) {
      const owner = this.#owner.get(identifierText(identifier)) ?? null;
      const reason = this.#whyNot(identifier, owner, joined?.profile ?? null, { keys, attaching });
      if (reason !== null) {
        refusals.push({ identifier, reason, owner });
      } else if (owner === null) {
        attaching.push(identifier);
      } else if (joined === null) {
        joined = { profile: owner, through: identifier };
      } else if (owner !== joined.profile) {
        joined = this.#merge(place, joined, { profile: owner, through: identifier });
      }
    }
    // 3.1 "Nobody joined: a new profile, founded by the first identifier." 3.2 "Unowned identifiers attach, limits and
    // cuts permitting." 3.3 "The event is credited to this profile (the anchor)."
    const anchor = joined?.profile ?? this.#found(place, attaching.shift()!);
    for (const identifier of attaching) {
      this.#give(identifier, anchor);
      this.#row(place, { action: 'attach', reason: 'NONE', identifier, profile: anchor, other: null });
    }
    for (const refusal of refusals) this.#refuse(place, keys, anchor, refusal);
    return anchor;
  }

  /** 1.4 "Take the rest by rank, shared devices (rule 4) last; equal: owner founded earlier, unowned last, then namespace, value." */
  #inOrder(keys: readonly Identifier[]): Identifier[] {
    const founded = (one: Identifier): number =>
      this.#owner.get(identifierText(one))?.founded ?? Number.POSITIVE_INFINITY;
    return keys.toSorted(
      (a, b) =>
        Number(this.#isShared(a)) - Number(this.#isShared(b)) ||
        this.#namespace(a).rank - this.#namespace(b).rank ||
        (founded(a) === founded(b) ? 0 : founded(a) - founded(b)) ||
        compareText(a.namespace, b.namespace) ||
        compareText(a.value, b.value),
    );
  }

  /** The exceptions of rule 2, in the order in which it names them; null: the identifier joins or attaches. */
  #whyNot(
    identifier: Identifier,
    owner: Profile | null,
    joined: Profile | null,
    side: { keys: readonly Identifier[]; attaching: readonly Identifier[] },
  ): Refusal['reason'] | null {
    if (owner !== null && owner === joined) return null;
    if (owner !== null && this.#rules.policy === 'customerlabs') {
      // 2.1 "One side is the event's identifiers and every profile that has joined so far."
      const mine = new Set([...side.keys.map(identifierText), ...(joined?.held ?? [])]);
      const rank = this.#namespace(identifier).rank;
      for (const [name, namespace] of this.#namespaces(mine)) {
        // "in a strong namespace ranked above the identifier both hold values and share none"
        if (namespace.role !== 'strong' || namespace.rank >= rank) continue;
        const here = valuesOf(mine, name);
        const there = valuesOf(owner.held, name);
        if (there.length > 0 && !here.some((value) => there.includes(value))) return 'OUTRANKED';
      }
      // "the identifier is a shared device and both hold strong ones"
      if (this.#isShared(identifier) && this.#holdsStrong(mine) && this.#holdsStrong(owner.held))
        return 'SHARED';
    }
    // "a limit or cap would break". Chosen: of the event's own identifiers those count that were taken before and
    // attach, because a value that the limit keeps out is held by nobody.
    const here = new Set([...(joined?.held ?? []), ...side.attaching.map(identifierText)]);
    const there = owner?.held ?? new Set([identifierText(identifier)]);
    return this.#breaksLimit(here, there) ? 'LIMIT_EXCEEDED' : null;
  }

  /** 6 "The profile whose best identifier ranks higher; equal, founded earlier" survives. */
  #merge(place: number, a: Joined, b: Joined, reason: 'NONE' | 'MUST_LINK' = 'NONE'): Joined {
    const better =
      this.#bestRank(a.profile) - this.#bestRank(b.profile) || a.profile.founded - b.profile.founded;
    const [winner, loser] = better <= 0 ? [a, b] : [b, a];
    const [survivor, absorbed] = [winner.profile, loser.profile];
    this.#row(place, {
      action: 'merge',
      reason,
      identifier: loser.through,
      via: winner.through,
      profile: survivor,
      other: absorbed,
    });
    absorbed.absorbedBy = survivor;
    for (const text of absorbed.held) {
      survivor.held.add(text);
      this.#owner.set(text, survivor);
    }
    survivor.places.push(...absorbed.places);
    survivor.wasAnonymous ||= absorbed.wasAnonymous;
    survivor.formerIds.push(absorbed.id, ...absorbed.formerIds);
    return winner;
  }

  #found(place: number, founder: Identifier): Profile {
    // "a counter where a policy lets one found several"
    const before = this.#profiles.filter((one) => one.founder === identifierText(founder)).length;
    const profile: Profile = {
      founder: identifierText(founder),
      id: referenceProfileId(founder, before),
      founded: place,
      held: new Set(),
      absorbedBy: null,
      formerIds: [],
      places: [],
      wasAnonymous: false,
    };
    this.#profiles.push(profile);
    this.#give(founder, profile);
    this.#row(place, { action: 'create', reason: 'NONE', identifier: founder, profile, other: null });
    return profile;
  }

  /** 2.3 "A refused identifier stays with its owner", and rule 4. */
  #refuse(place: number, keys: readonly Identifier[], anchor: Profile, refusal: Refusal): void {
    const { identifier, reason, owner } = refusal;
    this.#row(place, { action: 'refuse', reason, identifier, profile: anchor, other: owner });
    // 4.1 "On an event with a strong identifier, an anonymous one refused as OUTRANKED or SHARED moves to the anchor
    // from this event on; earlier events stay." 4.2 "Limits and cuts never hand over."
    if (owner === null || reason === 'LIMIT_EXCEEDED') return;
    if (this.#namespace(identifier).role !== 'anonymous') return;
    const rule = this.#namespace(identifier).owner;
    // 4.4 "`owner` may instead be `first`": the first owner keeps it, as of any refused identifier.
    if (rule === 'first') return;
    if (!keys.some((one) => this.#namespace(one).role === 'strong')) return;
    // Chosen: a hand-over that would itself break a limit does not happen, or a profile would exceed it (4.3).
    const text = identifierText(identifier);
    if (rule !== 'nobody' && this.#breaksLimit(anchor.held, new Set([text]))) return;
    // Chosen: what is pinned to somebody stays with them, because the pin holds for the whole log.
    for (const pin of this.#rules.overrides?.pins ?? []) {
      const other = pin[0] === text ? pin[1] : pin[0];
      if (pin.includes(text) && this.#sideOwner(other) === owner) return;
    }
    const { maxProfiles } = this.#namespace(identifier);
    const owners = this.#presentOwners(text);
    // Chosen: nobody gets a device that may belong to nobody else any more, so that its next profile is within the limit.
    const ever = rule === 'nobody' ? owners.size + 1 : owners.add(anchor).size;
    if (maxProfiles !== undefined && ever > maxProfiles) return;
    owner.held.delete(text);
    // 4.4 "`nobody` (none until the next login)"
    if (rule === 'nobody') {
      this.#owner.delete(text);
      this.#row(place, { action: 'cut', reason: 'RELEASED', identifier, profile: owner, other: null });
      return;
    }
    this.#give(identifier, anchor);
    this.#row(place, {
      action: 'hand-over',
      reason: rule === 'last' ? 'HISTORY_MOVED' : 'HANDED_OVER',
      identifier,
      profile: anchor,
      other: owner,
    });
  }

  /** 5 "Refusals of one identifier between the same two profiles are one decision with first event, last event and count". */
  #row(place: number, row: RowDraft): void {
    const { action, reason, profile, other } = row;
    const event = this.#ordered[place]!.key;
    const identifier = identifierText(row.identifier);
    const parties = [profile.id, other?.id ?? ''].toSorted();
    const repeats = action === 'refuse' || action === 'block' || action === 'demote' || action === 'link';
    const key = JSON.stringify([action, identifier, ...parties, repeats ? null : place]);
    const known = this.#rows.get(key);
    if (known !== undefined) {
      known.last = event;
      known.count += 1;
      return;
    }
    this.#rows.set(key, {
      action,
      reason,
      event,
      last: event,
      count: 1,
      profile: profile.id,
      other: other?.id ?? null,
      identifier,
      via: row.via === undefined ? null : identifierText(row.via),
    });
  }

  #give(identifier: Identifier, profile: Profile): void {
    const text = identifierText(identifier);
    profile.held.add(text);
    this.#owner.set(text, profile);
    this.#owners.set(text, [...(this.#owners.get(text) ?? []), profile]);
  }

  #presentOwners(text: string): Set<Profile> {
    return new Set((this.#owners.get(text) ?? []).map(present));
  }

  /** 4.3 "A device that two present profiles have had is shared." */
  #isShared(identifier: Identifier): boolean {
    return this.#presentOwners(identifierText(identifier)).size >= 2;
  }

  /**
   * True when two sides together hold too much. Chosen: a side that a pin has brought beyond a limit breaks nothing more
   * where the other brings nothing.
   */
  #breaksLimit(here: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
    const breaks = (a: number, b: number, max: number | undefined): boolean =>
      max !== undefined && a > 0 && b > 0 && a + b > max;
    if (breaks(here.size, there.size, this.#rules.maxIdentifiers)) return true;
    for (const [name, { maxPerProfile }] of this.#namespaces(here))
      if (breaks(valuesOf(here, name).length, valuesOf(there, name).length, maxPerProfile)) return true;
    return false;
  }

  /** Company identifiers of an event; blocked values are dropped from them as from all (1.1). */
  #companyNames(event: CanonicalEvent): Identifier[] {
    return this.#normalised(event.company?.identifiers ?? []).filter((one) => !this.#isBlocked(one));
  }

  #holdsStrong(held: ReadonlySet<string>): boolean {
    return Array.from(this.#namespaces(held)).some(([, namespace]) => namespace.role === 'strong');
  }

  #bestRank(profile: Profile): number {
    return Math.min(...Array.from(this.#namespaces(profile.held), ([, namespace]) => namespace.rank));
  }

  #namespace(identifier: Identifier): ReferenceNamespace {
    return this.#rules.namespaces.get(identifier.namespace) ?? this.#rules.others;
  }

  /** Namespaces that a set of identifiers has values in; recorded ones are never keys and so never in the set's rules. */
  #namespaces(texts: Iterable<string>): Map<string, ReferenceNamespace> {
    const found = new Map<string, ReferenceNamespace>();
    for (const text of texts) {
      const name = namespaceOf(text);
      const namespace = this.#rules.namespaces.get(name) ?? this.#rules.others;
      if (namespace.role !== 'recorded') found.set(name, namespace);
    }
    return found;
  }

  result(): Pick<ReferenceResult, 'profiles' | 'credits' | 'unresolved' | 'decisions'> {
    const credits = new Map(Array.from(this.#credits, ([key, profile]) => [key, present(profile).id]));
    return {
      profiles: this.#profiles.filter((one) => one.absorbedBy === null).map((one) => this.#describe(one)),
      credits,
      unresolved: this.#unresolved,
      decisions: Array.from(this.#rows.values()),
    };
  }

  #describe(profile: Profile): ReferenceProfile {
    const handedAway: string[] = [];
    for (const text of this.#owners.keys())
      if (this.#presentOwners(text).has(profile) && !profile.held.has(text)) handedAway.push(text);
    const places = profile.places.toSorted((a, b) => a - b);
    return {
      id: profile.id,
      founder: profile.founder,
      state: this.#state(profile),
      identifiers: Array.from(profile.held).toSorted(),
      handedAway: handedAway.toSorted(),
      formerIds: profile.formerIds.toSorted(),
      eventKeys: places.map((place) => this.#ordered[place]!.key),
    };
  }

  /** Section 4.5. */
  #state(profile: Profile): ReferenceProfile['state'] {
    if (!this.#holdsStrong(profile.held)) return 'anonymous';
    return profile.wasAnonymous ? 'unified' : 'known';
  }

  /** Companies: identifiers named together are one; who is credited with an event that does not leave is a member. */
  companies(): ReferenceCompany[] {
    let groups: { identifiers: Set<string>; members: Set<string>; places: number[] }[] = [];
    this.#ordered.forEach(({ key, event }, place) => {
      const named = this.#companyNames(event).map(identifierText);
      if (named.length === 0) return;
      const touched = groups.filter((group) => named.some((text) => group.identifiers.has(text)));
      const member = this.#credits.get(key);
      const merged = {
        identifiers: new Set([...named, ...touched.flatMap((group) => [...group.identifiers])]),
        members: new Set(touched.flatMap((group) => [...group.members])),
        places: [...touched.flatMap((group) => group.places), place],
      };
      if (member !== undefined && event.company?.leaves !== true) merged.members.add(present(member).id);
      groups = [...groups.filter((group) => !touched.includes(group)), merged];
    });
    return groups.map(({ identifiers, members, places }) => ({
      identifiers: Array.from(identifiers).toSorted(),
      members: Array.from(members).toSorted(),
      eventKeys: places.toSorted((a, b) => a - b).map((place) => this.#ordered[place]!.key),
    }));
  }
}

function present(profile: Profile): Profile {
  let current = profile;
  while (current.absorbedBy !== null) current = current.absorbedBy;
  return current;
}

function identifierOf(text: string): Identifier {
  const namespace = namespaceOf(text);
  return { namespace, value: text.slice(namespace.length + 1) };
}

function namespaceOf(text: string): string {
  return text.slice(0, text.indexOf(':'));
}

function valuesOf(held: Iterable<string>, namespace: string): string[] {
  return Array.from(held).filter((text) => namespaceOf(text) === namespace);
}

const PROFILE_ID_SEED = 0x70696431;

/** "Profile ids are 128-bit hashes of the founding identifier": its value, then its namespace; then the counter. */
function referenceProfileId(founder: Identifier, foundedBefore: number): string {
  const hash = makeHash();
  const namespace = makeHash();
  hashText(founder.value, PROFILE_ID_SEED, hash);
  hashText(founder.namespace, PROFILE_ID_SEED, namespace);
  combineHash(hash, namespace);
  if (foundedBefore > 0) combineNumber(hash, foundedBefore);
  return hashToHex(hash);
}
