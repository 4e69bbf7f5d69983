/** Queries between the slices of a settle, on a clock that only the test moves. */

import { expect, test } from 'vitest';
import type { Conclusion } from '#main/engine/engine-messages.ts';
import { EngineSession } from '#main/engine/engine-session.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { batchOf } from '../../support/events.ts';
import { eventOf } from '../../support/plain-events.ts';

const MINUTE = 60_000;
/** One kiosk of so many events, which no settle resolves in one go. */
const EVENTS = 12_000;

const kiosk = (first: number, count: number) =>
  batchOf(
    Array.from({ length: count }, (_, index) => {
      const place = first + index;
      const ids = ['customerlabs_user_id:kiosk', ...(place % 20 === 0 ? [`email:p${place}@x.example`] : [])];
      return eventOf({ ids, at: place * MINUTE, id: `e${place}` });
    }),
  );

/** A session in which time passes with every look at the clock, and pauses last until the test ends them. */
function pausedSession() {
  let now = 0;
  let pauses: (() => void)[] = [];
  const session = new EngineSession({
    now: () => (now += 10),
    sleep: () => new Promise((resolve) => pauses.push(resolve)),
  });
  /** Lets what waits for a pause go on until its next one; false when nothing waits. */
  const resume = async (): Promise<boolean> => {
    const ended = pauses;
    pauses = [];
    for (const end of ended) end();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return ended.length > 0;
  };
  const pass = async <T>(answer: Promise<T>): Promise<T> => {
    let isAnswered = false;
    const answered = answer.finally(() => {
      isAnswered = true;
    });
    for (let turn = 0; turn < 100_000 && !isAnswered; turn += 1) await resume();
    return answered;
  };
  const overview = () =>
    session.answer('query', { method: 'overview', params: { workspace: 'w' } }) as Promise<Overview>;
  return { session, resume, pass, overview };
}

async function kioskSession() {
  const paused = pausedSession();
  const { session, pass } = paused;
  await session.answer('reset', { ruleset: SHIPPED_RULESETS.customerlabs });
  await pass(session.answer('append', { source: 0, firstLine: 1, batch: kiosk(1, EVENTS) }));
  const concluded = await pass(session.answer('conclude', null));
  return { ...paused, concluded };
}

/** Appends one event that comes before all others of the kiosk, and begins to conclude. */
async function concludeLate({ session, pass }: Awaited<ReturnType<typeof kioskSession>>) {
  const batch = batchOf([eventOf({ ids: ['customerlabs_user_id:kiosk'], at: 0, id: 'late' })]);
  await pass(session.answer('append', { source: 1, firstLine: 1, batch }));
  return session.answer('conclude', null);
}

test('a query within a settle is answered from the revision before it', async () => {
  const kioskOpened = await kioskSession();
  const { resume, pass, overview, concluded } = kioskOpened;
  const before = await pass(overview());
  let conclusion: Conclusion | null = null;
  const concluding = concludeLate(kioskOpened).then((answer) => {
    conclusion = answer;
  });
  let asked = 0;
  for (let turn = 0; turn < 3 || (await resume()); turn += 1) {
    if (conclusion !== null) break;
    expect(await overview()).toEqual(before);
    asked += 1;
    await Promise.resolve();
  }
  await pass(concluding);
  expect(asked).toBeGreaterThan(5);
  expect(conclusion).toMatchObject({ revision: concluded.revision + 1, summary: { events: EVENTS + 1 } });
  expect((await overview()).summary.events).toBe(EVENTS + 1);
});

test('rows that arrive within a settle wait for its end, in their order, and none is lost', async () => {
  const kioskOpened = await kioskSession();
  const { session, resume, pass } = kioskOpened;
  const concluding = concludeLate(kioskOpened);
  for (let turn = 0; turn < 5; turn += 1) await resume();
  const appends = [0, 1, 2].map((part) =>
    session.answer('append', {
      source: 2,
      firstLine: 1 + part * 10,
      batch: kiosk(EVENTS + 1 + part * 10, 10),
    }),
  );
  const order: number[] = [];
  appends.forEach((append, part) => void append.then(() => order.push(part)));
  await pass(concluding);
  await pass(Promise.all(appends));
  expect(order).toEqual([0, 1, 2]);
  const { summary } = await pass(session.answer('conclude', null));
  expect(summary.events).toBe(EVENTS + 31);
});

test('a workspace that is opened within a settle ends it', async () => {
  const kioskOpened = await kioskSession();
  const { session, resume, pass } = kioskOpened;
  const concluding = concludeLate(kioskOpened);
  for (let turn = 0; turn < 5; turn += 1) await resume();
  const refused = expect(pass(concluding)).rejects.toMatchObject({ kind: 'cancelled' });
  await session.answer('reset', { ruleset: SHIPPED_RULESETS.components });
  await refused;
  const { summary } = await pass(session.answer('conclude', null));
  expect(summary.events).toBe(0);
});
