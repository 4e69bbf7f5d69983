import { expect, test } from 'vitest';
import type { Answer } from '#renderer/state/engine-query.ts';
import { EngineQuery } from '#renderer/state/engine-query.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { WorkspaceInfo } from '#shared/protocol/results/workspace.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { WORKSPACE } from '../../support/sample-answers.ts';

type List = readonly WorkspaceInfo[];

function setUp() {
  const waiting: { resolve: (list: List) => void; reject: (fault: Fault) => void }[] = [];
  const bridge = new FakeBridge({
    'workspace.list': () => new Promise<List>((resolve, reject) => waiting.push({ resolve, reject })),
  });
  const answers: Answer<List>[] = [];
  const query = new EngineQuery(bridge, 'workspace.list', {}, (answer) => answers.push(answer));
  return { bridge, waiting, answers, query };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('tells the answer', async () => {
  const { query, waiting, answers } = setUp();
  query.refresh();
  waiting[0].resolve([WORKSPACE]);
  await settled();
  expect(answers).toEqual([{ status: 'ready', value: [WORKSPACE], fault: null }]);
});

test('asks once more, not more often, for any number of changes while an answer is under way', async () => {
  const { query, waiting, bridge } = setUp();
  query.refresh();
  query.refresh();
  query.refresh();
  expect(bridge.asked).toHaveLength(1);
  waiting[0].resolve([]);
  await settled();
  expect(bridge.asked).toHaveLength(2);
  waiting[1].resolve([]);
  await settled();
  expect(bridge.asked).toHaveLength(2);
});

test('keeps the last answer beside a fault', async () => {
  const { query, waiting, answers } = setUp();
  query.refresh();
  waiting[0].resolve([WORKSPACE]);
  await settled();
  query.refresh();
  waiting[1].reject(new Fault('engine-stopped', 'gone'));
  await settled();
  expect(answers.at(-1)).toMatchObject({
    status: 'fault',
    value: [WORKSPACE],
    fault: { kind: 'engine-stopped' },
  });
});

test('tells nothing after it was stopped, and aborts what is under way', async () => {
  const { query, waiting, answers, bridge } = setUp();
  query.refresh();
  query.stop();
  expect(bridge.asked[0].signal?.aborted).toBe(true);
  waiting[0].resolve([WORKSPACE]);
  await settled();
  expect(answers).toEqual([]);
});
