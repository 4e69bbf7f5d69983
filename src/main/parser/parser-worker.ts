/** Entry of a parser thread: takes tasks, answers with parsed pieces, and knows nothing else. */

import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { must } from '#shared/base/assert.ts';
import type { Dialect } from '#shared/event/event.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import { dialectFor } from './dialect-for.ts';
import { parsePiece } from './parse-piece.ts';
import type { WorkerAnswer, WorkerQuestion } from './parser-messages.ts';
import { transferablesOf } from './parser-messages.ts';

const LOWERED_PRIORITY = 10;

lowerPriority();
const port = must(parentPort, 'to run as a worker thread');
let session = -1;
let dialect: Dialect | null = null;

port.on('message', (question: WorkerQuestion) => {
  const { id, task } = question;
  try {
    // One dialect a session: making one compiles its mapping.
    if (question.session !== session || dialect === null) dialect = dialectFor(task.settings);
    session = question.session;
    const parsed = parsePiece(task, dialect);
    const answer: WorkerAnswer = { id, ok: true, parsed };
    port.postMessage(answer, transferablesOf(parsed));
  } catch (thrown) {
    const answer: WorkerAnswer = { id, ok: false, fault: toFaultData(thrown) };
    port.postMessage(answer);
  }
});

/** Windows and other threads come first. Only Linux gives threads priorities of their own; elsewhere it would be the process's. */
function lowerPriority(): void {
  if (process.platform === 'linux') setPriority(0, LOWERED_PRIORITY);
}
