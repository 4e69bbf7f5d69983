/** Addresses that several people read: a key whose local part names a role, and on whose events people differ. */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { ROLE_MAILBOXES } from '../../identifier/placeholders.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { aboutShared, Gravest, mending } from './finding.ts';
import { offer } from './rule-change.ts';

const ROLES: ReadonlySet<string> = new Set(ROLE_MAILBOXES);

export const roleMailboxes: Lint = {
  kind: 'role-mailbox',
  *find(subject) {
    const { engine, census } = subject;
    const { identifierTable } = engine.store;
    const email = identifierTable.namespaceNames.indexOf('email');
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (census.namespaceOf(identifier) !== email || !census.isKey(identifier)) continue;
      const people = peopleBehind(subject, identifier);
      if (people >= 2 && isRole(mailboxOf(identifierTable.valueText(identifier))))
        gravest.add(people, identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

/** The most names, phones or logins that one kind of them shows. */
function peopleBehind({ census }: LintSubject, identifier: IdentifierIndex): number {
  return Math.max(census.names[identifier]!, census.contacts[identifier]!);
}

function mailboxOf(address: string): string {
  return address.slice(0, Math.max(0, address.indexOf('@'))).toLowerCase();
}

/** True when a word of the local part, its final digits aside, is the name of a role: `sales.berlin`, `info2`. */
function isRole(mailbox: string): boolean {
  if (ROLES.has(mailbox)) return true;
  return mailbox.split(/[._+-]/).some((word) => ROLES.has(word.replace(/\d+$/, '')));
}

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine } = subject;
  const people = peopleBehind(subject, identifier);
  const value = engine.store.identifierTable.valueText(identifier);
  return {
    kind: 'role-mailbox',
    severity: people >= 3 ? 'high' : 'medium',
    ...aboutShared(subject, identifier, people),
    sentence: `${value} is the mailbox of a role, and ${people} different names, phones or logins appear with it`,
    ...mending(
      offer(engine.ruleset, { kind: 'demote-mailbox', mailbox: mailboxOf(value) }),
      'ask for a personal address beside that of the office',
    ),
  };
}
