import type { Envelope, Reply } from '#shared/protocol/bridge.ts';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import { CLOSED_ELSEWHERE, TAKE_OVER } from '#shared/protocol/socket.ts';
import {
  disconnected,
  openedElsewhere,
  type Transport,
  type TransportListener,
  type TransportState,
} from './transport.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (fault: Error) => void;
}

export interface SocketOptions {
  readonly address: string;
  readonly openSocket: (address: string) => WebSocket;
  readonly wait: (ms: number, then: () => void) => void;
}

/** The local host: a WebSocket that comes back by itself, unless another window has the session. */
export class SocketTransport implements Transport {
  readonly #options: SocketOptions;
  readonly #pending = new Map<number, Pending>();
  #listener: TransportListener | null = null;
  #socket: WebSocket | null = null;
  #state: TransportState = 'connecting';
  #retryMs = FIRST_RETRY_MS;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get state(): TransportState {
    return this.#state;
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
    this.#connect(this.#options.address);
  }

  async request(id: number, method: string, params: unknown): Promise<Reply> {
    const frame = encode({ kind: 'request', id, method, params });
    return await new Promise((resolve, reject) => {
      if (this.#state !== 'open' || this.#socket === null) {
        reject(this.#lossFault());
        return;
      }
      this.#pending.set(id, { resolve, reject });
      this.#socket.send(frame);
    });
  }

  abort(id: number): void {
    if (this.#state === 'open') this.#socket?.send(encode({ kind: 'abort', id }));
  }

  takeOver(): void {
    if (this.#state !== 'elsewhere') return;
    this.#setState('connecting');
    this.#connect(`${this.#options.address}?${TAKE_OVER}`);
  }

  async offerPath(): Promise<null> {
    return null;
  }

  #connect(address: string): void {
    const socket = this.#options.openSocket(address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = (message: MessageEvent<ArrayBuffer>) => this.#receive(new Uint8Array(message.data));
    socket.onclose = (event) => this.#lose(socket, event.code === CLOSED_ELSEWHERE);
  }

  /** The host speaks first, in words of the protocol, once the session is this window's. */
  #receive(frame: Uint8Array): void {
    const envelope = decodeMessage(frame) as Envelope;
    if (envelope.kind === 'reply') {
      this.#pending.get(envelope.id)?.resolve(envelope.reply);
      this.#pending.delete(envelope.id);
    } else if (envelope.kind === 'welcome') {
      this.#retryMs = FIRST_RETRY_MS;
      this.#setState('open');
    } else if (envelope.kind === 'push') {
      this.#listener?.onPush(envelope.push);
    }
  }

  #lose(socket: WebSocket, elsewhere: boolean): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#setState(elsewhere ? 'elsewhere' : 'lost');
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(this.#lossFault());
    if (elsewhere) return;
    this.#options.wait(this.#retryMs, () => this.#connect(this.#options.address));
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #setState(state: TransportState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener?.onState(state);
  }

  #lossFault(): Error {
    return this.#state === 'elsewhere' ? openedElsewhere() : disconnected();
  }
}

function encode(envelope: Envelope): Uint8Array<ArrayBuffer> {
  // `encodeMessage` allocates its frame itself, never in shared memory.
  return encodeMessage(envelope) as Uint8Array<ArrayBuffer>;
}
