/**
 * Parser threads, one a core, that share one queue of pieces. Sources are read by whoever asks; the pool only parses.
 *
 * A thread that dies takes its piece with it: that piece's promise rejects with `engine-stopped`, another thread takes
 * the place, and the queue goes on. With no threads at all the pieces are parsed here, which tests and tiny inputs use.
 */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { invariant } from '#shared/base/assert.ts';
import { Fault, fromFaultData } from '#shared/protocol/fault.ts';
import { parsePiece } from './parse-piece.ts';
import type { WorkerAnswer, WorkerQuestion } from './parser-messages.ts';
import type { ParsedPiece, ParseTask } from './piece.ts';

export interface ParserPoolOptions {
  /** 0: parse in this thread. Without it: one thread a core. */
  readonly threads?: number;
  /** The built entry of a parser thread; needed unless `threads` is 0. */
  readonly workerFile?: string | URL;
}

interface Job {
  readonly question: WorkerQuestion;
  readonly resolve: (parsed: ParsedPiece) => void;
  readonly reject: (fault: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

export class ParserPool {
  readonly #size: number;
  readonly #workerFile: string | URL | null;
  readonly #threads: Thread[] = [];
  #queue: Job[] = [];
  #nextId = 0;
  #nextSession = 0;
  #isClosed = false;

  constructor(options: ParserPoolOptions = {}) {
    this.#size = options.threads ?? Math.max(1, availableParallelism());
    this.#workerFile = options.workerFile ?? null;
    invariant(this.#size === 0 || this.#workerFile !== null, 'a worker file for a pool with threads');
  }

  /** Pieces that may be under way at once and keep every thread busy. */
  get depth(): number {
    return Math.max(1, this.#size * 2);
  }

  /** Begins a run of tasks with the same settings; `endSession` drops those of its pieces that still wait. */
  newSession(): number {
    this.#nextSession += 1;
    return this.#nextSession;
  }

  endSession(session: number): void {
    const dropped = this.#queue.filter((job) => job.question.session === session);
    this.#queue = this.#queue.filter((job) => job.question.session !== session);
    for (const job of dropped) job.reject(new Fault('cancelled', 'reading was cancelled'));
  }

  /** Parses a piece, whose bytes change hands. Rejects with a `Fault`. */
  parse(task: ParseTask, session: number): Promise<ParsedPiece> {
    if (this.#isClosed) return Promise.reject(new Fault('engine-stopped', 'the parser pool is closed'));
    if (this.#size === 0) return parseHere(task);
    this.#nextId += 1;
    const question = { id: this.#nextId, session, task };
    return new Promise((resolve, reject) => {
      this.#queue.push({ question, resolve, reject });
      this.#dispatch();
    });
  }

  /** Ends the threads at once. What is under way rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = this.#threads.splice(0);
    const fault = new Fault('engine-stopped', 'the parser pool was closed');
    for (const job of this.#queue.splice(0)) job.reject(fault);
    await Promise.all(
      threads.map((thread) => {
        thread.job?.reject(fault);
        thread.job = null;
        return thread.worker.terminate();
      }),
    );
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idleThread();
      if (thread === null) return;
      const job = this.#queue.shift()!;
      thread.job = job;
      thread.worker.ref();
      const { bytes, table } = job.question.task.piece;
      const tables = table === null ? [] : [table.starts, table.ends, table.lines, table.records];
      thread.worker.postMessage(job.question, [bytes.buffer, ...tables.map((column) => column.buffer)]);
    }
  }

  #idleThread(): Thread | null {
    const idle = this.#threads.find((thread) => thread.job === null);
    if (idle !== undefined) return idle;
    return this.#threads.length < this.#size ? this.#startThread() : null;
  }

  #startThread(): Thread {
    const thread: Thread = { worker: new Worker(this.#workerFile!), job: null };
    this.#threads.push(thread);
    thread.worker.on('message', (answer: WorkerAnswer) => this.#answered(thread, answer));
    thread.worker.on('error', (error) => this.#died(thread, error.message));
    thread.worker.on('exit', (code) => this.#died(thread, `it exited with code ${code}`));
    return thread;
  }

  #answered(thread: Thread, answer: WorkerAnswer): void {
    const job = thread.job;
    if (job === null || job.question.id !== answer.id) return;
    thread.job = null;
    // An idle pool does not keep the process alive.
    thread.worker.unref();
    if (answer.ok) job.resolve(answer.parsed);
    else job.reject(fromFaultData(answer.fault));
    this.#dispatch();
  }

  #died(thread: Thread, why: string): void {
    const place = this.#threads.indexOf(thread);
    if (place === -1) return;
    this.#threads.splice(place, 1);
    const line = thread.job?.question.task.piece.firstLine ?? 0;
    thread.job?.reject(
      new Fault('engine-stopped', `a parser stopped at line ${line}: ${why}`, { context: { line } }),
    );
    thread.job = null;
    this.#dispatch();
  }
}

/** Lets whatever else waits run between two pieces. */
async function parseHere(task: ParseTask): Promise<ParsedPiece> {
  await new Promise((resolve) => setImmediate(resolve));
  return parsePiece(task);
}
