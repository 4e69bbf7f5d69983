import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Channel } from '#renderer/db/database-channel.ts';
import { DatabaseClient, serveDatabase } from '#renderer/db/database-channel.ts';
import { BrowserProfile, bytes, chunk, commit } from './commits.ts';

const { port1, port2 } = new MessageChannel();
let client: DatabaseClient;
let tellTakenAway: (workspace: string) => void;

beforeEach(() => {
  const service = new BrowserProfile().service();
  port1.start();
  port2.start();
  tellTakenAway = serveDatabase(port1 as unknown as Channel, () => service);
  client = new DatabaseClient(port2 as unknown as Channel);
});
afterEach(() => {
  port1.close();
});

test('carries calls, answers, faults and news, and hands chunks over instead of copying them', async () => {
  expect(await client.call('open', 'w')).toEqual([]);
  const { data, ...info } = chunk(0, 0, bytes(5000, 3));
  const sent = Uint8Array.from(data);
  expect(await client.call('applyCommit', 'w', commit(1, [{ ...info, data: sent }]))).toBe('applied');
  expect(sent.byteLength).toBe(0);
  expect(await client.call('readColumns', 'w', info)).toEqual(data);
  const late = client.call('applyCommit', 'w', commit(5, []));
  await expect(late).rejects.toMatchObject({ name: 'Fault', kind: 'storage-failed', context: { stored: 1 } });

  const taken = new Promise((resolve) => {
    client.onTakenAway = resolve;
  });
  tellTakenAway('w');
  expect(await taken).toBe('w');
});
