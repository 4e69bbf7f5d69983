import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { unifyCommand } from '#main/hosts/cli/unify.ts';
import { parseCommandLine, UsageError } from '#main/hosts/cli/usage.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { useCommandRun } from '../../../support/command-run.ts';
import { SHOP_SUMMARY } from '../../../support/shop-expectations.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const SHOP = join(ROOT, 'samples/shop.ndjson');

const run = useCommandRun();

async function unify(...args: string[]): Promise<number> {
  return unifyCommand(parseCommandLine(['unify', ...args]), join(ROOT, 'out'));
}

const linesOf = (name: string): Record<string, never>[] =>
  readFileSync(join(run.folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

function file(name: string, text: string): string {
  const path = join(run.folder, name);
  writeFileSync(path, text);
  return path;
}

describe('rules that go by source and by spelling', () => {
  const crm = '{"type":"identify","identifiers":{"crm_user_id":"CRM-007"},"traits":{"city":"Kiel"},"at":1}\n';
  const web = '{"type":"identify","identifiers":{"crm_user_id":"7"},"traits":{"city":"Lyon"},"at":2}\n';

  test('decide which value of a profile counts; sources that are not there are named', async () => {
    const survivorship = { default: { strategy: 'by-source', sources: ['crm', 'Erp.csv'] } };
    const namespaces = [
      { names: ['*'], role: 'supplementary', normalise: ['strip-prefix:crm-', 'leading-zeros'] },
    ];
    const rules = { name: 'mine', version: '3', policy: 'customerlabs', namespaces, survivorship };
    const files = [file('crm.ndjson', crm), file('web.ndjson', web)];
    const out = join(run.folder, 'out');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(
      await unify(
        ...files,
        '--dialect',
        'weft',
        '--rules',
        file('rules.json', JSON.stringify(rules)),
        '--out',
        out,
      ),
    ).toBe(0);
    const warnings = said.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('prefer'));
    said.mockRestore();
    expect(warnings).toEqual([
      'the rules prefer the source "Erp.csv", and no source of this log is called so\n',
    ]);
    const [profile, ...others] = linesOf('out/profiles.ndjson') as unknown as [
      { identity: { identifiers: { value: string }[]; traits: object } },
    ];
    expect(others).toEqual([]);
    expect(profile.identity.identifiers.map(({ value }) => value)).toEqual(['7']);
    expect(profile.identity.traits).toEqual({
      city: { value: 'Kiel', source: 'crm.ndjson', at: '1970-01-01T00:00:00.001Z' },
    });
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).rules.name).toBe('mine 3');
  });

  test('take identifiers of a megabyte', async () => {
    const long = crm.replace('CRM-007', 'x'.repeat(1_000_000));
    expect(await unify(file('long.ndjson', long + web), '--dialect', 'weft', '--json')).toBe(0);
    expect(JSON.parse(run.printed)).toMatchObject({
      events: 2,
      rejected: 0,
      identifiers: { crm_user_id: 2 },
    });
  });
});

