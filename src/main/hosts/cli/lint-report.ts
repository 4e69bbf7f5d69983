/** What `weft lint` found, in the terms of the log: identifiers, profile ids, records by file and line. */

import type { EventIndex } from '#shared/event/event-store.ts';
import type { Finding, FindingKind, Severity } from '#shared/identity/lint/finding.ts';
import type { LintReport } from '#shared/identity/lint/lint.ts';
import type { Proposal } from '#shared/identity/lint/rule-change.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import type { Risk } from '#shared/identity/risk/risk.ts';
import { HIGH_RISK } from '#shared/identity/risk/risk.ts';
import type { ScorePart, Waterfall } from '#shared/identity/risk/waterfall.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import type { ReadFile } from './unified-files.ts';

const MOST_MERGES = 20;
/** Of the parts of a score, those that weigh most, for a person to read. */
const MOST_PARTS = 3;

export interface Linted {
  readonly engine: Resolution;
  readonly files: readonly ReadFile[];
  readonly found: LintReport;
  readonly risk: Risk;
}

interface RecordPlace {
  readonly eventId: string;
  readonly source: string;
  readonly line: number;
}

interface NamedValue {
  readonly namespace: string;
  readonly value: string;
}

interface FindingRecord {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly sentence: string;
  readonly identifiers: readonly NamedValue[];
  readonly profiles: readonly string[];
  readonly namespaces: readonly string[];
  readonly counts: readonly { readonly of: string; readonly count: number }[];
  readonly touched: Finding['touched'];
  readonly evidence: readonly RecordPlace[];
  readonly proposal: Proposal | null;
  readonly atSource: string | null;
}

interface PartRecord extends Pick<ScorePart, 'name' | 'amount' | 'points'> {
  readonly identifiers: readonly NamedValue[];
  readonly evidence: readonly RecordPlace[];
}

interface MergeRecord extends Pick<Waterfall, 'score' | 'base'> {
  readonly sentence: string;
  readonly parts: readonly PartRecord[];
  readonly profile: string;
  readonly event: RecordPlace;
}

export interface LintAnswer {
  readonly totals: LintReport['totals'];
  readonly findings: readonly FindingRecord[];
  /** Merges of high risk: how many there are, and the riskiest. */
  readonly riskyMerges: { readonly total: number; readonly merges: readonly MergeRecord[] };
}

export function lintReport({ engine, files, found, risk }: Linted): LintAnswer {
  const placeOf = (event: EventIndex): RecordPlace => {
    const source = engine.store.source.at(event);
    return {
      eventId: engine.store.eventId(event),
      source: files[source]?.name ?? `source ${source}`,
      line: engine.store.line.at(event),
    };
  };
  const risky = risk.merges
    .map((merge, position) => ({ merge, score: risk.mergeScores[position]! }))
    .filter(({ score }) => score >= HIGH_RISK)
    .sort((a, b) => b.score - a.score);
  return {
    totals: found.totals,
    findings: found.findings.map((finding) => findingRecord(engine, finding, placeOf)),
    riskyMerges: {
      total: risky.length,
      merges: risky.slice(0, MOST_MERGES).map(({ merge }) => {
        const { score, base, parts } = risk.ofMerge(merge)!; // a merge of `risk.merges`
        return {
          sentence: decisionSentence(engine, merge),
          profile: engine.profileId(engine.canonical(engine.decision(merge).profile)),
          event: placeOf(engine.decision(merge).event),
          score,
          base,
          parts: parts.map(({ name, amount, points, identifiers, events }) => ({
            name,
            amount,
            points,
            identifiers: identifiers.map((identifier) => engine.store.identifierTable.get(identifier)),
            evidence: events.map(placeOf),
          })),
        };
      }),
    },
  };
}

function findingRecord(
  engine: Resolution,
  finding: Finding,
  placeOf: (event: EventIndex) => RecordPlace,
): FindingRecord {
  const { kind, severity, sentence, namespaces, counts, touched, proposal, atSource } = finding;
  return {
    kind,
    severity,
    sentence,
    identifiers: finding.identifiers.map((identifier) => engine.store.identifierTable.get(identifier)),
    profiles: finding.profiles.map((profile) => engine.profileId(profile)),
    namespaces,
    counts,
    touched,
    evidence: finding.evidence.map(placeOf),
    proposal,
    atSource,
  };
}

export function lintText({
  totals,
  findings,
  riskyMerges,
  seconds,
}: LintAnswer & { seconds: number }): string {
  const lines: string[] = [];
  for (const finding of findings) {
    lines.push(`${finding.severity.padEnd(6)}  ${finding.kind}: ${finding.sentence}`);
    if (finding.evidence.length > 0)
      lines.push(`        seen at ${finding.evidence.map(placeText).join(', ')}`);
    if (finding.proposal !== null) lines.push(`        proposed: ${proposalText(finding.proposal)}`);
    if (finding.atSource !== null) lines.push(`        at the source: ${finding.atSource}`);
  }
  for (const { score, sentence, parts, event } of riskyMerges.merges) {
    lines.push(`risk ${score.toFixed(2)}  ${sentence}`);
    lines.push(`        seen at ${placeText(event)}`);
    for (const part of parts.toSorted((a, b) => b.points - a.points).slice(0, MOST_PARTS)) {
      const seen = part.evidence.length === 0 ? '' : ` (${part.evidence.map(placeText).join(', ')})`;
      lines.push(`        ${part.name} ${part.points < 0 ? '' : '+'}${part.points.toFixed(2)}${seen}`);
    }
  }
  lines.push(
    totalText(totals, findings.length),
    `${riskyMerges.total} ${riskyMerges.total === 1 ? 'merge' : 'merges'} of high risk`,
    `${seconds} seconds`,
  );
  return `${lines.join('\n')}\n`;
}

/** How many of each kind there are; when there are none, what was looked for. */
function totalText(totals: LintAnswer['totals'], shown: number): string {
  const all = totals.reduce((sum, { total }) => sum + total, 0);
  if (all === 0) return `nothing found of ${totals.map(({ kind }) => kind).join(', ')}`;
  const kinds = totals.filter(({ total }) => total > 0).map(({ kind, total }) => `${kind} ${total}`);
  const cut = all > shown ? `, ${shown} of them shown` : '';
  return `${all} ${all === 1 ? 'finding' : 'findings'}${cut}: ${kinds.join(', ')}`;
}

function placeText({ source, line }: RecordPlace): string {
  return `${source}:${line}`;
}

function proposalText(proposal: Proposal): string {
  switch (proposal.kind) {
    case 'block':
    case 'demote':
      return `${proposal.kind} ${proposal.namespace}:${proposal.value}`;
    case 'demote-mailbox':
      return `demote ${proposal.mailbox}@ of every domain`;
    case 'limit':
      return `at most ${proposal.perProfile} ${proposal.namespace} a profile`;
    case 'role':
      return `make ${proposal.namespace} ${proposal.role}`;
    case 'pin':
    case 'cut':
      return `${proposal.kind} ${proposal.a.namespace}:${proposal.a.value} and ${proposal.b.namespace}:${proposal.b.value}`;
  }
}
