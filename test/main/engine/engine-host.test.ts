import { expect, test } from 'vitest';
import type { EngineThread } from '#main/engine/engine-host.ts';
import { EngineHost } from '#main/engine/engine-host.ts';
import type { EngineAnswer, EngineQuestion } from '#main/engine/engine-messages.ts';
import { serveEngine } from '#main/engine/engine-server.ts';
import { EngineSession } from '#main/engine/engine-session.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';

/** A thread whose answers the test gives by hand. */
class Thread implements EngineThread {
  readonly questions: EngineQuestion[] = [];
  answer: (answer: EngineAnswer) => void = () => undefined;
  exit: (reason: string) => void = () => undefined;
  hasEnded = false;

  post(question: EngineQuestion): void {
    this.questions.push(question);
  }

  onAnswer(listener: (answer: EngineAnswer) => void): void {
    this.answer = listener;
  }

  onExit(listener: (reason: string) => void): void {
    this.exit = listener;
  }

  async end(): Promise<void> {
    this.hasEnded = true;
  }
}

function hostOnThreads() {
  const threads: Thread[] = [];
  const host = new EngineHost(() => {
    const thread = new Thread();
    threads.push(thread);
    return thread;
  });
  return { host, threads };
}

test('gives each answer to its call, in whatever order they come', async () => {
  const { host, threads } = hostOnThreads();
  const a = host.call('export.next', { export: 1 });
  const b = host.call('export.next', { export: 2 });
  const [first, second] = threads[0]!.questions;
  threads[0]!.answer({ id: second!.id, ok: true, value: null });
  threads[0]!.answer({ id: first!.id, ok: false, fault: { kind: 'cancelled', message: 'm', context: {} } });
  expect(await b).toBeNull();
  await expect(a).rejects.toMatchObject({ kind: 'cancelled' });
});

test('withdraws an aborted call and forgets its answer', async () => {
  const { host, threads } = hostOnThreads();
  const abort = new AbortController();
  const call = host.query('overview', { workspace: 'w' }, abort.signal);
  abort.abort();
  await expect(call).rejects.toMatchObject({ kind: 'cancelled' });
  const id = threads[0]!.questions[0]!.id;
  expect(threads[0]!.questions[1]).toEqual({ kind: 'abort', id });
  threads[0]!.answer({ id, ok: true, value: 'late' });
  const already = host.query('overview', { workspace: 'w' }, abort.signal);
  await expect(already).rejects.toMatchObject({ kind: 'cancelled' });
  expect(threads[0]!.questions).toHaveLength(2);
});

test('starts a new thread after one has died, and says so once', async () => {
  const { host, threads } = hostOnThreads();
  const stopped: string[] = [];
  host.onStopped = ({ kind }) => stopped.push(kind);
  const call = host.call('conclude', null);
  threads[0]!.exit('out of memory');
  await expect(call).rejects.toMatchObject({ kind: 'engine-stopped' });
  void host.call('conclude', null).catch(() => undefined);
  expect(threads).toHaveLength(2);
  threads[0]!.exit('again');
  expect(stopped).toEqual(['engine-stopped']);
});

test('that is stopped on purpose rejects what runs and tells nobody', async () => {
  const { host, threads } = hostOnThreads();
  host.onStopped = () => expect.unreachable();
  const call = host.call('conclude', null);
  const outcome = expect(call).rejects.toMatchObject({ kind: 'engine-stopped' });
  await host.stop();
  threads[0]!.exit('ended');
  await outcome;
  expect(threads[0]!.hasEnded).toBe(true);
});

test('the engine leaves out a call that was withdrawn before its turn', async () => {
  const answers: EngineAnswer[] = [];
  const take = serveEngine(new EngineSession(), (answer) => answers.push(answer));
  take({ kind: 'call', id: 1, method: 'reset', params: { ruleset: SHIPPED_RULESETS.customerlabs } });
  take({ kind: 'call', id: 2, method: 'conclude', params: null });
  take({ kind: 'call', id: 3, method: 'export.close', params: { export: 9 } });
  take({ kind: 'abort', id: 2 });
  while (answers.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(answers.map(({ id }) => id)).toEqual([1, 3]);
});

test('the engine answers bytes that make no chunk with a fault and goes on', async () => {
  const session = new EngineSession();
  await session.answer('reset', { ruleset: SHIPPED_RULESETS.customerlabs });
  const garbage = session.answer('hydrate', { source: 0, firstLine: 1, data: new Uint8Array([1, 2, 3]) });
  await expect(garbage).rejects.toMatchObject({ kind: 'workspace-damaged' });
  expect(session.isBroken).toBe(false);
  expect(await session.answer('conclude', null)).toMatchObject({ summary: { read: 0 } });
});
