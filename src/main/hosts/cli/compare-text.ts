/** What `weft compare` answers, for a person: totals first, then where the two part, then the profiles concerned. */

import type { Quality } from '#shared/identity/quality.ts';
import type { CompareReport, ReportedDivergence } from './compare-report.ts';

const LISTED = 10;

const count = (value: number): string => value.toLocaleString('en');

export function compareText(report: CompareReport & { readonly seconds: number }): string {
  const lines = [
    `Before        ${sideText(report.before)}`,
    `After         ${sideText(report.after)}`,
    ...totalLines(report),
    ...divergenceLines('They part', report.firstDivergence),
    ...differingLines(report),
    ...(report.quality === null ? [] : qualityLines(report.quality)),
    `${report.seconds} seconds`,
  ];
  return `${lines.join('\n')}\n`;
}

function sideText(side: CompareReport['before']): string {
  const { rules, policy, order, asOf, overrides, withoutSources } = side;
  const parts = [rules === policy ? rules : `${rules} (${policy})`];
  if (overrides.count > 0) parts.push(`${count(overrides.count)} overrides`);
  if (withoutSources.length > 0) parts.push(`without ${withoutSources.join(', ')}`);
  if (order !== 'event') parts.push('by received time');
  if (asOf !== null) parts.push(`as of ${asOf}`);
  return parts.join(', ');
}

function totalLines({ profiles, events, identifiers, revenue, states }: CompareReport): string[] {
  const flow = ({ kept, moved, lost, gained }: CompareReport['events']): string =>
    `${count(kept)} stay, ${count(moved)} move, ${count(lost)} are lost, ${count(gained)} are new`;
  return [
    `Profiles      ${count(profiles.before)} before, ${count(profiles.after)} after: ${count(profiles.split)} split, ${count(profiles.merged)} merged, ${count(profiles.differing)} differ in any way`,
    `Events        ${flow(events)}`,
    `Identifiers   ${flow(identifiers)}`,
    ...revenue.map(
      (sum) =>
        `Revenue       ${sum.currency === '' ? 'without a currency' : sum.currency}: ${count(sum.before)} before, ${count(sum.after)} after; ${count(sum.left)} left its profile, ${count(sum.came)} came to another`,
    ),
    ...states.map(
      (change) => `States        ${count(change.count)} from ${change.before} to ${change.after}`,
    ),
  ];
}

function divergenceLines(label: string, divergence: ReportedDivergence | null): string[] {
  if (divergence === null) return [`${label}: nowhere`];
  const said = (side: string, sentences: readonly string[] | null): string[] => {
    if (sentences === null) return [`  ${side}: no event of this side`];
    return sentences.length === 0
      ? [`  ${side}: nothing is decided`]
      : sentences.map((sentence) => `  ${side}: ${sentence}`);
  };
  return [
    `${label} at ${divergence.at ?? 'an undated event'}, event ${divergence.eventId}`,
    ...said('before', divergence.before),
    ...said('after', divergence.after),
  ];
}

function differingLines({ differing, profiles }: CompareReport): string[] {
  const shown = differing.slice(0, LISTED);
  const nameOf = (side: CompareReport['differing'][number]['before']): string =>
    side === null ? 'nobody' : `${side.name} (${count(side.events)})`;
  const lines = shown.map(
    (row) =>
      `  ${nameOf(row.before)} → ${nameOf(row.after)}: ${count(row.left)} events left, ${count(row.came)} came`,
  );
  if (lines.length === 0) return [];
  const more = profiles.differing - shown.length;
  return ['Most changed', ...lines, ...(more > 0 ? [`  and ${count(more)} more`] : [])];
}

function qualityLines({ before, after }: NonNullable<CompareReport['quality']>): string[] {
  const share = (value: number): string => value.toFixed(4);
  const line = (label: string, of: (quality: Quality) => Quality['pairwise']): string => {
    const text = (quality: Quality): string => {
      const { precision, recall, f1 } = of(quality);
      return `precision ${share(precision)} recall ${share(recall)} F1 ${share(f1)}`;
    };
    return `  ${label}  before ${text(before)}   after ${text(after)}`;
  };
  return [
    `Against the truth, on ${count(before.events)} events before and ${count(after.events)} after`,
    line('pairs  ', ({ pairwise }) => pairwise),
    line('B-cubed', ({ bCubed }) => bCubed),
  ];
}
