/**
 * The queue before the engine: calls are answered in order, each in a turn of its own, so that an abort that has
 * arrived meanwhile still finds its call waiting. Calls that wait for rows to be resolved let later ones pass.
 *
 * What is thrown becomes an answer, unless columns may be half written: then the thread is left to die.
 */

import type { TransferListItem } from 'node:worker_threads';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { EngineAnswer, EngineParams, EngineQuestion } from './engine-messages.ts';
import type { EngineSession } from './engine-session.ts';

type Call = Extract<EngineQuestion, { kind: 'call' }>;
type Send = (answer: EngineAnswer, transfer: TransferListItem[]) => void;

/** Returns the function that takes questions. */
export function serveEngine(session: EngineSession, send: Send): (question: EngineQuestion) => void {
  let queue: Call[] = [];
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || queue.length === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      const call = queue.shift();
      if (call !== undefined) run(call);
      schedule();
    });
  }

  function run(call: Call): void {
    const { id } = call;
    // Main's host is typed by the same table of calls.
    session.answer(call.method, call.params as EngineParams<typeof call.method>).then(
      (value) =>
        send({ id, ok: true, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []),
      (error: unknown) => {
        if (session.isBroken) throw error;
        send({ id, ok: false, fault: toFaultData(error) }, []);
      },
    );
  }

  return (question) => {
    if (question.kind === 'abort') queue = queue.filter(({ id }) => id !== question.id);
    else queue.push(question);
    schedule();
  };
}
