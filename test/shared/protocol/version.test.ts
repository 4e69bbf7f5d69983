import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from '#shared/base/zod.ts';
import { REQUEST_SCHEMAS } from '#shared/protocol/requests.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';

/** After a change of the protocol: raise PROTOCOL_VERSION, add a line to its history, and copy the new hash here. */
const LOCKED = { version: 9, hash: '12739108133887a4a61dc82c9f7811b2' };

const folder = new URL('../../../src/shared/protocol/', import.meta.url);

it('locks the protocol: whoever changes a message raises its version', async () => {
  expect({ version: PROTOCOL_VERSION, hash: await hashOfProtocol() }).toEqual(LOCKED);
});

it('has a line of history for every version', async () => {
  const lines = (await readFile(new URL('version.ts', folder), 'utf8')).matchAll(/^ \* (\d+) · .+$/gm);
  const versions = [...lines].map(([, version]) => Number(version));
  expect(versions).toEqual(Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1));
});

async function hashOfProtocol(): Promise<string> {
  const hash = createHash('sha256');
  for (const [method, schema] of Object.entries(REQUEST_SCHEMAS)) {
    hash.update(`${method} ${JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }))}\n`);
  }
  // Results and pushes are types only, so their text stands for them; comments and layout do not count.
  const results = (await readdir(new URL('results/', folder))).sort().map((name) => `results/${name}`);
  for (const file of ['requests.ts', ...results, 'fault.ts', 'bridge.ts']) {
    hash.update(withoutLayout(await readFile(new URL(file, folder), 'utf8')));
  }
  return hash.digest('hex').slice(0, 32);
}

function withoutLayout(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s+/g, '');
}
