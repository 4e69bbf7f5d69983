import type { Reply } from '#shared/protocol/bridge.ts';
import { fromFaultData } from '#shared/protocol/fault.ts';
import type { PreloadApi } from '#shared/protocol/preload-api.ts';
import type { Transport, TransportListener } from './transport.ts';

/** Electron: always there, as long as the page is. */
export class PreloadTransport implements Transport {
  readonly state = 'open';
  readonly #preload: PreloadApi;

  constructor(preload: PreloadApi) {
    this.#preload = preload;
  }

  request(id: number, method: string, params: unknown): Promise<Reply> {
    return this.#preload.request(id, method, params);
  }

  abort(id: number): void {
    this.#preload.abort(id);
  }

  listen(listener: TransportListener): void {
    this.#preload.subscribe((push) => listener.onPush(push));
    listener.onState('open');
  }

  /** The application has one window, which always has the session. */
  takeOver(): void {}

  async offerPath(file: File): Promise<string | null> {
    const reply = await this.#preload.offerPath(file);
    if (!reply.ok) throw fromFaultData(reply.fault);
    return reply.value as string | null;
  }
}
