import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Run } from './machine.ts';
import { logLines, Machine } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.make();
});
afterEach(async () => {
  await machine.remove();
});

const first = logLines(4000, 11);
const second = logLines(600, 12);

async function undisturbed(paths: readonly string[]) {
  const other = await Machine.make();
  const run = other.start();
  const summary = await run.summary(await run.imported(paths));
  await other.remove();
  return summary;
}

/** A run whose page stores nothing from its third commit on until it is told to. */
function slowRun(): { readonly run: Run; readonly goOn: () => void } {
  let goOn: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let commits = 0;
  return { run: machine.start({}, { beforeStore: () => (++commits > 2 ? wait : undefined) }), goOn };
}

/** An import cancelled while its second commit is on its way. */
async function cancelled(
  { run, goOn }: ReturnType<typeof slowRun>,
  workspace: string,
  paths: readonly string[],
): Promise<JobProgress> {
  const begun = await run.startImport(workspace, paths);
  const before = run.pushes.filter(({ type }) => type === 'commit').length;
  await run.heard(() => run.pushes.filter(({ type }) => type === 'commit').length >= before + 2);
  await run.ask('job.cancel', { workspace, job: begun.job });
  goOn();
  return run.progress(({ job, phase }) => job === begun.job && phase === 'waiting-for-choice');
}

describe('a cancelled import', () => {
  test('that is kept has what was read, and is gone on with when asked', async () => {
    const path = await machine.file('a.ndjson', first);
    const expected = await undisturbed([path]);
    const slow = slowRun();
    const { run } = slow;
    const workspace = await run.create();
    await run.open(workspace);
    const { job } = await cancelled(slow, workspace, [path]);
    await run.ask('job.choose', { workspace, job, choice: 'keep' });
    expect(await run.jobEnd(job)).toMatchObject({ phase: 'cancelled', kept: true });
    const kept = await run.summary(workspace);
    expect(kept.events).toBeGreaterThan(0);
    expect(kept.read).toBeLessThan(first.length);
    await run.close();

    const next = machine.start();
    await next.open(workspace);
    expect(await next.summary(workspace)).toEqual(kept);
    expect(next.pushes.filter(({ type }) => type === 'job')).toEqual([]);
    const resumed = await next.ask('import.resume', { workspace, source: 0 });
    expect((await next.jobEnd(resumed.job)).phase).toBe('done');
    expect(await next.summary(workspace)).toEqual(expected);
  });

  test('that is kept is also gone on with when the same file is imported again', async () => {
    const path = await machine.file('a.ndjson', first);
    const slow = slowRun();
    const { run } = slow;
    const workspace = await run.create();
    await run.open(workspace);
    const { job } = await cancelled(slow, workspace, [path]);
    await run.ask('job.choose', { workspace, job, choice: 'keep' });
    await run.import(workspace, [path]);
    expect(await run.ask('source.list', { workspace })).toHaveLength(1);
    expect(await run.summary(workspace)).toEqual(await undisturbed([path]));
  });

  test('that is discarded leaves the workspace as it was', async () => {
    const paths = [await machine.file('a.ndjson', second), await machine.file('b.ndjson', first)];
    const slow = slowRun();
    const { run } = slow;
    const workspace = await run.imported([paths[0]!]);
    const before = await run.summary(workspace);
    const sources = await run.ask('source.list', { workspace });
    const { job } = await cancelled(slow, workspace, [paths[1]!]);
    await run.ask('job.choose', { workspace, job, choice: 'discard' });
    expect(await run.jobEnd(job)).toMatchObject({ phase: 'cancelled', kept: false });
    expect(await run.summary(workspace)).toEqual(before);
    expect(await run.ask('source.list', { workspace })).toEqual(sources);
    await run.close();

    const next = machine.start();
    expect((await next.open(workspace)).state).toBe('hydrate');
    expect(await next.summary(workspace)).toEqual(before);
  });

  test('leaves out the files that it had not come to', async () => {
    const paths = [await machine.file('a.ndjson', first), await machine.file('b.ndjson', second)];
    const slow = slowRun();
    const { run } = slow;
    const workspace = await run.create();
    await run.open(workspace);
    const { job } = await cancelled(slow, workspace, paths);
    await run.ask('job.choose', { workspace, job, choice: 'keep' });
    expect((await run.ask('source.list', { workspace })).map(({ name }) => name)).toEqual(['a.ndjson']);
  });
});

