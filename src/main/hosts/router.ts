/**
 * Between a transport and the application, in every host: checks what the page asks against its schema, dispatches,
 * aborts, and turns every throw into a `Fault` value, so nothing rejects across the boundary. One page at a time is
 * attached; what the host itself has to say (files to open, menu commands) waits for it.
 */

import type { Reply } from '#shared/protocol/bridge.ts';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import { type Method, type Params, REQUEST_SCHEMAS } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { Application } from './host-services.ts';

/** One page's conversation. Request ids are the page's; they need to be unique among those still running. */
export interface Connection {
  request(id: number, method: unknown, params: unknown): Promise<Reply>;
  abort(id: number): void;
  /** Aborts what still runs; later pushes are not sent. */
  close(): void;
}

export class Router {
  readonly #application: Application;
  /** Told of every throw that is a bug, because its stack does not cross the boundary. */
  readonly #reportBug: (thrown: unknown) => void;
  readonly #unsubscribe: () => void;
  #send: ((push: Push) => void) | null = null;
  /** A page that has only said hello has no view yet that could open a file or run a command. */
  #hasViews = false;
  #waiting: Push[] = [];

  constructor(application: Application, reportBug: (thrown: unknown) => void) {
    this.#application = application;
    this.#reportBug = reportBug;
    // Without a page there is nobody to tell: on its return it opens the workspace again and learns what it missed.
    this.#unsubscribe = application.subscribe((push) => this.#send?.(push));
  }

  /** The page attached before, if any, hears nothing more. */
  attach(send: (push: Push) => void): Connection {
    this.#send = send;
    this.#hasViews = false;
    return this.#makeConnection(send);
  }

  /** Pushes what only the host knows, now or as soon as a page can act on it. */
  tell(push: Push): void {
    if (this.#send === null || !this.#hasViews) this.#waiting.push(push);
    else this.#send(push);
  }

  /** For paths from outside the page: the command line, the operating system, a second start. */
  async openPaths(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    try {
      const tokens = await this.#application.offerPaths(paths);
      this.tell({ type: 'open-files', tokens });
    } catch (thrown) {
      this.tell({ type: 'fault', fault: this.#toFault(thrown) });
    }
  }

  async close(): Promise<void> {
    this.#send = null;
    this.#unsubscribe();
    await this.#application.close();
  }

  #makeConnection(send: (push: Push) => void): Connection {
    const running = new Map<number, AbortController>();
    const close = (): void => {
      if (this.#send === send) this.#send = null;
      for (const controller of running.values()) controller.abort();
      running.clear();
    };
    const request = async (id: number, method: unknown, params: unknown): Promise<Reply> => {
      if (this.#send === send && method !== 'session.hello') this.#deliverWaiting();
      if (running.has(id)) return { ok: false, fault: toFaultData(idInUse(id)) };
      const controller = new AbortController();
      running.set(id, controller);
      try {
        const value = await this.#dispatch(method, params, controller.signal);
        return { ok: true, value };
      } catch (thrown) {
        if (controller.signal.aborted) return { ok: false, fault: toFaultData(cancelled(method)) };
        return { ok: false, fault: this.#toFault(thrown) };
      } finally {
        running.delete(id);
      }
    };
    return { request, abort: (id) => running.get(id)?.abort(), close };
  }

  #deliverWaiting(): void {
    this.#hasViews = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const push of waiting) this.tell(push);
  }

  async #dispatch(method: unknown, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isMethod(method)) {
      throw new Fault('unknown-method', `there is no request ${JSON.stringify(method)}`, {
        context: { method: String(method) },
      });
    }
    return await this.#application.handle(method, checkParams(method, params), signal);
  }

  #toFault(thrown: unknown) {
    if (!(thrown instanceof Fault) || thrown.kind === 'internal') this.#reportBug(thrown);
    return toFaultData(thrown);
  }
}

function isMethod(method: unknown): method is Method {
  return typeof method === 'string' && Object.hasOwn(REQUEST_SCHEMAS, method);
}

function checkParams<M extends Method>(method: M, params: unknown): Params<M> {
  const checked = REQUEST_SCHEMAS[method].safeParse(params);
  // The schema is the one of `method`; TypeScript does not carry that through the index.
  if (checked.success) return checked.data as Params<M>;
  const issue = checked.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'params' : issue.path.map(String).join('.');
  const expected = issue?.message ?? 'other parameters';
  throw new Fault('bad-request', `${method}: "${field}" is not what was expected. ${expected}`, {
    context: { method, field, expected },
  });
}

function idInUse(id: number): Fault {
  return new Fault('bad-request', `request ${id} is still running; expected another id`, { context: { id } });
}

function cancelled(method: unknown): Fault {
  return new Fault('cancelled', `${String(method)} was cancelled`);
}
