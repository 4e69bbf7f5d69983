import { expect, test } from 'vitest';
import { JobReporter } from '#main/engine/job-reporter.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Push } from '#shared/protocol/results/push.ts';

const FIRST: Omit<JobProgress, 'startedAt' | 'rate' | 'fault'> = {
  job: 'j',
  phase: 'reading',
  source: 'a',
  sourceCount: 1,
  sourceIndex: 0,
  bytesRead: 0,
  bytesTotal: 1000,
  read: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  rebuilding: false,
};

function reporterAt() {
  let now = 0;
  const pushes: Push[] = [];
  const fractions: (number | null)[] = [];
  const setProgress = (fraction: number | null): void => void fractions.push(fraction);
  const push = (message: Push): void => void pushes.push(message);
  const reporter = new JobReporter({ workspace: 'w', push, setProgress, now: () => now }, FIRST);
  return { reporter, pushes, fractions, pass: (ms: number) => (now += ms) };
}

test('tells at most four times a second, and a turn of the job at once', () => {
  const { reporter, pushes, pass } = reporterAt();
  for (let step = 0; step < 1000; step += 1) {
    reporter.report({ read: step });
    pass(10);
  }
  expect(pushes.length).toBeLessThanOrEqual(40);
  expect(pushes.length).toBeGreaterThan(30);
  reporter.report({ phase: 'resolving' });
  reporter.report({ phase: 'done' });
  expect(pushes.slice(-2).map((push) => push.type === 'job' && push.progress.phase)).toEqual([
    'resolving',
    'done',
  ]);
});

test('gives the rate of the last seconds', () => {
  const { reporter, pass } = reporterAt();
  let read = 0;
  for (const [perStep, steps] of [
    [1000, 40],
    [10, 40],
  ] as const) {
    for (let step = 0; step < steps; step += 1) {
      pass(250);
      read += perStep;
      reporter.report({ read });
    }
  }
  expect(reporter.progress.rate).toBeCloseTo(40, 0);
});

test('shows its share on the host while it runs and nothing afterwards', () => {
  const { reporter, fractions, pass } = reporterAt();
  reporter.report({ bytesRead: 250 });
  pass(300);
  reporter.report({ phase: 'done' });
  expect(fractions).toEqual([0.25, null]);
});
