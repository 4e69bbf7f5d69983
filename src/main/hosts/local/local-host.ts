/** One running local host: its application, its site on the loopback address, its window. */

import type { Server } from 'node:http';
import { join } from 'node:path';
import type { HostServices } from '../host-services.ts';
import { Router } from '../router.ts';
import { Access } from './access.ts';
import { BrowserWindow } from './browser-window.ts';
import { Downloads } from './downloads.ts';
import { serveSite } from './http-server.ts';
import { Doorbell, type Raised, type RaiseRequest } from './neighbour.ts';
import { PageSocket } from './page-socket.ts';
import type { ServeOptions } from './serve.ts';

export interface LocalHostOptions extends ServeOptions {
  readonly port: number;
  readonly secret: string;
  readonly dataFolder: string;
  readonly version: string;
}

export class LocalHost {
  readonly ended: Promise<void>;
  readonly #options: LocalHostOptions;
  readonly #server: Server;
  readonly #access: Access;
  readonly #downloads: Downloads;
  readonly #window: BrowserWindow;
  readonly #router: Router;
  readonly #pageSocket: PageSocket;
  #settleEnded: () => void = () => undefined;
  #closing: Promise<void> | null = null;

  constructor(server: Server, options: LocalHostOptions) {
    const { dataFolder, machine, uid, say, reportBug } = options;
    this.#server = server;
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    this.#access = new Access(options.port);
    this.#downloads = new Downloads(join(dataFolder, 'downloads'));
    this.#window = new BrowserWindow({
      machine,
      uid,
      profileFolder: join(dataFolder, 'browser'),
      onFailure: (browser, reason) => {
        say(`${browser} did not open a window (${reason}). Open ${this.#access.makeStartAddress()}`);
      },
      onClosed: () => {
        say('The window was closed; Weft ends.');
        this.close().catch(reportBug);
      },
    });
    this.#router = new Router(options.createApplication(this.#services()), reportBug);
    this.#pageSocket = new PageSocket({
      router: this.#router,
      reportBug,
      onPresence: (present) => this.#window.setPresent(present),
    });
    serveSite(server, {
      rendererFolder: join(options.outFolder, 'renderer'),
      access: this.#access,
      downloads: this.#downloads,
      doorbell: new Doorbell(options.secret),
      pageSocket: this.#pageSocket,
      raise: (request) => this.#raise(request),
      reportBug,
    });
  }

  start(): void {
    const { open, paths, say, reportBug } = this.#options;
    this.#router.openPaths(paths).catch(reportBug);
    const address = this.#access.makeStartAddress();
    const browser = open ? this.#window.open(address) : null;
    if (browser !== null)
      say(`Weft runs at ${this.#access.origin} in a window of ${browser}. Ctrl+C ends it.`);
    else if (open) say(`No display or no browser of the Chromium family was found. Open ${address}`);
    else say(`Weft runs at ${address}`);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#window.close();
    this.#pageSocket.close();
    this.#server.close();
    this.#server.closeAllConnections();
    try {
      await this.#router.close();
      await this.#downloads.clear();
    } finally {
      this.#settleEnded();
    }
  }

  #raise({ paths, open }: RaiseRequest): Raised {
    this.#router.openPaths(paths).catch(this.#options.reportBug);
    const address = this.#access.makeStartAddress({ takesOver: true });
    return { address: open && this.#window.open(address) !== null ? null : address };
  }

  #services(): HostServices {
    const { outFolder, dataFolder, version } = this.#options;
    return {
      kind: 'local',
      version,
      dataFolder,
      samplesFolder: join(outFolder, '..', 'samples'),
      workersFolder: join(outFolder, 'main'),
      chooseFiles: async () => null,
      saveFile: (name, write) => this.#downloads.save(name, write),
      setProgress: (fraction) => this.#window.setBusy(fraction !== null),
    };
  }
}
