import { expect, test } from 'vitest';
import { PAGE_ROWS, PageCache } from '#renderer/state/page-cache.ts';
import { Fault } from '#shared/protocol/fault.ts';

interface NumbersPage {
  readonly revision: number;
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly string[];
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function setUp(total = 1000) {
  const source = { revision: 1, fails: false, asked: [] as number[] };
  const cache = new PageCache<string, NumbersPage>(
    async (offset, limit) => {
      source.asked.push(offset);
      if (source.fails) throw new Fault('engine-stopped', 'gone');
      const count = Math.max(0, Math.min(limit, total - offset));
      const rows = Array.from({ length: count }, (_, i) => `${offset + i}@${source.revision}`);
      return { revision: source.revision, total, offset, rows };
    },
    () => undefined,
  );
  return { cache, source };
}

test('fetches the pages that rows in view lie on, each once', async () => {
  const { cache, source } = setUp();
  cache.want(150, 210);
  cache.want(160, 220);
  await settled();
  expect(source.asked).toEqual([100, 200]);
  expect(cache.rowAt(205)).toBe('205@1');
  expect(cache.rowAt(5)).toBeUndefined();
  expect(cache.state).toMatchObject({ status: 'ready', total: 1000 });
});

test('shows the old rows until a refresh has brought the new ones', async () => {
  const { cache, source } = setUp();
  cache.want(0, 10);
  await settled();
  source.revision = 2;
  cache.refresh();
  expect(cache.rowAt(3)).toBe('3@1');
  await settled();
  expect(cache.rowAt(3)).toBe('3@2');
});

test('asks again for a page that was under way when the refresh came', async () => {
  const { cache, source } = setUp();
  cache.want(0, 10);
  source.revision = 2;
  cache.refresh();
  await settled();
  expect(source.asked).toEqual([0, 0]);
  expect(cache.rowAt(0)).toBe('0@2');
});

test('keeps what it has beside a fault, and recovers', async () => {
  const { cache, source } = setUp();
  cache.want(0, 10);
  await settled();
  source.fails = true;
  cache.want(300, 310);
  await settled();
  expect(cache.state).toMatchObject({ status: 'fault', total: 1000, fault: { kind: 'engine-stopped' } });
  expect(cache.rowAt(0)).toBe('0@1');
  source.fails = false;
  cache.refresh();
  await settled();
  expect(cache.state.status).toBe('ready');
  expect(cache.rowAt(305)).toBe('305@1');
});

test('forgets the pages seen longest ago, whatever the length of the list', async () => {
  const { cache } = setUp(100_000);
  for (let page = 0; page < 100; page += 1) {
    cache.want(page * PAGE_ROWS, page * PAGE_ROWS);
    await settled();
  }
  expect(cache.rowAt(0)).toBeUndefined();
  expect(cache.rowAt(99 * PAGE_ROWS)).toBe('9900@1');
});
