/**
 * What every identifier may do under one ruleset: IdentifierIndex → role and rank.
 *
 * Compiled once per distinct identifier, not per event, and grown as identifiers appear. The columns are plain typed
 * arrays for the fold; company identifiers are told apart by namespace here, and by use in the company graph.
 */

import type { Uint8Column, Uint16Column } from '../base/columns.ts';
import { uint8Column, uint16Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';
import type { IdentifierIndex, IdentifierTable, NamespaceIndex } from '../event/identifier-table.ts';
import { isCompanyNamespace } from '../identifier/namespaces.ts';
import type { IdentifierRole } from './identity.ts';
import { IDENTIFIER_ROLES } from './identity.ts';
import type { DeviceOwner, NamespaceRule, Ruleset } from './rules.ts';
import { EVERY_OTHER } from './rules.ts';
import { ValueTest } from './value-test.ts';

/** Indexes into IDENTIFIER_ROLES; those up to ROLE_LAST_KEY are keys. */
export const ROLE_STRONG = 0;
export const ROLE_ANONYMOUS = 1;
export const ROLE_LAST_KEY = 2;
export const ROLE_DEMOTED = 4;
export const ROLE_BLOCKED = 5;
export const ROLE_COMPANY = 6;

const DAY_MS = 86_400_000;
/** Identifiers compiled between two pauses. */
const COMPILED_AT_ONCE = 4096;
/** No limit: more values than there can be. */
export const UNLIMITED = 0xffffffff;

/** What the ruleset says of one namespace. */
export interface NamespaceTerms {
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
  readonly blocked: ValueTest;
  readonly demoted: ValueTest;
}

export class RoleTable {
  /** IdentifierIndex → index into IDENTIFIER_ROLES. */
  readonly roles: Uint8Column = uint8Column();
  /** IdentifierIndex → rank; 0 for what is no key. */
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
  readonly #ruleset: Ruleset;
  readonly #ruleOf = new Map<string, { rule: NamespaceRule; rank: number }>();
  /** One test a rule and not one a namespace: a log can bring thousands of namespaces. */
  readonly #tests = new Map<NamespaceRule | null, Pick<NamespaceTerms, 'blocked' | 'demoted'>>();

  constructor(ruleset: Ruleset, identifiers: IdentifierTable) {
    this.#identifiers = identifiers;
    this.#ruleset = ruleset;
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
      for (const name of rule.names) {
        this.#ruleOf.set(name, { rule, rank: rule.role === 'recorded' ? 0 : rank });
        if (rule.role !== 'strong') continue;
        above |= 1 << this.strongNames.length;
        this.strongNames.push(name);
      }
    }
  }

  get bytes(): number {
    return this.roles.bytes + this.ranks.bytes;
  }

  role(identifier: IdentifierIndex): IdentifierRole {
    return IDENTIFIER_ROLES[this.roles.at(identifier)]!;
  }

  termsOf(identifier: IdentifierIndex): NamespaceTerms {
    return this.terms[this.#identifiers.namespace.at(identifier)]!;
  }

  /** Compiles the identifiers that came since the last call. Cost: linear in the length of their values. */
  grow(): void {
    finish(this.growInSlices());
  }

  *growInSlices(): Slices {
    const { namespaceNames, namespace, size } = this.#identifiers;
    while (this.terms.length < namespaceNames.length) this.terms.push(this.#compile(this.terms.length));
    while (this.roles.length < size) {
      const end = Math.min(size, this.roles.length + COMPILED_AT_ONCE);
      for (let identifier = this.roles.length; identifier < end; identifier += 1) {
        const terms = this.terms[namespace.at(identifier)]!;
        const role = this.#roleOf(identifier, terms);
        this.roles.push(role);
        this.ranks.push(role <= ROLE_LAST_KEY ? terms.rank : 0);
      }
      yield;
    }
  }

  /** Lets an identifier count as blocked, or no longer, whatever the rules say of it. */
  setExcluded(identifier: IdentifierIndex, isExcluded: boolean): void {
    const terms = this.termsOf(identifier);
    const role = isExcluded ? ROLE_BLOCKED : this.#roleOf(identifier, terms);
    this.roles.set(identifier, role);
    this.ranks.set(identifier, role <= ROLE_LAST_KEY ? terms.rank : 0);
  }

  #roleOf(identifier: IdentifierIndex, terms: NamespaceTerms): number {
    const value = this.#identifiers.valueText(identifier);
    if (terms.blocked.matches(value)) return ROLE_BLOCKED;
    if (terms.role <= ROLE_LAST_KEY && terms.demoted.matches(value)) return ROLE_DEMOTED;
    return terms.role;
  }

  #compile(namespace: NamespaceIndex): NamespaceTerms {
    const name = this.#identifiers.namespaceNames[namespace]!;
    const named = this.#ruleOf.get(name);
    if (named === undefined && isCompanyNamespace(name))
      return { ...NO_KEY, role: ROLE_COMPANY, ...this.#testsOf(null) };
    const ruled = named ?? this.#ruleOf.get(EVERY_OTHER);
    if (ruled === undefined) return { ...NO_KEY, ...this.#testsOf(null) };
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
      ...(name === MAILBOX_NAMESPACE ? this.#makeTests(rule, true) : this.#testsOf(rule)),
    };
  }

  #testsOf(rule: NamespaceRule | null): Pick<NamespaceTerms, 'blocked' | 'demoted'> {
    let tests = this.#tests.get(rule);
    if (tests === undefined) {
      tests = this.#makeTests(rule, false);
      this.#tests.set(rule, tests);
    }
    return tests;
  }

  #makeTests(rule: NamespaceRule | null, isMailbox: boolean): Pick<NamespaceTerms, 'blocked' | 'demoted'> {
    const { blocked, demoted } = this.#ruleset;
    return {
      blocked: new ValueTest([blocked, rule?.blocked], []),
      demoted: new ValueTest([demoted, rule?.demoted], isMailbox ? demoted.mailboxes : []),
    };
  }
}

/** Where the local parts of `demoted.mailboxes` apply. */
const MAILBOX_NAMESPACE = 'email';

const NO_KEY = {
  role: IDENTIFIER_ROLES.indexOf('recorded'),
  rank: 0,
  strongBit: 0,
  limitSlot: -1,
  maxPerProfile: UNLIMITED,
  maxProfiles: UNLIMITED,
  owner: null,
} as const;
