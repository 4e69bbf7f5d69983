/** The service in a worker, called from the page: typed by the service itself, faults as values, buffers handed over. */

import type { FaultData } from '#shared/protocol/fault.ts';
import { fromFaultData, toFaultData } from '#shared/protocol/fault.ts';
import type { DatabaseService } from './database-service.ts';

type Method = keyof DatabaseService;
type Arguments<M extends Method> = Parameters<DatabaseService[M]>;
type Answer<M extends Method> = Awaited<ReturnType<DatabaseService[M]>>;

interface Call {
  readonly id: number;
  readonly method: Method;
  readonly given: readonly unknown[];
}

type Message =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly fault: FaultData }
  | { readonly takenAway: string };

/** The part of Worker, MessagePort and a worker's global scope that is used. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** Worker side. Returns the function that tells the page that a database was taken away. */
export function serveDatabase(channel: Channel, service: () => DatabaseService): (workspace: string) => void {
  channel.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    void answer(service(), data).then((message) => channel.postMessage(message, buffersOf(message)));
  });
  return (takenAway) => channel.postMessage({ takenAway } satisfies Message, []);
}

async function answer(service: DatabaseService, { id, method, given }: Call): Promise<Message> {
  try {
    // The client below is typed by the service, so these are the method's own arguments.
    const run = service[method] as (...given: readonly unknown[]) => Promise<unknown>;
    return { id, ok: true, value: await run.apply(service, [...given]) };
  } catch (error) {
    return { id, ok: false, fault: toFaultData(error) };
  }
}

/** Page side. */
export class DatabaseClient {
  onTakenAway: (workspace: string) => void = () => undefined;
  readonly #channel: Channel;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #lastId = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if ('takenAway' in data) return this.onTakenAway(data.takenAway);
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    });
  }

  /** Buffers of byte arrays among the arguments are handed over, not copied. */
  call<M extends Method>(method: M, ...given: Arguments<M>): Promise<Answer<M>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        if ('ok' in message && message.ok) resolve(message.value as Answer<M>);
        else if ('ok' in message) reject(fromFaultData(message.fault));
      });
      this.#channel.postMessage({ id, method, given } satisfies Call, buffersOf(given));
    });
  }
}

/** Buffers that belong to one byte array alone; chunks that share one are copied. */
function buffersOf(message: unknown): Transferable[] {
  const arrays: Uint8Array[] = [];
  collectArrays(message, arrays);
  const whole = arrays.filter((array) => array.byteLength === array.buffer.byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))];
}

function collectArrays(value: unknown, into: Uint8Array[]): void {
  if (value instanceof Uint8Array) into.push(value);
  else if (Array.isArray(value)) for (const entry of value) collectArrays(entry, into);
  else if (typeof value === 'object' && value !== null) collectArrays(Object.values(value), into);
}
