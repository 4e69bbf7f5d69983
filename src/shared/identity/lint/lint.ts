/** All kinds of findings over one engine: blind spots of its log and rules, with evidence and what would mend them. */

import { Census } from '../census.ts';
import { danglingIdentifiers } from './dangling-identifiers.ts';
import type { Finding, FindingKind, Lint, LintEngine } from './finding.ts';
import { SEVERITIES } from './finding.ts';
import { namespacesNeverMeet } from './namespaces-never-meet.ts';
import { placeholders } from './placeholders.ts';
import { registeredWithoutEmail } from './registered-without-email.ts';
import { roleMailboxes } from './role-mailboxes.ts';
import { severalLogins } from './several-logins.ts';
import { sharedContacts } from './shared-contacts.ts';
import { sharedDevices } from './shared-devices.ts';
import { supernodes } from './supernodes.ts';
import { survivingCookies } from './surviving-cookies.ts';
import { ties } from './ties.ts';
import { weakBridges } from './weak-bridges.ts';

const LINTS: readonly Lint[] = [
  sharedDevices,
  survivingCookies,
  sharedContacts,
  roleMailboxes,
  placeholders,
  supernodes,
  weakBridges,
  severalLogins,
  ties,
  danglingIdentifiers,
  namespacesNeverMeet,
  registeredWithoutEmail,
];

export interface LintReport {
  /** How many of each kind there are, kinds without any included. */
  readonly totals: readonly { readonly kind: FindingKind; readonly total: number }[];
  /** The gravest of each kind, at most 100: high severity first, then in the order of the kinds. */
  readonly findings: readonly Finding[];
}

/** Assumes a settled engine. A census that is at hand can be given. Cost: as `Census`, and linear in the profiles. */
export function lint(engine: LintEngine, census: Census = new Census(engine)): LintReport {
  const found = LINTS.map((one) => ({ kind: one.kind, ...one.find({ engine, census }) }));
  const findings = found.flatMap((one) => one.findings);
  return {
    totals: found.map(({ kind, total }) => ({ kind, total })),
    findings: findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
  };
}
