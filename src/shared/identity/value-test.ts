/**
 * Whether a value is on one of a ruleset's lists: exact values, mailboxes and patterns of all lists that concern a
 * namespace, compiled into one test. All patterns become one alternation, so that RE2 reads a value once.
 */

import type { RE2JS } from 're2js';
import type { ValueList } from './rules.ts';
import { compilePattern } from './rules.ts';

export class ValueTest {
  readonly #values = new Set<string>();
  readonly #mailboxes = new Set<string>();
  readonly #pattern: RE2JS | null;

  constructor(lists: readonly (ValueList | undefined)[], mailboxes: readonly string[]) {
    const patterns: string[] = [];
    for (const list of lists) {
      for (const value of list?.values ?? []) this.#values.add(value.toLowerCase());
      for (const pattern of list?.patterns ?? []) patterns.push(`(?:${pattern})`);
    }
    for (const mailbox of mailboxes) this.#mailboxes.add(mailbox.toLowerCase());
    this.#pattern = patterns.length === 0 ? null : compilePattern(patterns.join('|'));
  }

  /** Cost: linear in the value, which patterns see as it is written, so that one of them can insist on its case. */
  matches(value: string): boolean {
    const folded = value.toLowerCase();
    if (this.#values.has(folded)) return true;
    if (this.#mailboxes.size > 0) {
      const at = folded.indexOf('@');
      if (at > 0 && this.#mailboxes.has(folded.slice(0, at))) return true;
    }
    return this.#pattern?.testExact(value) ?? false;
  }
}
