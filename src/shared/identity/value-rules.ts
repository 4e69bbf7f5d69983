/**
 * What a ruleset says of values, whatever log they are from: which rule their namespace has, on which lists they are, and
 * by which value their key is known. A value that a list names as it is written is set aside as it is written; every
 * other list is asked of the key. Compiled once a rule and not once a namespace, of which a log can bring thousands.
 */

import { isCompanyNamespace } from '../identifier/namespaces.ts';
import { NormalForm } from './normal-form.ts';
import type { NamespaceRule, Ruleset } from './rules.ts';
import { EVERY_OTHER } from './rules.ts';
import { ValueTest } from './value-test.ts';

export interface ValueTerms {
  readonly blocked: ValueTest;
  readonly demoted: ValueTest;
  /** null: values are keys as they were read. */
  readonly normalForm: NormalForm | null;
}

export interface RankedRule {
  readonly rule: NamespaceRule;
  /** 1 is the highest; 0 for what is no key. */
  readonly rank: number;
}

/** Where the local parts of `demoted.mailboxes` apply. */
const MAILBOX_NAMESPACE = 'email';

export class ValueRules {
  /** False: every value is its own key. */
  readonly normalises: boolean;
  readonly #ruleset: Ruleset;
  readonly #ruleOf = new Map<string, RankedRule>();
  readonly #terms = new Map<NamespaceRule | null, ValueTerms>();
  #mailTerms: ValueTerms | null = null;

  constructor(ruleset: Ruleset) {
    this.#ruleset = ruleset;
    this.normalises = ruleset.namespaces.some(({ normalise }) => normalise !== undefined);
    let rank = 0;
    for (const rule of ruleset.namespaces) {
      const isRecorded = rule.role === 'recorded';
      if (!isRecorded && rule.sameRank !== true) rank += 1;
      for (const name of rule.names) this.#ruleOf.set(name, { rule, rank: isRecorded ? 0 : rank });
    }
  }

  /** null when it is a company's, or nobody ranked it. */
  ruleOf(namespace: string): RankedRule | null {
    const named = this.#ruleOf.get(namespace);
    if (named !== undefined) return named;
    return isCompanyNamespace(namespace) ? null : (this.#ruleOf.get(EVERY_OTHER) ?? null);
  }

  termsOf(namespace: string): ValueTerms {
    const rule = this.ruleOf(namespace)?.rule ?? null;
    if (namespace === MAILBOX_NAMESPACE && rule !== null) {
      this.#mailTerms ??= this.#compile(rule, true);
      return this.#mailTerms;
    }
    let terms = this.#terms.get(rule);
    if (terms === undefined) {
      terms = this.#compile(rule, false);
      this.#terms.set(rule, terms);
    }
    return terms;
  }

  /** The value by which an identifier's key is known, whether or not a log carries either. */
  keyValue(namespace: string, value: string): string {
    return this.normalises ? keyValue(value, this.termsOf(namespace)) : value;
  }

  #compile(rule: NamespaceRule | null, isMailbox: boolean): ValueTerms {
    const { blocked, demoted } = this.#ruleset;
    return {
      blocked: new ValueTest([blocked, rule?.blocked], []),
      demoted: new ValueTest([demoted, rule?.demoted], isMailbox ? demoted.mailboxes : []),
      normalForm: rule?.normalise === undefined ? null : new NormalForm(rule.normalise),
    };
  }
}

/** What is on a list as it is written, or has no normal form, is known by its own spelling. */
export function keyValue(value: string, { normalForm, blocked, demoted }: ValueTerms): string {
  if (normalForm === null || blocked.matches(value) || demoted.matches(value)) return value;
  const form = normalForm.of(value);
  return form === '' ? value : form;
}
