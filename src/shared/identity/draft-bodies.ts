/**
 * Who holds what in an island's draft. What a profile holds lies in a body; when two profiles merge, the smaller body is
 * poured into the larger one, whichever of the two survives (union by size: each holding moves O(log n) times), so a
 * merge never costs what a hub holds.
 */

import { invariant, must } from '../base/assert.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';

/** Number of a profile in its draft, in the order of founding. */
export type DraftProfile = number;
/** Number of a (profile, identifier) in its draft: what a membership will be. */
export type Holding = number;

/**
 * In place of a holding that ended. The entry stays, as V8 keeps deleted ones in their chain until it makes the table
 * anew: an identifier that left and came back a thousand times would be looked for past a thousand of them.
 */
const ENDED = -1;

interface Body {
  /** Also of identifiers that it held once. */
  readonly holds: Map<IdentifierIndex, Holding>;
  /** Which of the identifiers that it holds, and of the events credited to it, are named by overrides. */
  readonly named: Set<Named>;
  strongCount: number;
  /** The profile that answers for it. */
  profile: DraftProfile;
  /** The body it was poured into. */
  joined: Body | null;
}

export interface DraftTerms {
  isStrong(identifier: IdentifierIndex): boolean;
  isAnonymous(identifier: IdentifierIndex): boolean;
  /** True for what a profile is to be asked for by `namedOf`; nothing is without it. */
  isNamed?(named: Named): boolean;
}

/** An identifier, or an event as -1 - its number. */
export type Named = number;

export function eventOfNamed(named: Named): EventIndex {
  return -1 - named;
}

export class DraftBodies {
  readonly #terms: DraftTerms;
  /** DraftProfile → the body it was founded with. */
  readonly #bodies: Body[] = [];
  readonly #owners = new Map<IdentifierIndex, Set<Body>>();
  /** Identifier → the named events that follow it. */
  readonly #followers = new Map<IdentifierIndex, Named[]>();
  #holdingCount = 0;
  /** Owners and holdings looked at so far: a count of operations for the suite on linear time. */
  looks = 0;

  constructor(terms: DraftTerms) {
    this.#terms = terms;
  }

  /** How many profiles were founded: their numbers are all below. */
  get count(): number {
    return this.#bodies.length;
  }

  /** A profile that holds nothing. */
  found(): DraftProfile {
    const profile = this.#bodies.length;
    this.#bodies.push({ holds: new Map(), named: new Set(), strongCount: 0, profile, joined: null });
    return profile;
  }

  /** The profile that answers for this one. */
  canonical(profile: DraftProfile): DraftProfile {
    return this.#bodyOf(profile).profile;
  }

  /** Profiles that hold an identifier, in no order that means anything; to be left as soon as enough is known. */
  *eachOwner(identifier: IdentifierIndex): Generator<DraftProfile, void> {
    const owners = this.#owners.get(identifier);
    if (owners === undefined) return;
    for (const body of owners) {
      this.looks += 1;
      yield body.profile;
    }
  }

  ownerCount(identifier: IdentifierIndex): number {
    return this.#owners.get(identifier)?.size ?? 0;
  }

  /** What a profile holds, in no order that means anything. */
  holdingsOf(profile: DraftProfile): IdentifierIndex[] {
    const { holds } = this.#bodyOf(profile);
    this.looks += holds.size;
    return [...holds].filter(([, holding]) => holding !== ENDED).map(([held]) => held);
  }

  holds(profile: DraftProfile, identifier: IdentifierIndex): boolean {
    return isHeldBy(this.#bodyOf(profile), identifier);
  }

  holdsStrong(profile: DraftProfile): boolean {
    return this.#bodyOf(profile).strongCount > 0;
  }

  namedOf(profile: DraftProfile): Iterable<Named> {
    return this.#bodyOf(profile).named;
  }

  /** Notes an event of a profile that overrides may name; with an identifier, of whoever holds that from now on. */
  noteEvent(event: EventIndex, profile: DraftProfile, follows: IdentifierIndex | null): void {
    const named: Named = -1 - event;
    if (!this.#isNamed(named)) return;
    this.#bodyOf(profile).named.add(named);
    if (follows === null) return;
    const followers = this.#followers.get(follows);
    if (followers === undefined) this.#followers.set(follows, [named]);
    else followers.push(named);
  }

  /** Assumes that the profile does not hold it. */
  take(identifier: IdentifierIndex, profile: DraftProfile): Holding {
    const holding = this.#holdingCount++;
    this.#enter(identifier, this.#bodyOf(profile), holding);
    return holding;
  }

  drop(identifier: IdentifierIndex, profile: DraftProfile): Holding {
    const body = this.#bodyOf(profile);
    const holding = must(body.holds.get(identifier), 'an identifier that the profile held');
    invariant(holding !== ENDED, 'an identifier that the profile holds');
    body.holds.set(identifier, ENDED);
    body.named.delete(identifier);
    for (const follower of this.#followers.get(identifier) ?? []) body.named.delete(follower);
    if (this.#terms.isStrong(identifier)) body.strongCount -= 1;
    this.#owners.get(identifier)?.delete(body);
    return holding;
  }

  /** The survivor takes over. Returns the holdings that end, because the other profile holds the same. */
  merge(survivor: DraftProfile, absorbed: DraftProfile): Holding[] {
    const [kept, lost] = [this.#bodyOf(survivor), this.#bodyOf(absorbed)];
    invariant(
      kept !== lost && kept.profile === survivor && lost.profile === absorbed,
      'two profiles that answer for themselves',
    );
    const twice = kept.holds.size >= lost.holds.size ? this.#pour(lost, kept) : this.#pour(kept, lost);
    if (kept.joined !== null) lost.profile = survivor;
    return twice;
  }

  #isNamed(named: Named): boolean {
    return this.#terms.isNamed?.(named) === true;
  }

  #bodyOf(profile: DraftProfile): Body {
    let body = must(this.#bodies[profile], 'a profile founded before');
    while (body.joined !== null) body = body.joined;
    return body;
  }

  #enter(identifier: IdentifierIndex, body: Body, holding: Holding): void {
    body.holds.set(identifier, holding);
    if (this.#isNamed(identifier)) body.named.add(identifier);
    for (const follower of this.#followers.get(identifier) ?? []) body.named.add(follower);
    if (this.#terms.isStrong(identifier)) body.strongCount += 1;
    const owners = this.#owners.get(identifier);
    if (owners === undefined) this.#owners.set(identifier, new Set([body]));
    else owners.add(body);
  }

  /** Pours one body into another and returns the holdings of it that end. */
  #pour(from: Body, into: Body): Holding[] {
    const twice: Holding[] = [];
    this.looks += from.holds.size;
    for (const [identifier, holding] of from.holds) {
      if (holding === ENDED) continue;
      this.#owners.get(identifier)?.delete(from);
      if (isHeldBy(into, identifier)) twice.push(holding);
      else this.#enter(identifier, into, holding);
    }
    for (const named of from.named) into.named.add(named);
    from.named.clear();
    from.holds.clear();
    from.joined = into;
    return twice;
  }
}

function isHeldBy({ holds }: Body, identifier: IdentifierIndex): boolean {
  return (holds.get(identifier) ?? ENDED) !== ENDED;
}
