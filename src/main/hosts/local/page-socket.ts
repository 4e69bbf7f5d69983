/**
 * The WebSocket of the one page that has the session. A second page is told `CLOSED_ELSEWHERE` as long as the first
 * still answers, unless it takes over; then the first is told so. Requests come in and replies go out as binary frames.
 */

import type { RawData, WebSocket } from 'ws';
import type { Envelope, Reply } from '#shared/protocol/bridge.ts';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import { CLOSED_ELSEWHERE } from '#shared/protocol/socket.ts';
import type { Connection, Router } from '../router.ts';

/** A browser answers a ping by itself, also while its page is busy or about to be reloaded. */
const PING_LIMIT_MS = 1000;
const CLOSE_UNREADABLE = 1007;

interface Session {
  readonly socket: WebSocket;
  readonly connection: Connection;
}

export interface PageSocketOptions {
  readonly router: Router;
  readonly reportBug: (thrown: unknown) => void;
  /** Told whenever a page comes or goes. */
  readonly onPresence: (present: boolean) => void;
}

export class PageSocket {
  readonly #options: PageSocketOptions;
  #session: Session | null = null;
  #takeOverNext = false;

  constructor(options: PageSocketOptions) {
    this.#options = options;
  }

  /** The next page to come has the session, whoever has it now: it was opened by Weft itself. */
  expectTakeOver(): void {
    this.#takeOverNext = true;
  }

  async accept(socket: WebSocket, takesOver: boolean): Promise<void> {
    socket.on('error', this.#options.reportBug);
    const mayTake = takesOver || this.#takeOverNext;
    if (!mayTake && (await this.#isHeld())) {
      socket.close(CLOSED_ELSEWHERE, 'another window has the session');
      return;
    }
    if (socket.readyState !== socket.OPEN) return;
    this.#takeOverNext = false;
    this.#endSession();
    this.#begin(socket);
  }

  close(): void {
    const session = this.#session;
    this.#session = null;
    session?.connection.close();
    session?.socket.close();
  }

  async #isHeld(): Promise<boolean> {
    for (;;) {
      const holder = this.#session;
      if (holder === null) return false;
      const isAlive = await answers(holder.socket);
      if (this.#session === holder) return isAlive;
    }
  }

  #begin(socket: WebSocket): void {
    send(socket, { kind: 'welcome' });
    const connection = this.#options.router.attach((push) => this.#send(socket, { kind: 'push', push }));
    this.#session = { socket, connection };
    socket.on('message', (data, isBinary) => this.#receive(socket, connection, isBinary ? data : null));
    socket.on('close', () => {
      connection.close();
      if (this.#session?.socket !== socket) return;
      this.#session = null;
      this.#options.onPresence(false);
    });
    this.#options.onPresence(true);
  }

  #endSession(): void {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    session.connection.close();
    session.socket.close(CLOSED_ELSEWHERE, 'another window took the session over');
  }

  #receive(socket: WebSocket, connection: Connection, data: RawData | null): void {
    const envelope = readEnvelope(data);
    if (envelope?.kind === 'request') {
      void this.#answer(socket, connection, envelope); // never rejects
    } else if (envelope?.kind === 'abort') {
      connection.abort(envelope.id);
    } else {
      socket.close(CLOSE_UNREADABLE, 'expected a request or an abort');
    }
  }

  async #answer(
    socket: WebSocket,
    connection: Connection,
    { id, method, params }: Extract<Envelope, { kind: 'request' }>,
  ): Promise<void> {
    const reply = await connection.request(id, method, params);
    this.#send(socket, { kind: 'reply', id, reply });
  }

  /** What cannot be encoded is a bug of main; the page is told, else it would wait for ever. */
  #send(socket: WebSocket, envelope: Extract<Envelope, { kind: 'reply' | 'push' }>): void {
    try {
      send(socket, envelope);
    } catch (thrown) {
      this.#options.reportBug(thrown);
      const fault = toFaultData(new Fault('internal', toFaultData(thrown).message));
      const reply: Reply = { ok: false, fault };
      if (envelope.kind === 'reply') send(socket, { kind: 'reply', id: envelope.id, reply });
      else send(socket, { kind: 'push', push: { type: 'fault', fault } });
    }
  }
}

function send(socket: WebSocket, envelope: Envelope): void {
  if (socket.readyState === socket.OPEN) socket.send(encodeMessage(envelope));
}

/** null: not a frame of ours. */
function readEnvelope(data: RawData | null): Envelope | null {
  if (!(data instanceof Uint8Array)) return null;
  let message: unknown;
  try {
    message = decodeMessage(data);
  } catch (thrown) {
    if (thrown instanceof Fault) return null;
    throw thrown;
  }
  if (typeof message !== 'object' || message === null) return null;
  const envelope = message as Envelope;
  if (envelope.kind !== 'request' && envelope.kind !== 'abort') return null;
  return Number.isSafeInteger(envelope.id) ? envelope : null;
}

function answers(socket: WebSocket): Promise<boolean> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (answered: boolean): void => {
      clearTimeout(timer);
      socket.off('pong', onPong);
      socket.off('close', onClose);
      resolve(answered);
    };
    const onPong = (): void => settle(true);
    const onClose = (): void => settle(false);
    const timer = setTimeout(() => settle(false), PING_LIMIT_MS);
    socket.on('pong', onPong);
    socket.on('close', onClose);
    socket.ping();
  });
}