describe('removing a source', () => {
  test('equals an import without it, and gives events back that it had sent first', async () => {
    const a = await machine.file('a.ndjson', first.slice(0, 900));
    const b = await machine.file('b.ndjson', first.slice(600, 1500));
    const expected = await undisturbed([b]);
    const run = machine.start();
    const workspace = await run.imported([a, b]);
    const [removed] = await run.ask('source.list', { workspace });
    await run.ask('source.remove', { workspace, source: removed!.source });
    const after = await run.summary(workspace);
    expect(after).toEqual(expected);
    const [left] = await run.ask('source.list', { workspace });
    expect(left).toMatchObject({ name: 'b.ndjson', read: 900 });
    expect(left!.events + left!.duplicates + left!.unresolved + left!.rejected).toBe(left!.read);
    await run.close();

    const next = machine.start();
    await next.open(workspace);
    expect(await next.summary(workspace)).toEqual(expected);
    expect(await next.persistence.readRecord(workspace, 0, 0)).toBeNull();
  });

  test('is not possible while an import runs, and leaves an unknown source alone', async () => {
    const path = await machine.file('a.ndjson', first);
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const begun = await run.startImport(workspace, [path]);
    const remove = run.ask('source.remove', { workspace, source: 0 });
    await expect(remove).rejects.toMatchObject({ kind: 'bad-request' });
    await run.jobEnd(begun.job);
    const unknown = run.ask('source.remove', { workspace, source: 9 });
    await expect(unknown).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('followed by another import never takes old chunks for new ones', async () => {
    const a = await machine.file('a.ndjson', second);
    const b = await machine.file('b.ndjson', first);
    const run = machine.start();
    const workspace = await run.imported([a]);
    await run.ask('source.remove', { workspace, source: 0 });
    await run.heard(({ type }) => type === 'reopen');
    await run.summary(workspace);
    await run.import(workspace, [b]);
    const summary = await run.summary(workspace);
    expect(summary).toEqual(await undisturbed([b]));
    await run.close();
    const next = machine.start();
    await next.open(workspace);
    expect(await next.summary(workspace)).toEqual(summary);
  });
});

describe('storage that fails in the middle of an import', () => {
  test.each([
    ['storage-failed', 'the transaction was aborted'],
    ['disk-full', 'QuotaExceededError'],
  ] as const)('stops it as %s, keeps the last commit, and lets it go on', async (kind, message) => {
    const path = await machine.file('a.ndjson', first);
    let fails = true;
    const interference = {
      beforeStore: ({ number }: { number: number }) => {
        if (fails && number === 3) throw new Fault(kind, message);
      },
    };
    const run = machine.start({}, interference);
    const workspace = await run.create();
    await run.open(workspace);
    const begun = await run.startImport(workspace, [path]);
    const end = await run.jobEnd(begun.job);
    expect(end).toMatchObject({ phase: 'failed', fault: { kind } });
    const stopped = await run.summary(workspace);
    expect(stopped.read).toBeGreaterThan(0);
    expect(stopped.read).toBeLessThan(first.length);

    fails = false;
    const resumed = await run.ask('import.resume', { workspace, source: 0 });
    expect((await run.jobEnd(resumed.job)).phase).toBe('done');
    expect(await run.summary(workspace)).toEqual(await undisturbed([path]));
  });

  test('is foreseen when the disk is nearly full', async () => {
    const path = await machine.file('a.ndjson', first);
    let asked = 0;
    const freeBytes = () => Promise.resolve(++asked > 2 ? 2 ** 29 : 2 ** 33);
    const run = machine.start({ freeBytes });
    const workspace = await run.create();
    await run.open(workspace);
    const begun = await run.startImport(workspace, [path]);
    expect(await run.jobEnd(begun.job)).toMatchObject({ phase: 'failed', fault: { kind: 'disk-full' } });
    expect((await run.summary(workspace)).events).toBeGreaterThan(0);
  });
});

describe('an engine that dies', () => {
  test('is filled again from the database, and questions wait for it', async () => {
    const path = await machine.file('a.ndjson', second);
    const run = machine.start();
    const workspace = await run.imported([path]);
    const before = await run.summary(workspace);
    run.killEngine();
    expect(await run.summary(workspace)).toEqual(before);
    expect(run.pushes).toContainEqual(
      expect.objectContaining({ type: 'fault', fault: expect.objectContaining({ kind: 'engine-stopped' }) }),
    );
  });

  test('in the middle of an import ends it where it was stored', async () => {
    const path = await machine.file('a.ndjson', first);
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const begun = await run.startImport(workspace, [path]);
    await run.heard((push) => push.type === 'commit' && push.commit.number === 2);
    run.killEngine();
    expect(await run.jobEnd(begun.job)).toMatchObject({ phase: 'failed', fault: { kind: 'engine-stopped' } });
    const resumed = await run.ask('import.resume', { workspace, source: 0 });
    expect((await run.jobEnd(resumed.job)).phase).toBe('done');
    expect(await run.summary(workspace)).toEqual(await undisturbed([path]));
  });
});
