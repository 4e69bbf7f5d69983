/** The page's requests as they come over IPC: only from our page's main frame, and answered by the router. */

import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Reply } from '#shared/protocol/bridge.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { Application } from '../host-services.ts';
import type { Connection, Router } from '../router.ts';
import { type PageMessage, PUSH_CHANNEL } from './channels.ts';
import { isPageAddress } from './page-origin.ts';

export interface PageChannelOptions {
  readonly router: Router;
  readonly offerPaths: Application['offerPaths'];
  /** null while there is no window. */
  readonly pageContents: () => WebContents | null;
}

export class PageChannel {
  readonly #options: PageChannelOptions;
  #connection: Connection | null = null;

  constructor(options: PageChannelOptions) {
    this.#options = options;
  }

  /** Rejects for strangers only; to our page every failure is a reply. */
  async answer(event: IpcMainInvokeEvent, message: PageMessage): Promise<Reply> {
    const contents = this.#options.pageContents();
    if (contents === null || !isFromPage(event, contents)) throw new Error('this sender is not answered');
    if (message.kind === 'offer-path') return await this.#offerPath(String(message.path));
    // The first word of a page attaches it: from here on it listens.
    this.#connection ??= this.#options.router.attach((push) => {
      if (!contents.isDestroyed()) contents.send(PUSH_CHANNEL, push);
    });
    if (message.kind === 'request') {
      return await this.#connection.request(Number(message.id), message.method, message.params);
    }
    this.#connection.abort(Number(message.id));
    return { ok: true, value: null };
  }

  /** The page is gone or about to be loaded anew. */
  detach(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  async #offerPath(path: string): Promise<Reply> {
    try {
      const [token] = await this.#options.offerPaths([path]);
      return { ok: true, value: token ?? null };
    } catch (thrown) {
      return { ok: false, fault: toFaultData(thrown) };
    }
  }
}

function isFromPage({ senderFrame }: IpcMainInvokeEvent, contents: WebContents): boolean {
  return senderFrame !== null && senderFrame === contents.mainFrame && isPageAddress(senderFrame.url);
}
