/**
 * Main's side of the engine: gives every call a number, hands buffers over instead of copying them, withdraws aborted
 * calls, and starts a new thread when the old one has died. A dead engine has lost its columns; whoever hears
 * `onStopped` has them sent again from the database.
 */

import type { TransferListItem } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { Fault, fromFaultData } from '#shared/protocol/fault.ts';
import type { Params, Results } from '#shared/protocol/requests.ts';
import type {
  EngineAnswer,
  EngineMethod,
  EngineParams,
  EngineQuestion,
  EngineResult,
  QueryMethod,
} from './engine-messages.ts';

/** The engine's thread as the host sees it; tests run the session in their own thread. */
export interface EngineThread {
  post(question: EngineQuestion, transfer: readonly TransferListItem[]): void;
  onAnswer(listener: (answer: EngineAnswer) => void): void;
  onExit(listener: (reason: string) => void): void;
  end(): Promise<void>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly transfer?: readonly TransferListItem[];
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

export class EngineHost {
  onStopped: (fault: Fault) => void = () => undefined;
  readonly #start: () => EngineThread;
  readonly #pending = new Map<number, Pending>();
  #thread: EngineThread | null = null;
  #lastId = 0;

  constructor(start: () => EngineThread) {
    this.#start = start;
  }

  /** Rejects with a Fault: the engine's own, `cancelled`, or `engine-stopped`. */
  call<M extends EngineMethod>(
    method: M,
    params: EngineParams<M>,
    { signal, transfer = [] }: CallOptions = {},
  ): Promise<EngineResult<M>> {
    if (signal?.aborted === true) return Promise.reject(cancelled(method));
    const id = ++this.#lastId;
    const thread = this.#running();
    return new Promise<EngineResult<M>>((resolve, reject) => {
      const abort = (): void => {
        this.#pending.delete(id);
        thread.post({ kind: 'abort', id }, []);
        reject(cancelled(method));
      };
      const done = (): void => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, {
        resolve: (value) => {
          done();
          resolve(value as EngineResult<M>);
        },
        reject: (fault) => {
          done();
          reject(fault);
        },
      });
      thread.post({ kind: 'call', id, method, params }, transfer);
    });
  }

  /** A question of the page. */
  async query<M extends QueryMethod>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): Promise<Results[M]> {
    const options = signal === undefined ? {} : { signal };
    // The engine's table of queries is typed by the same results.
    return (await this.call('query', { method, params }, options)) as Results[M];
  }

  /** Ends the thread; calls under way reject. The next call starts a new one. */
  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    this.#rejectAll(new Fault('engine-stopped', 'The engine was stopped'));
    await thread?.end();
  }

  #running(): EngineThread {
    if (this.#thread !== null) return this.#thread;
    const thread = this.#start();
    thread.onAnswer((answer) => this.#answered(answer));
    thread.onExit((reason) => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      const fault = new Fault('engine-stopped', `The engine stopped: ${reason}`);
      this.#rejectAll(fault);
      this.onStopped(fault);
    });
    this.#thread = thread;
    return thread;
  }

  #answered(answer: EngineAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.ok) pending?.resolve(answer.value);
    else pending?.reject(fromFaultData(answer.fault));
  }

  #rejectAll(fault: Fault): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(fault);
  }
}

function cancelled(method: string): Fault {
  return new Fault('cancelled', `${method} was cancelled`);
}

/** The built entry of the engine as a thread. */
export function startEngineWorker(file: string): EngineThread {
  const worker = new Worker(file);
  return {
    post: (question, transfer) => worker.postMessage(question, transfer),
    onAnswer: (listener) => void worker.on('message', listener),
    onExit: (listener) => {
      let reason: string | null = null;
      worker.on('error', (error) => {
        reason = error.message;
      });
      worker.on('exit', (code) => listener(reason ?? `it exited with code ${code}`));
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
