import type { AbortSignalLike, Bridge } from '#shared/protocol/bridge.ts';
import { Fault, fromFaultData } from '#shared/protocol/fault.ts';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { OfferedFiles } from './offered-files.ts';
import { disconnected, openedElsewhere, type Transport, type TransportState } from './transport.ts';

type Hello = Results['session.hello'];

/** The client of the protocol. Whatever the transport, requests wait until both sides agreed on the version. */
export class PageBridge implements Bridge {
  readonly #transport: Transport;
  readonly #files = new OfferedFiles();
  readonly #listeners = new Set<(push: Push) => void>();
  readonly #stateListeners = new Set<(state: TransportState) => void>();
  /** What came before anybody listened, such as the files Weft was opened with. */
  #unheard: Push[] = [];
  #lastId = 0;
  #hello: Promise<Hello>;
  #settleHello: (hello: Promise<Hello>) => void = () => undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#hello = this.#awaitHello();
    transport.listen({
      onPush: (push) => this.#receive(push),
      onState: (state) => this.#follow(state),
    });
  }

  get state(): TransportState {
    return this.#transport.state;
  }

  /** What main says of itself. Rejects with `protocol-mismatch` when page and main are of different builds. */
  hello(): Promise<Hello> {
    return this.#hello;
  }

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    signal?: AbortSignalLike,
  ): Promise<Results[M]> {
    await unlessAborted(this.#hello, method, signal);
    return await this.#ask(method, params, signal);
  }

  subscribe(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    const unheard = this.#unheard;
    this.#unheard = [];
    for (const push of unheard) listener(push);
    return () => this.#listeners.delete(listener);
  }

  /** After `lost`, `open` means that main may be another process: workspaces have to be opened again. */
  subscribeState(listener: (state: TransportState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  takeOver(): void {
    this.#transport.takeOver();
  }

  /** A token for a file dropped on the page or chosen in it. */
  async offerFile(file: File): Promise<string> {
    const opened = await this.#transport.offerPath(file);
    if (opened !== null) return opened;
    const { name, size, lastModified } = file;
    const { token } = await this.request('source.offer', { name, size, modifiedAt: lastModified });
    this.#files.add(token, file);
    return token;
  }

  async #ask<M extends Method>(method: M, params: Params<M>, signal?: AbortSignalLike): Promise<Results[M]> {
    this.#lastId += 1;
    const id = this.#lastId;
    const asked = this.#transport.request(id, method, params);
    const reply = await unlessAborted(asked, method, signal, () => this.#transport.abort(id));
    if (!reply.ok) throw fromFaultData(reply.fault);
    // Main is trusted: it answers in the type of the method.
    return reply.value as Results[M];
  }

  async #greet(): Promise<Hello> {
    const hello = await this.#ask('session.hello', { protocol: PROTOCOL_VERSION });
    if (hello.protocol === PROTOCOL_VERSION) return hello;
    throw new Fault(
      'protocol-mismatch',
      `this page speaks version ${PROTOCOL_VERSION} of the protocol and Weft speaks ${hello.protocol}`,
      { context: { page: PROTOCOL_VERSION, main: hello.protocol } },
    );
  }

  #awaitHello(): Promise<Hello> {
    return quiet(
      new Promise((resolve) => {
        this.#settleHello = resolve;
      }),
    );
  }

  #follow(state: TransportState): void {
    if (state === 'open') {
      this.#hello = quiet(this.#greet());
      this.#settleHello(this.#hello);
    } else if (state === 'connecting') {
      this.#hello = this.#awaitHello();
    } else {
      const fault = state === 'elsewhere' ? openedElsewhere() : disconnected();
      // Those who wait for the first connection learn that it failed; those who come now, at once.
      const failed = quiet(Promise.reject<Hello>(fault));
      this.#settleHello(failed);
      this.#hello = failed;
    }
    for (const listener of this.#stateListeners) listener(state);
  }

  #receive(push: Push): void {
    if (push.type === 'read') void this.#answerRead(push);
    else if (this.#listeners.size === 0) this.#unheard.push(push);
    else for (const listener of this.#listeners) listener(push);
  }

  async #answerRead(push: Extract<Push, { type: 'read' }>): Promise<void> {
    const data = await this.#files.read(push);
    try {
      await this.request('source.bytes', { request: push.request, data });
    } catch (thrown) {
      // A lost connection ends the import on main's side, which then asks anew; anything else is a bug.
      if (!(thrown instanceof Fault)) throw thrown;
    }
  }
}

/** Marks a rejection as seen: it is told again to everybody who asks. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function unlessAborted<T>(
  promise: Promise<T>,
  method: Method,
  signal: AbortSignalLike | undefined,
  onAbort: () => void = () => undefined,
): Promise<T> {
  if (signal === undefined) return await promise;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      onAbort();
      reject(new Fault('cancelled', `${method} was cancelled`));
    };
  });
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
