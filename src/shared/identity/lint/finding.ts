/**
 * What lint finds: a blind spot of the log or of the rules, with its subjects, figures, evidence, one sentence, and a
 * change that would mend it. A module for each kind looks for it; all read the census, and none changes anything.
 */

import type { Slices } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census, Resolved } from '../census.ts';
import type { ProfileIndex } from '../identity.ts';
import type { Override } from '../overrides.ts';
import type { Ruleset } from '../rules.ts';
import type { Proposal } from './rule-change.ts';

export const FINDING_KINDS = [
  'shared-device',
  'surviving-cookie',
  'shared-contact',
  'role-mailbox',
  'placeholder',
  'supernode',
  'weak-bridge',
  'several-logins',
  'tie',
  'dangling-identifiers',
  'namespaces-never-meet',
  'unnormalised-hashes',
  'registered-without-email',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly identifiers: readonly IdentifierIndex[];
  readonly profiles: readonly ProfileIndex[];
  readonly namespaces: readonly string[];
  /** What was counted, in the words of the sentence. */
  readonly counts: readonly { readonly of: string; readonly count: number }[];
  /** At most 5. */
  readonly evidence: readonly EventIndex[];
  readonly sentence: string;
  /** What hangs on it: events that carry it, and people whose profile it concerns. */
  readonly touched: { readonly events: number; readonly profiles: number };
  /** null when no rule can mend it. */
  readonly proposal: Proposal | null;
  /** What to change where the log is written; null when `proposal` mends it. */
  readonly atSource: string | null;
}

export interface Found {
  /** All there are; `findings` has the gravest of them. */
  readonly total: number;
  readonly findings: readonly Finding[];
}

export type LintEngine = Resolved & {
  readonly ruleset: Ruleset;
  readonly overrides: readonly Override[];
};

export interface LintSubject {
  readonly engine: LintEngine;
  readonly census: Census;
}

export interface Lint {
  readonly kind: FindingKind;
  find(subject: LintSubject): Slices<Found>;
}

export const MOST_EVIDENCE = 5;
const MOST_PROFILES = 5;
const MOST_FINDINGS = 100;

/** A proposal or, without one, what to change at the source. */
export function mending(proposal: Proposal | null, atSource: string): Pick<Finding, 'proposal' | 'atSource'> {
  return { proposal, atSource: proposal === null ? atSource : null };
}

/** Candidates of which the gravest are kept; of equal ones those that came first. Cost: n log n. */
export class Gravest<T> {
  total = 0;
  #kept: { readonly weight: number; readonly order: number; readonly item: T }[] = [];

  add(weight: number, item: T): void {
    this.#kept.push({ weight, order: this.total, item });
    this.total += 1;
    if (this.#kept.length >= MOST_FINDINGS * 2) this.#sort();
  }

  found(toFinding: (item: T) => Finding): Found {
    this.#sort();
    return { total: this.total, findings: this.#kept.map(({ item }) => toFinding(item)) };
  }

  #sort(): void {
    this.#kept.sort((a, b) => b.weight - a.weight || a.order - b.order);
    this.#kept.length = Math.min(this.#kept.length, MOST_FINDINGS);
  }
}

export function valueOf(engine: Resolved, identifier: IdentifierIndex): string {
  return engine.store.identifierTable.valueText(identifier);
}

/** `value (namespace)`. */
export function nameOf(engine: Resolved, identifier: IdentifierIndex): string {
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return `${value} (${namespace})`;
}

/** The profiles that have ever had an identifier, each once. */
export function profilesWith(engine: Resolved, identifier: IdentifierIndex): ProfileIndex[] {
  const profiles = new Set<ProfileIndex>();
  for (const { profile } of engine.membershipsOfIdentifier(identifier))
    profiles.add(engine.canonical(profile));
  return [...profiles];
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The profiles and events that hang on one identifier. */
export function touchedBy(
  { engine, census }: LintSubject,
  identifier: IdentifierIndex,
): Pick<Finding, 'profiles' | 'touched'> {
  const profiles = profilesWith(engine, identifier);
  return {
    profiles: profiles.slice(0, MOST_PROFILES),
    touched: { events: census.events(identifier), profiles: profiles.length },
  };
}

/** What every finding about one value of several people says of it. */
export function aboutShared(
  subject: LintSubject,
  identifier: IdentifierIndex,
  people: number,
): Pick<Finding, 'identifiers' | 'profiles' | 'namespaces' | 'counts' | 'evidence' | 'touched'> {
  const { engine, census } = subject;
  return {
    identifiers: [identifier],
    ...touchedBy(subject, identifier),
    namespaces: [engine.store.identifierTable.namespaceName(identifier)],
    counts: [
      { of: 'people', count: people },
      { of: 'events', count: census.events(identifier) },
    ],
    evidence: Array.from(census.carriers(identifier).subarray(0, MOST_EVIDENCE)),
  };
}