describe('weft unify', () => {
  test('sums up the sample shop as worked out by hand', async () => {
    expect(await unify(SHOP, '--country', 'DE', '--json')).toBe(0);
    const { handOvers: _h, orders: _o, revenue: _r, refunds: _f, ...expected } = SHOP_SUMMARY;
    expect(JSON.parse(run.printed)).toMatchObject(expected);
  });

  test('prints the same figures for a person', async () => {
    await unify(SHOP, '--country', 'DE');
    expect(run.printed).toMatch(/Records read +197/);
    expect(run.printed).toMatch(/10 anonymous, 14 known, 15 unified/);
  });

  test('writes files that agree with the summary and with each other', async () => {
    await unify(SHOP, '--country', 'DE', '--out', run.folder, '--json');
    const summary = JSON.parse(run.printed);
    expect(readdirSync(run.folder).sort()).toEqual([
      'companies.ndjson',
      'decisions.ndjson',
      'events.ndjson',
      'manifest.json',
      'profiles.ndjson',
      'rejections.ndjson',
    ]);
    const profiles = linesOf('profiles.ndjson');
    const events = linesOf('events.ndjson');
    expect(profiles).toHaveLength(39);
    expect(linesOf('companies.ndjson')).toHaveLength(2);
    expect(linesOf('rejections.ndjson').map((row) => row['line'])).toEqual([124, 153]);
    expect(events).toHaveLength(195);
    expect(events.filter((row) => 'duplicateOf' in row).map((row) => row['line'])).toEqual([109, 111, 121]);
    const ids = new Set(profiles.map((row) => row['id']));
    const credited = events.filter((row) => row['profileId'] !== null && !('duplicateOf' in row));
    expect(credited.every((row) => ids.has(row['profileId']))).toBe(true);
    const behaviour = profiles.reduce((sum, row) => sum + (row['behaviour'] as { events: number }).events, 0);
    expect(behaviour).toBe(credited.length);
    const decisions = linesOf('decisions.ndjson');
    expect(decisions.filter((row) => row['action'] === 'refuse')).toHaveLength(7);
    expect(decisions.every((row) => typeof row['sentence'] === 'string')).toBe(true);
    expect(JSON.parse(readFileSync(join(run.folder, 'manifest.json'), 'utf8')).digest).toBe(summary.digest);
  });

  test('says of every unresolved event why nobody is credited with it', async () => {
    const log = file(
      'log.ndjson',
      [
        { identifiers: { email: 'info@x.example' } },
        { identifiers: { email: 'ann@x.example' } },
        { identifiers: {} },
        { identifiers: {} },
        { identifiers: {}, group: { identifiers: { company_domain: 'x.example' } } },
      ]
        .map((event) => JSON.stringify({ type: 'track', ...event }))
        .join('\n'),
    );
    await unify(log, '--out', run.folder, '--json');
    expect(JSON.parse(run.printed)).toMatchObject({ unresolved: 2, duplicates: { sameContent: 1 } });
    expect(linesOf('events.ndjson').map((row) => row['unresolved'] ?? null)).toEqual([
      'DEMOTED_ONLY',
      null,
      'NO_IDENTIFIER',
      'NO_IDENTIFIER',
      null,
    ]);
  });

  test('obeys overrides, names their file in the manifest, and says which have no effect', async () => {
    const log = file(
      'log.ndjson',
      ['ann@x.example', 'ben@x.example']
        .map((email) => JSON.stringify({ type: 'track', identifiers: { email } }))
        .join('\n'),
    );
    const side = (value: string) => ({ namespace: 'email', value });
    const why = { reason: 'one person', at: '2026-01-31T09:00:00Z' };
    const pin = { kind: 'pin', a: side('ann@x.example'), b: side('ben@x.example'), ...why };
    const lost = { kind: 'pin', a: side('ann@x.example'), b: side('carl@x.example'), ...why };
    const overrides = file('by-hand.json', JSON.stringify({ overrides: [pin, lost] }));
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await unify(log, '--overrides', overrides, '--out', run.folder, '--json');
    expect(JSON.parse(run.printed)).toMatchObject({
      merges: 1,
      profiles: { known: 1 },
      overrides: { file: 'by-hand.json', count: 2, holding: 1, conflicts: [] },
    });
    expect(JSON.parse(readFileSync(join(run.folder, 'manifest.json'), 'utf8')).overrides).toMatchObject({
      file: 'by-hand.json',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(said.mock.calls.flat().join('')).toContain('overrides[1]');
  });

  test('prints the keys of events, by which overrides can name them', async () => {
    const log = file(
      'log.ndjson',
      [
        { type: 'track', at: '2026-01-01T10:00:00Z', identifiers: { email: 'ann@x.example' } },
        { type: 'track', at: '2026-01-01T10:05:00Z', identifiers: { anonymous_id: 'd' } },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n'),
    );
    const eventsOf = async (...args: string[]) => {
      await unify(log, '--out', run.folder, ...args);
      const lines = readFileSync(join(run.folder, 'events.ndjson'), 'utf8').trim().split('\n');
      return lines.map((text) => JSON.parse(text));
    };
    const [first, second] = await eventsOf();
    expect(first.profileId).not.toBe(second.profileId);
    const pin = {
      kind: 'pin',
      a: { event: second.eventKey },
      b: { namespace: 'email', value: 'ann@x.example' },
      reason: 'she said so',
      at: '2026-02-01T00:00:00Z',
    };
    const overrides = file('by-hand.json', JSON.stringify({ overrides: [pin] }));
    const [one, other] = await eventsOf('--overrides', overrides);
    expect(one.profileId).toBe(other.profileId);
    expect(other.eventKey).toBe(second.eventKey);
  });

  test.each([
    ['{"overrides": [', /is not JSON/],
    ['[]', /document: /],
    ['{"overrides": {}}', /overrides: /],
    [
      '{"overrides": [{"kind": "pin"}]}',
      /overrides\[0\]\.a: .*overrides\[0\]\.b: .*overrides\[0\]\.reason: /,
    ],
    ['{"overrides": [], "more": 1}', /more/],
  ])('refuses %s as overrides', async (text, said) => {
    const overrides = file('by-hand.json', text);
    await expect(unify(SHOP, '--overrides', overrides)).rejects.toThrow(said);
  });

  test('refuses overrides that it cannot read, with their place', async () => {
    const overrides = file('by-hand.json', JSON.stringify({ overrides: [{ kind: 'glue' }] }));
    await expect(unify(SHOP, '--overrides', overrides)).rejects.toThrow(
      'overrides[0].kind: expected "pin", "cut" or "exclude"',
    );
  });

  test('writes the members of a company as profiles there are', async () => {
    await unify(SHOP, '--country', 'DE', '--out', run.folder, '--json');
    const ids = new Set(linesOf('profiles.ndjson').map((row) => row['id']));
    const members = linesOf('companies.ndjson').flatMap((row) => row['members'] as { id: never }[]);
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  test('reads a table through a mapping file', async () => {
    const table = file(
      'crm.csv',
      'Mail;Customer;When\nANN@x.example;7;02.03.2026 10:00\nbob@x.example;8;02.03.2026 11:00\n',
    );
    const mapping = file(
      'mapping.json',
      JSON.stringify({
        type: 'identify',
        at: { column: 'When', format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
        identifiers: { email: { column: 'Mail' }, crm_user_id: { column: 'Customer' } },
        traits: {},
        properties: {},
      }),
    );
    await unify(table, '--mapping', mapping, '--json');
    expect(JSON.parse(run.printed)).toMatchObject({
      read: 2,
      events: 2,
      rejected: 0,
      profiles: { known: 2 },
      identifiers: { email: 2, crm_user_id: 2 },
    });
  });

  test('names the columns there are when a mapping wants another', async () => {
    const table = file('crm.csv', 'Mail,Customer\nann@x.example,7\n');
    const mapping = file(
      'mapping.json',
      JSON.stringify({
        type: 'identify',
        at: { column: 'When' },
        identifiers: { email: { column: 'Mail' } },
      }),
    );
    const failure = unify(table, '--mapping', mapping);
    await expect(failure).rejects.toBeInstanceOf(Fault);
    await expect(failure).rejects.toThrow(/When.*Mail.*Customer/s);
  });

  test('names the columns there are when no record holds any that the mapping names a person by', async () => {
    const log = file('log.ndjson', '{"e":"ann@x.example"}\n');
    const mapping = file('mapping.json', JSON.stringify({ identifiers: { email: { column: 'mail' } } }));
    const failure = unify(log, '--mapping', mapping);
    await expect(failure).rejects.toMatchObject({ kind: 'mapping-invalid' });
    await expect(failure).rejects.toThrow(/log\.ndjson.*"mail".*"e"/);
  });

  test('reads records that lack another column of the mapping, and says so', async () => {
    const log = file('log.ndjson', '{"e":"ann@x.example"}\n');
    const mapping = file(
      'mapping.json',
      JSON.stringify({ identifiers: { email: { column: 'e' } }, traits: { city: { column: 'town' } } }),
    );
    await unify(log, '--mapping', mapping, '--json');
    expect(JSON.parse(run.printed)).toMatchObject({ read: 1, events: 1 });
    expect(vi.mocked(process.stderr.write).mock.calls.flat().join('')).toMatch(
      /log\.ndjson: no sampled.*"town".*"e"/,
    );
  });

  test('calls a batch of nothing no table', async () => {
    await unify(file('empty.json', '{"batch":[]}'), '--json');
    expect(JSON.parse(run.printed)).toMatchObject({ read: 0, events: 0 });
    const said = vi.mocked(process.stderr.write).mock.calls.flat().join('');
    expect(said).toBe('empty.json: no record to recognise it by\n');
  });

  test('says by which columns it reads what no vendor wrote, and names the mapping', async () => {
    const log = file('own.ndjson', '{"event":"seen","timestamp":"2024-01-01T00:00:00Z"}\n');
    await unify(log, '--json');
    const said = vi.mocked(process.stderr.write).mock.calls.flat().join('');
    expect(said).toMatch(
      /own\.ndjson: a table, read by its columns event, timestamp.*none of which names a person.*--mapping/,
    );
    expect(JSON.parse(run.printed)).toMatchObject({ read: 1, events: 0, unresolved: 1 });
  });

  test('says what it found when that is no event file', async () => {
    const failure = unify(file('photo.csv', '\u0089PNG\r\n\u001a\n\u0000\u0000'));
    await expect(failure).rejects.toMatchObject({ kind: 'not-an-event-file' });
  });

  test('reads a run.folder and passes over what is no event file, which it says', async () => {
    const logs = join(run.folder, 'logs');
    mkdirSync(logs);
    writeFileSync(join(logs, 'a.ndjson'), '{"type":"track","identifiers":{"email":"a@x.example"}}\n');
    writeFileSync(join(logs, 'b.png'), '\u0089PNG\r\n\u001a\n\u0000\u0000');
    writeFileSync(join(logs, 'c.ndjson'), '{"type":"track","identifiers":{"email":"c@x.example"}}\n');
    await unify(logs, '--json', '--out', run.folder);
    expect(JSON.parse(run.printed)).toMatchObject({ read: 2, events: 2 });
    expect(vi.mocked(process.stderr.write).mock.calls.flat().join('')).toMatch(/skipped b\.png/);
    const read = ['a.ndjson', 'c.ndjson'].map((name) => {
      const content = readFileSync(join(logs, name));
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { name, size: content.length, sha256 };
    });
    expect(JSON.parse(readFileSync(join(run.folder, 'manifest.json'), 'utf8')).sources).toMatchObject(read);
    expect(linesOf('events.ndjson').map((row) => row['source'])).toEqual(['a.ndjson', 'c.ndjson']);
  });

  test.each([
    [['--rules', 'missing.json'], 'file-missing'],
    [['--mapping', 'missing.json'], 'file-missing'],
  ])('refuses %j', async (args, kind) => {
    await expect(unify(SHOP, ...args)).rejects.toMatchObject({ kind });
  });

  test.each([
    [['--zone', 'Mars/Base']],
    [['--country', 'Germany']],
    [['--country', 'XX']],
    [['--rules', 'nobody']],
    [['--dialect', 'nobody']],
    [['--dialect', 'segment', '--mapping', 'mapping.json']],
  ])('answers %j as wrong usage', async (args) => {
    await expect(unify(SHOP, ...args)).rejects.toBeInstanceOf(UsageError);
  });

  test('leaves nothing half written when it fails', async () => {
    const out = join(run.folder, 'out');
    await expect(unify(SHOP, join(run.folder, 'missing.ndjson'), '--out', out)).rejects.toMatchObject({
      kind: 'file-missing',
    });
    expect(readdirSync(run.folder)).toEqual([]);
  });
});
