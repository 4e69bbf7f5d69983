/** An explanation for a person: the answer first, then its steps, each a sentence on a line of its own. */

import type { ApartReport, TogetherReport } from './explain-report.ts';

export function explanationText(report: TogetherReport | ApartReport): string {
  const lines = report.together ? togetherLines(report) : apartLines(report);
  return `${lines.join('\n')}\n`;
}

function togetherLines({ from, to, path, weakest, cuts }: TogetherReport): string[] {
  const lines = [`${from} and ${to} are one person.`, ''];
  if (path === null) lines.push('No chain of events connects them: the rules joined them in another way.');
  path?.forEach(({ sentence }, at) => lines.push(`${at + 1}. ${sentence}.`));
  if (weakest !== null) lines.push('', `${weakest.sentence}.`);
  lines.push('', ...cuts.map(({ sentence }) => `${sentence}.`));
  return lines;
}

function apartLines({ from, to, obstacles, omittedObstacles, changes, sentence }: ApartReport): string[] {
  const lines = [`${from} and ${to} are not one person.`];
  if (obstacles.length > 0) lines.push('', ...obstacles.map((obstacle) => `- ${obstacle.sentence}.`));
  if (omittedObstacles > 0) lines.push(`- ${omittedObstacles} more of the kind.`);
  if (changes.length > 0) lines.push('', ...changes.map((change) => `- ${change.sentence}.`));
  if (sentence !== null) lines.push('', `${sentence}.`);
  return lines;
}
