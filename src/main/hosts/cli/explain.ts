/** `weft explain`: why two identifiers are one person and what that hangs on, or why not and what would join them. */

import { searchSpellings } from '#shared/identifier/search-spellings.ts';
import { explain } from '#shared/identity/explain/explain.ts';
import { explainNot } from '#shared/identity/explain/explain-not.ts';
import type { Target } from '#shared/identity/explain/explainable.ts';
import { identifierTarget } from '#shared/identity/explain/explainable.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { apartReport, togetherReport } from './explain-report.ts';
import { explanationText } from './explain-text.ts';
import { mustNamePaths, readLogs, wishesOf } from './read-logs.ts';
import { resolutionWishesOf, resolveWished } from './resolution-wishes.ts';
import { loadRuleset } from './rulesets.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError } from './usage.ts';

export async function explainCommand(line: CommandLine, outFolder: string): Promise<number> {
  mustNamePaths(line);
  const [from, to] = [asked(line, 'from'), asked(line, 'to')];
  const wished = await resolutionWishesOf(line, (await wishesOf(line)).zone);
  const {
    engine: whole,
    files,
    wishes,
  } = await readLogs(line, outFolder, await loadRuleset(line.text('rules')));
  const engine = resolveWished({ engine: whole, files }, wished);
  const a = targetOf(engine, from, wishes.country);
  const b = targetOf(engine, to, wishes.country);
  if (a.identifier === b.identifier)
    throw new UsageError(`--from and --to are one identifier, ${from}; right is: ${COMMAND_FORMS.explain}`);
  const told = { engine, a, b, sourceName: (source: number) => files[source]!.name };
  const together = explain(engine, a, b);
  const apart = together === null ? explainNot(engine, a, b) : null;
  const report = together === null ? apartReport(told, apart!) : togetherReport(told, together);
  process.stdout.write(line.flag('json') ? `${JSON.stringify(report)}\n` : explanationText(report));
  return 0;
}

function asked(line: CommandLine, option: 'from' | 'to'): string {
  const text = line.text(option);
  if (text !== undefined && /^[^:]+:./s.test(text)) return text;
  const said = text === undefined ? `--${option} is missing` : `--${option} is "${text}", expected NS:VALUE`;
  throw new UsageError(`${said}; right is: ${COMMAND_FORMS.explain}`);
}

/** The identifier in normal form or, when no event carries that, as it is written. */
function targetOf(
  engine: Resolution,
  text: string,
  country: string | null,
): Extract<Target, { readonly kind: 'identifier' }> {
  const asWritten = { namespace: text.slice(0, text.indexOf(':')), value: text.slice(text.indexOf(':') + 1) };
  for (const { namespace, value } of [...searchSpellings(text, country).slice(0, 2), asWritten]) {
    const target = identifierTarget(engine, namespace, value);
    if (target.ok && target.value.kind === 'identifier') return target.value;
  }
  throw new Fault('not-found', `no event carries ${text}`, { context: { identifier: text } });
}
