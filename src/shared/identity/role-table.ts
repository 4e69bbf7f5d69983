/**
 * What every identifier may do under one ruleset: IdentifierIndex → role and rank, and the key that it is a spelling of.
 *
 * Compiled once per distinct identifier, not per event, and grown as identifiers appear. The columns are plain typed
 * arrays for the fold; company identifiers are told apart by namespace here, and by use in the company graph.
 *
 * Where the ruleset normalises, a key is the identifier whose value is the normal form. No event need carry that: then it
 * is entered in the table of identifiers, which is where keys have their numbers.
 */

import type { Uint8Column, Uint16Column, Uint32Column } from '../base/columns.ts';
import { uint8Column, uint16Column, uint32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';
import type { IdentifierIndex, IdentifierTable, NamespaceIndex } from '../event/identifier-table.ts';
import { isCompanyNamespace } from '../identifier/namespaces.ts';
import type { IdentifierRole } from './identity.ts';
import { IDENTIFIER_ROLES } from './identity.ts';
import type { DeviceOwner, Ruleset } from './rules.ts';
import type { ValueTerms } from './value-rules.ts';
import { keyValue, ValueRules } from './value-rules.ts';

/** Indexes into IDENTIFIER_ROLES; those up to ROLE_LAST_KEY are keys. */
export const ROLE_STRONG = 0;
export const ROLE_ANONYMOUS = 1;
export const ROLE_LAST_KEY = 2;
export const ROLE_DEMOTED = 4;
export const ROLE_BLOCKED = 5;
export const ROLE_COMPANY = 6;
/** None of them: another spelling of a key, whose role counts. */
export const ROLE_SPELLING = 7;

const DAY_MS = 86_400_000;
/** Identifiers compiled between two pauses. */
const COMPILED_AT_ONCE = 4096;
/** No limit: more values than there can be. */
export const UNLIMITED = 0xffffffff;

/** What the ruleset says of one namespace. */
export interface NamespaceTerms extends ValueTerms {
  readonly role: number;
  /** 1 is the highest; 0 for what is no key. */
  readonly rank: number;
  /** One bit, or 0 when the namespace is not strong. */
  readonly strongBit: number;
  /** Column of the per-profile counters, or -1 without a limit. */
  readonly limitSlot: number;
  readonly maxPerProfile: number;
  readonly maxProfiles: number;
  /** Whose it is when somebody else is identified on it; null for what is no device. */
  readonly owner: DeviceOwner | null;
}

export class RoleTable {
  /** IdentifierIndex → index into IDENTIFIER_ROLES, or ROLE_SPELLING. */
  readonly roles: Uint8Column = uint8Column();
  /** IdentifierIndex → rank; 0 for what is no key, and for spellings. */
  readonly ranks: Uint16Column = uint16Column();
  /** NamespaceIndex → terms, as far as compiled. */
  readonly terms: NamespaceTerms[] = [];
  /** Rank → bits of the strong namespaces ranked above it. */
  readonly strongAbove: Uint32Array;
  /** Strong bit number → its namespace's name. */
  readonly strongNames: string[] = [];
  /** Limit slot → the most values of its namespace a profile may hold. */
  readonly limits: number[] = [];
  /** Limit slot → how long a value counts after it was last seen; Infinity without a window. */
  readonly windowsMs: number[] = [];
  readonly hasWindows: boolean;
  /** Some events go where their device goes. */
  readonly hasFollowing: boolean;
  readonly maxIdentifiers: number;
  /** How many profiles one may absorb. */
  readonly maxMerges: number;

  readonly #identifiers: IdentifierTable;
  readonly #values: ValueRules;
  /** IdentifierIndex → the key that it is a spelling of, mostly itself; null when nothing is normalised. */
  readonly #keys: Uint32Column | null;

  constructor(ruleset: Ruleset, identifiers: IdentifierTable) {
    this.#identifiers = identifiers;
    this.#values = new ValueRules(ruleset);
    this.#keys = this.#values.normalises ? uint32Column() : null;
    this.hasWindows = ruleset.namespaces.some((rule) => rule.limit?.perProfile?.windowDays !== undefined);
    this.hasFollowing = ruleset.namespaces.some(({ owner }) => owner === 'last');
    this.maxIdentifiers = ruleset.caps?.identifiers?.max ?? UNLIMITED;
    this.maxMerges = ruleset.caps?.merges?.max ?? UNLIMITED;
    let rank = 0;
    this.strongAbove = new Uint32Array(ruleset.namespaces.length + 2);
    let above = 0;
    for (const rule of ruleset.namespaces) {
      if (rule.role !== 'recorded' && rule.sameRank !== true) {
        rank += 1;
        this.strongAbove[rank] = above;
      }
      for (const name of rule.role === 'strong' ? rule.names : []) {
        above |= 1 << this.strongNames.length;
        this.strongNames.push(name);
      }
    }
  }

  get bytes(): number {
    return this.roles.bytes + this.ranks.bytes + (this.#keys?.bytes ?? 0);
  }

  role(identifier: IdentifierIndex): IdentifierRole {
    return IDENTIFIER_ROLES[this.roles.at(this.keyOf(identifier))]!;
  }

  /** The key that an identifier is a spelling of, mostly itself. */
  keyOf(identifier: IdentifierIndex): IdentifierIndex {
    return this.#keys === null ? identifier : this.#keys.at(identifier);
  }

  /** The value by which an identifier's key is known, whether or not an event carries either. */
  keyValue(namespace: string, value: string): string {
    return this.#values.keyValue(namespace, value);
  }

  termsOf(identifier: IdentifierIndex): NamespaceTerms {
    return this.terms[this.#identifiers.namespace.at(identifier)]!;
  }

  /** Compiles the identifiers that came since the last call. Cost: linear in the length of their values. */
  grow(): void {
    finish(this.growInSlices());
  }

  *growInSlices(): Slices {
    const identifiers = this.#identifiers;
    const { namespaceNames, namespace } = identifiers;
    // Keys that are entered on the way lengthen the table and have their turn.
    while (this.roles.length < identifiers.size) {
      while (this.terms.length < namespaceNames.length) this.terms.push(this.#compile(this.terms.length));
      const end = Math.min(identifiers.size, this.roles.length + COMPILED_AT_ONCE);
      for (let identifier = this.roles.length; identifier < end; identifier += 1) {
        const terms = this.terms[namespace.at(identifier)]!;
        const key = this.#enterKey(identifier, terms);
        const role = key === identifier ? this.#roleOf(key, terms) : ROLE_SPELLING;
        this.roles.push(role);
        this.ranks.push(role <= ROLE_LAST_KEY ? terms.rank : 0);
      }
      yield;
    }
  }

  /** Lets a key count as blocked, or no longer, whatever the rules say of it. */
  setExcluded(key: IdentifierIndex, isExcluded: boolean): void {
    const terms = this.termsOf(key);
    const role = isExcluded ? ROLE_BLOCKED : this.#roleOf(key, terms);
    this.roles.set(key, role);
    this.ranks.set(key, role <= ROLE_LAST_KEY ? terms.rank : 0);
  }

  #enterKey(identifier: IdentifierIndex, terms: NamespaceTerms): IdentifierIndex {
    if (this.#keys === null) return identifier;
    let key = identifier;
    if (terms.normalForm !== null) {
      const value = this.#identifiers.valueText(identifier);
      const known = keyValue(value, terms);
      if (known !== value) key = this.#identifiers.enter(this.#identifiers.namespace.at(identifier), known);
    }
    this.#keys.push(key);
    return key;
  }

  #roleOf(key: IdentifierIndex, terms: NamespaceTerms): number {
    const value = this.#identifiers.valueText(key);
    if (terms.blocked.matches(value)) return ROLE_BLOCKED;
    if (terms.role <= ROLE_LAST_KEY && terms.demoted.matches(value)) return ROLE_DEMOTED;
    return terms.normalForm?.of(value) === '' ? ROLE_BLOCKED : terms.role;
  }

  #compile(namespace: NamespaceIndex): NamespaceTerms {
    const name = this.#identifiers.namespaceNames[namespace]!;
    const ruled = this.#values.ruleOf(name);
    if (ruled === null) {
      const role = isCompanyNamespace(name) ? ROLE_COMPANY : NO_KEY.role;
      return { ...NO_KEY, role, ...this.#values.termsOf(name) };
    }
    const { rule, rank } = ruled;
    const maxPerProfile = rule.limit?.perProfile?.max ?? UNLIMITED;
    if (maxPerProfile !== UNLIMITED) {
      const days = rule.limit?.perProfile?.windowDays ?? Number.POSITIVE_INFINITY;
      this.limits.push(maxPerProfile);
      this.windowsMs.push(days * DAY_MS);
    }
    return {
      role: IDENTIFIER_ROLES.indexOf(rule.role),
      rank,
      strongBit: rule.role === 'strong' ? 1 << this.strongNames.indexOf(name) : 0,
      limitSlot: maxPerProfile === UNLIMITED ? -1 : this.limits.length - 1,
      maxPerProfile,
      maxProfiles: rule.limit?.profiles?.max ?? UNLIMITED,
      owner: rule.role === 'anonymous' ? (rule.owner ?? 'hand-over') : null,
      ...this.#values.termsOf(name),
    };
  }
}

const NO_KEY = {
  role: IDENTIFIER_ROLES.indexOf('recorded'),
  rank: 0,
  strongBit: 0,
  limitSlot: -1,
  maxPerProfile: UNLIMITED,
  maxProfiles: UNLIMITED,
  owner: null,
} as const;
