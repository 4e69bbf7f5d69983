/** All kinds of findings over one engine: blind spots of its log and rules, with evidence and what would mend them. */

import type { Progress } from '../../base/slices.ts';
import { finish, withProgress } from '../../base/slices.ts';
import type { Census } from '../census.ts';
import { censusInSlices } from '../census.ts';
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
import { unnormalisedHashes } from './unnormalised-hashes.ts';
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
  unnormalisedHashes,
];

export interface LintReport {
  /** How many of each kind there are, kinds without any included. */
  readonly totals: readonly { readonly kind: FindingKind; readonly total: number }[];
  /** The gravest of each kind, at most 100: high severity first, and of equal ones that on which more hangs. */
  readonly findings: readonly Finding[];
}

/** Assumes a settled engine. A census that is at hand can be given. Cost: as `Census`, and linear in the profiles. */
export function lint(engine: LintEngine, census?: Census): LintReport {
  return finish(lintInSlices(engine, census));
}

/** The same, pausing; progress is in kinds, of which the census counts for one. */
export function* lintInSlices(
  engine: LintEngine,
  known?: Census,
): Generator<Progress, LintReport, undefined> {
  const total = LINTS.length + 1;
  const census = known ?? (yield* withProgress(censusInSlices(engine), () => ({ done: 0, total })));
  const totals: { kind: FindingKind; total: number }[] = [];
  const findings: Finding[] = [];
  for (const one of LINTS) {
    const done = totals.length + 1;
    const found = yield* withProgress(one.find({ engine, census }), () => ({ done, total }));
    totals.push({ kind: one.kind, total: found.total });
    findings.push(...found.findings);
    yield { done: done + 1, total };
  }
  return { totals, findings: findings.sort(compareGravity) };
}

/** High severity first, then what more events hang on. */
function compareGravity(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.touched.events - a.touched.events ||
    b.touched.profiles - a.touched.profiles
  );
}
