import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareCommand } from '#main/hosts/cli/compare.ts';
import { sampleCommand } from '#main/hosts/cli/sample.ts';
import { unifyCommand } from '#main/hosts/cli/unify.ts';
import { parseCommandLine, UsageError } from '#main/hosts/cli/usage.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { useCommandRun } from '../../../support/command-run.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const OUT = join(ROOT, 'out');
const SHOP = join(ROOT, 'samples/shop.ndjson');

const run = useCommandRun();

async function compareLogs(...args: string[]) {
  run.forget();
  expect(await compareCommand(parseCommandLine(['compare', ...args]), OUT)).toBe(0);
  return args.includes('--json') ? JSON.parse(run.printed) : null;
}

async function unifyLogs(...args: string[]) {
  run.forget();
  await unifyCommand(parseCommandLine(['unify', ...args, '--json']), OUT);
  const { seconds: _, ...summary } = JSON.parse(run.printed);
  return summary;
}

function log(name: string, events: readonly object[]): string {
  const path = join(run.folder, name);
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

const MINUTES = [
  {
    at: '2026-01-01T10:00:00Z',
    receivedAt: '2026-01-01T10:00:00Z',
    identifiers: { email: 'ada@x.example', anonymous_id: 'd' },
  },
  {
    at: '2026-01-01T10:01:00Z',
    receivedAt: '2026-01-01T10:30:00Z',
    identifiers: { email: 'ben@x.example', anonymous_id: 'd' },
  },
  { at: '2026-01-01T10:02:00Z', receivedAt: '2026-01-01T10:02:00Z', identifiers: { anonymous_id: 'd' } },
].map((event, place) => ({ id: `e${place + 1}`, type: 'track', name: 'Looked', ...event }));

describe('weft compare', () => {
  test('sets two rulesets side by side, with totals that agree with weft unify', async () => {
    const rules = ['--rules', 'customerlabs', '--rules', 'components'];
    const report = await compareLogs(SHOP, '--country', 'DE', ...rules, '--json');
    const before = await unifyLogs(SHOP, '--country', 'DE');
    const after = await unifyLogs(SHOP, '--country', 'DE', '--rules', 'components');
    expect(report.before).toMatchObject({ policy: 'customerlabs', digest: before.digest, asOf: null });
    expect(report.after).toMatchObject({ policy: 'components', digest: after.digest });
    const all = ({ profiles }: typeof before) => profiles.anonymous + profiles.known + profiles.unified;
    expect(report.profiles).toMatchObject({ before: all(before), after: all(after), split: 0 });
    expect(report.profiles.merged).toBeGreaterThan(0);
    expect(report.merged).toHaveLength(report.profiles.merged);
    expect(report.events.moved).toBeGreaterThan(0);
    expect(report.firstDivergence.after.length + report.firstDivergence.before.length).toBeGreaterThan(0);
    for (const { before: had, after: has, left, came } of report.revenue)
      expect(had - left + came).toBeCloseTo(has, 6);
    const turned = await compareLogs(
      SHOP,
      '--country',
      'DE',
      '--policies',
      'components,customerlabs',
      '--json',
    );
    expect(turned.profiles.split).toBe(report.profiles.merged);
    expect(turned.events).toMatchObject({ kept: report.events.kept, moved: report.events.moved });
  });

  test('prints the same figures for a person', async () => {
    await compareLogs(log('a.ndjson', MINUTES), '--policies', 'customerlabs,components');
    expect(run.printed).toMatch(/Before +customerlabs\nAfter +components\n/);
    expect(run.printed).toMatch(/Profiles +2 before, 1 after: 0 split, 1 merged, 2 differ in any way/);
    expect(run.printed).toMatch(/They part at 2026-01-01T10:01:00.000Z, event e2\n {2}before: /);
  });

  test('finds nothing between a ruleset and itself', async () => {
    const report = await compareLogs(SHOP, '--policies', 'customerlabs,customerlabs', '--json');
    expect(report).toMatchObject({ firstDivergence: null, differing: [], split: [], merged: [], states: [] });
    expect(report.events).toMatchObject({ moved: 0, lost: 0, gained: 0 });
  });

  test('shows who depends on the order in which records arrived', async () => {
    const report = await compareLogs(log('a.ndjson', MINUTES), '--order', 'received', '--json');
    expect([report.before.order, report.after.order]).toEqual(['event', 'received']);
    expect(report.profiles.differing).toBe(2);
    expect(report.events.moved).toBe(1);
  });

  test('shows what has come about since a moment', async () => {
    const report = await compareLogs(log('a.ndjson', MINUTES), '--as-of', '2026-01-01T10:00:30Z', '--json');
    expect(report.before.asOf).toBe('2026-01-01T10:00:30.000Z');
    expect(report.events).toMatchObject({ before: 1, after: 3, gained: 2 });
    expect(report.firstDivergence).toMatchObject({ eventId: 'e2', before: null });
  });

  test('shows what overrides change, and what another file of them changes', async () => {
    const path = log('a.ndjson', MINUTES);
    const byHand = (name: string, kind: 'pin' | 'cut', value: string): string => {
      const [a, b] = [
        { namespace: 'email', value: 'ada@x.example' },
        { namespace: 'email', value },
      ];
      const overrides = [{ kind, a, b, reason: 'seen', at: '2026-02-01T00:00:00Z' }];
      const file = join(run.folder, name);
      writeFileSync(file, JSON.stringify({ overrides }));
      return file;
    };
    const pin = byHand('pin.json', 'pin', 'ben@x.example');
    const report = await compareLogs(path, '--overrides', pin, '--json');
    expect(report.before.overrides.count).toBe(0);
    expect(report.after.overrides.count).toBe(1);
    expect(report.profiles).toMatchObject({ before: 2, after: 1, merged: 1, split: 0 });
    expect(report.after.digest).toBe((await unifyLogs(path, '--overrides', pin)).digest);
    const cut = byHand('cut.json', 'cut', 'ben@x.example');
    const turned = await compareLogs(path, '--overrides', pin, '--overrides', cut, '--json');
    expect(turned.profiles).toMatchObject({ before: 1, after: 2, split: 1 });
    const both = await compareLogs(
      path,
      '--overrides',
      pin,
      '--policies',
      'customerlabs,last-touch',
      '--json',
    );
    expect([both.before.overrides.count, both.after.overrides.count]).toEqual([1, 1]);
  });

  test('shows what a source brings', async () => {
    const [a, b] = [log('a.ndjson', MINUTES.slice(0, 2)), log('b.ndjson', MINUTES.slice(2))];
    const report = await compareLogs(a, b, '--without-source', 'b.ndjson', '--json');
    expect([report.before.withoutSources, report.after.withoutSources]).toEqual([[], ['b.ndjson']]);
    expect(report.events).toMatchObject({ before: 3, after: 2, lost: 1 });
    expect(report.after.digest).toBe((await unifyLogs(a)).digest);
    await compareLogs(a, b, '--without-source', 'b.ndjson');
    expect(run.printed).toMatch(/After +customerlabs, without b\.ndjson\n/);
    await expect(compareLogs(a, b, '--without-source', 'c.ndjson')).rejects.toThrow(
      '--without-source is "c.ndjson", expected one of a.ndjson, b.ndjson',
    );
  });

  test('judges by the truths of several logs, each in a file of its own', async () => {
    const [a, b] = [log('a.ndjson', MINUTES.slice(0, 2)), log('b.ndjson', MINUTES.slice(2))];
    const truth = (name: string, ...people: string[]): string => {
      const path = join(run.folder, name);
      const lines = people.map((person, line) => JSON.stringify({ line: line + 1, eventId: null, person }));
      writeFileSync(path, lines.join('\n'));
      return path;
    };
    const truths = ['--truth', truth('a.truth', 'ada', 'ben'), '--truth', truth('b.truth', 'ben')];
    const { quality } = await compareLogs(a, b, '--policies', 'customerlabs,components', ...truths, '--json');
    expect(quality.before).toMatchObject({ events: 3, people: 2, pairwise: { precision: 1, recall: 1 } });
    expect(quality.after.pairwise.precision).toBeCloseTo(1 / 3, 6);
    await expect(
      compareLogs(a, b, '--policies', 'customerlabs,components', ...truths.slice(0, 2)),
    ).rejects.toThrow(/1 are named and 2 logs were read/);
  });

  test('judges both sides by the truth of a generated log', async () => {
    const [out, truth] = [join(run.folder, 'log.ndjson'), join(run.folder, 'truth.ndjson')];
    const sample = ['sample', '--events', '2000', '--shape', 'clean', '--out', out, '--truth', truth];
    await sampleCommand(parseCommandLine(sample));
    const policies = ['--policies', 'customerlabs,components'];
    const { quality } = await compareLogs(out, ...policies, '--truth', truth, '--json');
    // A clean log is one in which the shipped rules find exactly the people of the truth.
    expect(quality.before.bCubed).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(quality.before.events).toBeGreaterThan(1900);
    const [first, ...rest] = readFileSync(truth, 'utf8').split('\n');
    writeFileSync(truth, [JSON.stringify({ ...JSON.parse(first!), eventId: 'other' }), ...rest].join('\n'));
    await expect(compareLogs(out, ...policies, '--truth', truth)).rejects.toThrow(
      /no truth of this log: line 1/,
    );
    writeFileSync(truth, '{"line": 1}\n');
    await expect(compareLogs(out, ...policies, '--truth', truth)).rejects.toThrow(Fault);
  });

  test('judges both sides by a namespace that neither may use', async () => {
    const policies = ['--policies', 'customerlabs,components'];
    const { quality } = await compareLogs(
      log('a.ndjson', MINUTES),
      ...policies,
      '--hold-out',
      'email',
      '--json',
    );
    expect(quality.before).toMatchObject({ events: 2, people: 2, profiles: 1 });
    expect(quality.before.pairwise.precision).toBe(0);
  });

  test.each([
    [[], /nothing to compare with/],
    [['--rules', 'components'], /nothing to compare with/],
    [['--rules', 'a', '--policies', 'b,c'], /both say what is compared/],
    [['--policies', 'components'], /1 rulesets are named, expected two/],
    [['--policies', 'components,nobody'], /--rules is "nobody"/],
    [['--order', 'backwards'], /--order is "backwards", expected event or received/],
    [['--as-of', 'yesterday'], /--as-of is "yesterday"/],
    [['--order', 'received', '--hold-out', 'nothing'], /"nothing", which no event carries/],
    [['--order', 'received', '--hold-out', 'email', '--truth', 'x'], /expected one of them/],
  ])('answers %j with one line', async (args, said) => {
    const path = log('a.ndjson', MINUTES);
    await expect(compareLogs(path, ...args)).rejects.toThrow(said);
    await expect(compareLogs(path, ...args)).rejects.toThrow(UsageError);
  });
});

describe('weft unify in time', () => {
  test('as of a moment says what a log that ended there says', async () => {
    const whole = log('whole.ndjson', MINUTES);
    const prefix = log('prefix.ndjson', MINUTES.slice(0, 2));
    expect(await unifyLogs(whole, '--as-of', '2026-01-01T10:01:00Z')).toEqual(await unifyLogs(prefix));
    await unifyLogs(whole, '--as-of', '2026-01-01T10:01:00Z', '--out', run.folder);
    expect(readFileSync(join(run.folder, 'events.ndjson'), 'utf8').match(/\n/g)).toHaveLength(2);
  });

  test('by received time gives the last visit to who had logged in by then', async () => {
    const path = log('a.ndjson', MINUTES);
    const ownerOfLast = async (...args: string[]): Promise<string> => {
      await unifyLogs(path, '--out', run.folder, ...args);
      const last = readFileSync(join(run.folder, 'events.ndjson'), 'utf8').trim().split('\n').at(-1)!;
      const profiles = readFileSync(join(run.folder, 'profiles.ndjson'), 'utf8').trim().split('\n');
      const owner = profiles
        .map((text) => JSON.parse(text))
        .find(({ id }) => id === JSON.parse(last).profileId);
      return owner.identity.identifiers.find(({ namespace }: { namespace: string }) => namespace === 'email')
        .value;
    };
    expect(await ownerOfLast()).toBe('ben@x.example');
    expect(await ownerOfLast('--order', 'received')).toBe('ada@x.example');
  });
});
