import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintCommand } from '#main/hosts/cli/lint.ts';
import type { LintAnswer } from '#main/hosts/cli/lint-report.ts';
import { parseCommandLine, UsageError } from '#main/hosts/cli/usage.ts';
import { useCommandRun } from '../../../support/command-run.ts';
import { generatedLog } from '../../../support/generated-logs.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const SHOP = join(ROOT, 'samples/shop.ndjson');

const run = useCommandRun();

async function lintLogs(...args: string[]): Promise<LintAnswer | null> {
  run.forget();
  expect(await lintCommand(parseCommandLine(['lint', ...args]), join(ROOT, 'out'))).toBe(0);
  return args.includes('--json') ? JSON.parse(run.printed) : null;
}

/** A kiosk that two people use in turn, as the dialect `weft` has it. */
function kiosk(): string {
  const path = join(run.folder, 'kiosk.ndjson');
  const who = ['ada@post.example', 'ben@post.example', 'ada@post.example'];
  const records = who.map((email, hour) => ({
    id: `e${hour}`,
    type: 'identify',
    at: `2026-03-02T0${hour}:00:00Z`,
    identifiers: { anonymous_id: 'kiosk-1', email },
  }));
  writeFileSync(path, records.map((record) => JSON.stringify(record)).join('\n'));
  return path;
}

describe('weft lint', () => {
  test('looks at the log as overrides, a moment or a source less make it', async () => {
    const overrides = join(run.folder, 'by-hand.json');
    const identifier = { namespace: 'anonymous_id', value: 'kiosk-1' };
    const exclude = { kind: 'exclude', identifier, reason: 'a kiosk', at: '2026-04-01T00:00:00Z' };
    writeFileSync(overrides, JSON.stringify({ overrides: [exclude] }));
    const kindsOf = async (...args: string[]): Promise<string[]> =>
      (await lintLogs(kiosk(), '--json', ...args))!.findings.map(({ kind }) => kind);
    expect(await kindsOf()).toContain('shared-device');
    expect(await kindsOf('--overrides', overrides)).not.toContain('shared-device');
    expect(await kindsOf('--as-of', '2026-03-02T00:30:00Z')).not.toContain('shared-device');
    await expect(kindsOf('--without-source', 'nothing')).rejects.toThrow(/expected one of kiosk\.ndjson/);
  });

  test('answers with findings, where they are seen, and what would mend them', async () => {
    const answer = (await lintLogs(kiosk(), '--json'))!;
    const [profile, other] = answer.findings[0]!.profiles;
    expect(answer.totals.filter(({ total }) => total > 0)).toEqual([{ kind: 'shared-device', total: 1 }]);
    expect(answer.findings).toEqual([
      {
        kind: 'shared-device',
        severity: 'medium',
        sentence:
          'kiosk-1 (anonymous_id) was used by 2 people and changed hands 2 times, first between ada@post.example and ben@post.example',
        identifiers: [{ namespace: 'anonymous_id', value: 'kiosk-1' }],
        profiles: [profile, other],
        namespaces: ['anonymous_id'],
        counts: [
          { of: 'people', count: 2 },
          { of: 'changes of hands', count: 2 },
          { of: 'events', count: 3 },
        ],
        touched: { events: 3, profiles: 2 },
        evidence: [
          { eventId: 'e0', source: 'kiosk.ndjson', line: 1 },
          { eventId: 'e1', source: 'kiosk.ndjson', line: 2 },
        ],
        proposal: { kind: 'demote', namespace: 'anonymous_id', value: 'kiosk-1' },
        atSource: null,
      },
    ]);
    expect(profile).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.riskyMerges).toEqual({ total: 0, merges: [] });
  });

  test('says the same to a person', async () => {
    await lintLogs(kiosk());
    expect(run.printed).toMatch(/^medium {2}shared-device: kiosk-1 \(anonymous_id\) was used by 2 people/);
    expect(run.printed).toContain('seen at kiosk.ndjson:1, kiosk.ndjson:2');
    expect(run.printed).toContain('proposed: demote anonymous_id:kiosk-1');
    expect(run.printed).toContain('1 finding: shared-device 1\n0 merges of high risk');
  });

  test('says what to change at the source where no rule can mend it', async () => {
    const path = join(run.folder, 'hashed.ndjson');
    const hash = createHash('sha256').update('Anna@Post.example ').digest('hex');
    const identifiers = { email: 'Anna@Post.example ', hashed_email: hash };
    writeFileSync(path, JSON.stringify({ type: 'identify', at: '2026-03-02T00:00:00Z', identifiers }));
    await lintLogs(path);
    expect(run.printed).toMatch(
      /^high {4}unnormalised-hashes: 1 of 1 SHA-256 hashes in hashed_email are of what/,
    );
    expect(run.printed).toContain('such as "Anna@Post.example " for anna@post.example');
    expect(run.printed).toContain('seen at hashed.ndjson:1\n        at the source: trim and lower-case');
  });

  test('names what it looked for when it found nothing', async () => {
    const path = join(run.folder, 'one.ndjson');
    const identifiers = { email: 'anna@post.example', anonymous_id: 'a1' };
    writeFileSync(path, JSON.stringify({ type: 'identify', at: '2026-03-02T00:00:00Z', identifiers }));
    await lintLogs(path);
    expect(run.printed).toMatch(
      /^nothing found of shared-device, .*, unnormalised-hashes\n0 merges of high risk\n/,
    );
  });

  test('finds the kiosk planted in the sample shop', async () => {
    const answer = (await lintLogs(SHOP, '--country', 'DE', '--json'))!;
    expect(answer.findings.map(({ kind }) => kind)).toContain('shared-device');
  });

  test('shows the riskiest merges under rules that join everything, with parts that add up', async () => {
    const path = join(run.folder, 'tangled.ndjson');
    writeFileSync(path, generatedLog({ events: 1500, seed: 3, shape: 'tangled' }).records.join('\n'));
    const careful = (await lintLogs(path, '--json'))!;
    const careless = (await lintLogs(path, '--rules', 'components', '--json'))!;
    expect(careless.riskyMerges.total).toBeGreaterThan(careful.riskyMerges.total);
    expect(careless.riskyMerges.merges).toHaveLength(Math.min(20, careless.riskyMerges.total));
    for (const { base, parts, score } of careless.riskyMerges.merges)
      expect(parts.reduce((sum, { points }) => sum + points, base)).toBe(score);
    const [{ parts }] = careless.riskyMerges.merges as [LintAnswer['riskyMerges']['merges'][number]];
    expect(parts.every(({ evidence }) => evidence.every(({ source }) => source === 'tangled.ndjson'))).toBe(
      true,
    );
    await lintLogs(path, '--rules', 'components');
    expect(run.printed).toMatch(/risk [01]\.\d\d {2}The profile that /);
  });

  test('needs a file, and knows the options of reading only', async () => {
    await expect(lintCommand(parseCommandLine(['lint']), run.folder)).rejects.toThrow(UsageError);
    expect(() => parseCommandLine(['lint', 'a', '--out', 'b'])).toThrow(/right is: weft lint PATH/);
  });
});
