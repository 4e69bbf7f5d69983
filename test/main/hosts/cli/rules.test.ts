import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { rulesCommand } from '#main/hosts/cli/rules.ts';
import { parseCommandLine, UsageError } from '#main/hosts/cli/usage.ts';
import { rulesetFingerprint } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { useCommandRun } from '../../../support/command-run.ts';

const run = useCommandRun();
const rules = (...args: string[]): Promise<number> => rulesCommand(parseCommandLine(['rules', ...args]));

test('weft rules lists the shipped rulesets with their fingerprints', async () => {
  expect(await rules()).toBe(0);
  const lines = run.printed.trim().split('\n');
  expect(lines).toHaveLength(Object.keys(SHIPPED_RULESETS).length);
  expect(lines[0]).toBe(`${rulesetFingerprint(SHIPPED_RULESETS.customerlabs)}  customerlabs`);
});

test('weft rules NAME prints a document that is a ruleset again, with the same fingerprint', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await rules('segment-unify')).toBe(0);
  const { printed } = run;
  expect(JSON.parse(printed)).toEqual(SHIPPED_RULESETS['segment-unify']);
  const file = join(run.folder, 'mine.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(printed), version: '7' }));
  expect(await rules(file)).toBe(0);
  expect(said.mock.calls.map(([text]) => String(text))).toEqual([
    `segment-unify · policy segment-unify · fingerprint ${rulesetFingerprint(SHIPPED_RULESETS['segment-unify'])}\n`,
    expect.stringMatching(/^segment-unify 7 · policy segment-unify · fingerprint [0-9a-f]{32}\n$/),
  ]);
  said.mockRestore();
});

test('weft rules FILE names every problem of a file by its place', async () => {
  const file = join(run.folder, 'broken.json');
  writeFileSync(
    file,
    JSON.stringify({
      name: 'x',
      policy: 'customerlabs',
      namespaces: [{ names: ['email'], role: 'strong', normalise: ['trimm'] }],
      blocked: { patterns: ['.*'] },
    }),
  );
  const failed = await rules(file).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Fault);
  expect(String(failed)).toMatch(
    /blocked\.patterns\[0\]: .*namespaces\[0\]\.normalise\[0\]: there is no step "trimm"/,
  );
  await expect(rules('nobodys')).rejects.toThrow(
    /^the ruleset is "nobodys", expected customerlabs, .* or a file such as rules\.json$/,
  );
  await expect(rules('customerlabs', 'posthog')).rejects.toThrow(UsageError);
});
