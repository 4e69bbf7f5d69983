import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainCommand } from '#main/hosts/cli/explain.ts';
import { parseCommandLine, UsageError } from '#main/hosts/cli/usage.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { useCommandRun } from '../../../support/command-run.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const SHOP = join(ROOT, 'samples/shop.ndjson');

const run = useCommandRun();

async function explain(...args: string[]): Promise<number> {
  return explainCommand(parseCommandLine(['explain', ...args]), join(ROOT, 'out'));
}

function logOf(...events: { readonly [namespace: string]: string }[]): string {
  const path = join(run.folder, 'log.ndjson');
  const lines = events.map((identifiers, minute) =>
    JSON.stringify({ type: 'track', at: `2026-03-02T10:0${minute}:00Z`, identifiers }),
  );
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('weft explain', () => {
  test('tells a person why two are one and what it hangs on', async () => {
    const log = logOf(
      { anonymous_id: 'd', email: 'Ann@x.example' },
      { anonymous_id: 'd', email: 'ann@x.example' },
      { email: 'ann@x.example', phone: '0171 3920077' },
    );
    const ends = ['--from', 'anonymous_id:d', '--to', 'phone:0171 392 0077'];
    expect(await explain(log, '--country', 'DE', ...ends)).toBe(0);
    expect(run.printed.split('\n')).toEqual([
      'anonymous_id:d and phone:+491713920077 are one person.',
      '',
      '1. d and ann@x.example are both on the event at line 1 of log.ndjson, the first of 2 that carry both.',
      '2. ann@x.example and +491713920077 are both on the event at line 3 of log.ndjson, and on no other.',
      '',
      'The weakest link of the chain is the one from ann@x.example to +491713920077: 1 event of this person carries both.',
      '',
      'Without the event at line 3 of log.ndjson the two would not be one person; nothing less could.',
      'Without ann@x.example (email) the two would not be one person; nothing less could.',
      '',
    ]);
  });

  test('prints the same as data, every step with its event, source and line', async () => {
    await explain(
      ...[SHOP, '--country', 'DE', '--json'],
      ...['--from', 'email:Yara.Haddad@post.example', '--to', 'crm_user_id:CRM-0102'],
    );
    expect(JSON.parse(run.printed)).toMatchObject({
      from: 'email:yara.haddad@post.example',
      to: 'crm_user_id:CRM-0102',
      together: true,
      profiles: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      path: [
        {
          eventId: 'ev-0001',
          source: 'shop.ndjson',
          line: 1,
          record: 0,
          at: '2026-03-02T06:00:00.000Z',
          sentence: expect.stringContaining('line 1 of shop.ndjson'),
        },
      ],
      weakest: { hop: 0 },
      cuts: [{ kind: 'events', status: 'minimal' }, { kind: 'values' }],
    });
  });

  test('tells why two are apart and what would join them', async () => {
    const log = logOf(
      { email: 'ann@x.example', phone: '+491713920077' },
      { email: 'bob@x.example', phone: '+491713920077' },
    );
    const ends = ['--from', 'email:ann@x.example', '--to', 'email:bob@x.example'];
    await explain(log, ...ends);
    expect(run.printed).toMatch(
      /^email:ann@x\.example and email:bob@x\.example are not one person\.\n\n- \+491713920077 did not join/,
    );
    expect(run.printed).toMatch(
      /\n- They would be one person if phone ranked above email; this concerns 3 identifiers/,
    );
    run.forget();
    await explain(log, ...ends, '--json');
    expect(JSON.parse(run.printed)).toMatchObject({
      together: false,
      neverMet: false,
      obstacles: [
        { kind: 'refused', identifier: 'phone:+491713920077', direct: true, reason: 'OUTRANKED', line: 2 },
      ],
      changes: [
        { kind: 'pin' },
        { kind: 'role' },
        { kind: 'role' },
        { kind: 'rank', namespace: 'phone', above: 'email' },
      ],
      untried: 0,
    });
    run.forget();
    await explain(log, ...ends, '--json', '--rules', 'components');
    expect(JSON.parse(run.printed)).toMatchObject({ together: true, path: [{ line: 1 }, { line: 2 }] });
  });

  test('looks at the log as overrides, a moment, an order or a source less make it', async () => {
    const log = logOf(
      { email: 'ann@x.example', anonymous_id: 'd' },
      { email: 'bob@x.example' },
      { email: 'bob@x.example', anonymous_id: 'e' },
    );
    const [a, b] = ['ann@x.example', 'bob@x.example'].map((value) => ({ namespace: 'email', value }));
    const overrides = join(run.folder, 'by-hand.json');
    const pin = { kind: 'pin', a, b, reason: 'one person', at: '2026-04-01T00:00:00Z' };
    writeFileSync(overrides, JSON.stringify({ overrides: [pin] }));
    const ends = ['--from', 'email:ann@x.example', '--to', 'email:bob@x.example', '--json'];
    const answered = async (...args: string[]) => {
      run.forget();
      await explain(log, ...args);
      return JSON.parse(run.printed);
    };
    expect(await answered(...ends)).toMatchObject({ together: false });
    const pinned = await answered(...ends, '--overrides', overrides);
    expect(pinned).toMatchObject({ together: true, path: [{ decision: 'MUST_LINK', events: 0 }] });
    const device = ['--from', 'email:bob@x.example', '--to', 'anonymous_id:e', '--json'];
    expect(await answered(...device)).toMatchObject({ together: true });
    await expect(answered(...device, '--as-of', '2026-03-02T10:01:00Z')).rejects.toThrow(
      'no event carries anonymous_id:e',
    );
    expect(await answered(...device, '--order', 'received')).toMatchObject({ together: true });
    await expect(answered(...device, '--without-source', 'other.ndjson')).rejects.toThrow(
      '--without-source is "other.ndjson", expected one of log.ndjson',
    );
  });

  test('says of two that have nothing in common that they never met', async () => {
    await explain(
      logOf({ email: 'ann@x.example' }, { email: 'bob@x.example' }),
      ...['--from', 'email:ann@x.example', '--to', 'email:bob@x.example'],
    );
    expect(run.printed).toMatch(/\n\nThey never met: no event of one/);
  });

  test.each([
    [['--to', 'email:a@x'], /--from is missing; right is: weft explain PATH/],
    [['--from', 'email:a@x'], /--to is missing/],
    [['--from', 'ann', '--to', 'email:a@x'], /--from is "ann", expected NS:VALUE/],
    [['--from', 'email:ann@x.example', '--to', 'email:ANN@x.example'], /are one identifier/],
  ])('refuses %j as a wrong use', async (ends, said) => {
    const run = explain(logOf({ email: 'ann@x.example' }), ...ends);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(said);
  });

  test('fails with one line when no event carries an identifier', async () => {
    const run = explain(
      logOf({ email: 'ann@x.example' }),
      ...['--from', 'email:ann@x.example', '--to', 'email:zoe@x.example'],
    );
    await expect(run).rejects.toThrow(Fault);
    await expect(run).rejects.toThrow('no event carries email:zoe@x.example');
  });
});
