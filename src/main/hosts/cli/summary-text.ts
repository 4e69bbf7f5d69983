/** The summary for a person: aligned figures, nothing that is zero without meaning. */

import type { IdentitySummary } from '#shared/identity/summary.ts';

export function summaryText(summary: IdentitySummary & { readonly seconds: number }): string {
  const { profiles, duplicates } = summary;
  const all = profiles.anonymous + profiles.known + profiles.unified;
  const rows: [string, number, string][] = [
    ['Records read', summary.read, ''],
    ['Events', summary.events, ''],
    [
      'Duplicates',
      duplicates.same + duplicates.sameContent,
      `${duplicates.sameContent} of them without an id`,
    ],
    ['Unresolved', summary.unresolved, 'events that name nobody'],
    ['Rejected', summary.rejected, ''],
    [
      'Profiles',
      all,
      `${profiles.anonymous} anonymous, ${profiles.known} known, ${profiles.unified} unified`,
    ],
    ['Companies', summary.companies, ''],
    ['Merges', summary.merges, ''],
    ['Refusals', summary.refusals, 'merges that a rule prevented'],
  ];
  if (summary.idReused > 0)
    rows.push(['Reused ids', summary.idReused, 'one id with different content, kept as events']);
  const width = Math.max(...rows.map(([, figure]) => figure.toLocaleString('en').length));
  const lines = rows.map(([label, figure, note]) => {
    const text = `${label.padEnd(14)}${figure.toLocaleString('en').padStart(width)}`;
    return note === '' ? text : `${text}  ${note}`;
  });
  const identifiers = Object.entries(summary.identifiers).map(
    ([namespace, count]) => `${namespace} ${count.toLocaleString('en')}`,
  );
  lines.push(`Identifiers   ${identifiers.join(', ')}`);
  lines.push(`Digest        ${summary.digest}`, `${summary.seconds} seconds`);
  return `${lines.join('\n')}\n`;
}
