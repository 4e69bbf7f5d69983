/**
 * The Electron host. Until the application is ready everything here is synchronous, because what must be settled before
 * that (sandbox, paths, the instance lock, the scheme) would otherwise be settled too late.
 */

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { dataFolderOf, type Machine } from '../data-folder.ts';
import type { Application, CreateApplication, HostServices } from '../host-services.ts';
import { Router } from '../router.ts';
import { menuTemplate } from './app-menu.ts';
import { REQUEST_CHANNEL } from './channels.ts';
import { FileDialogs } from './file-dialogs.ts';
import { confine, denyPermissions } from './hardening.ts';
import { PageChannel } from './page-channel.ts';
import { SCHEME, SCHEME_PRIVILEGES } from './page-origin.ts';
import { makePageHandler } from './page-protocol.ts';
import { PageWindow } from './page-window.ts';

/** What of Electron is used, so that tests know what to stand in for. */
export type ElectronParts = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'session'
>;

export interface DesktopOptions {
  readonly outFolder: string;
  /** Arguments behind the program's own. */
  readonly argv: readonly string[];
  readonly machine: Machine;
  readonly createApplication: CreateApplication;
  readonly now: () => number;
  readonly reportBug: (thrown: unknown) => void;
}

/** What the second start tells the first. */
interface SecondStart {
  readonly paths: readonly string[];
}

/** Resolves when the window is open; at once when another instance took over. */
export async function startDesktop(electron: ElectronParts, options: DesktopOptions): Promise<void> {
  const { app, protocol } = electron;
  app.enableSandbox();
  app.setName('Weft');
  const dataFolder = dataFolderOf('desktop', options.machine);
  const browserFolder = join(dataFolder, 'browser');
  mkdirSync(browserFolder, { recursive: true, mode: 0o700 });
  // Before the lock, which belongs to this folder.
  app.setPath('userData', browserFolder);
  const paths = options.argv.filter((argument) => !argument.startsWith('-')).map((path) => resolve(path));
  if (!app.requestSingleInstanceLock({ paths } satisfies SecondStart)) {
    app.quit();
    return;
  }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);
  app.on('web-contents-created', (_event, contents) => confine(contents));
  const desktop = new Desktop(electron, { ...options, dataFolder });
  app.on('second-instance', (_event, _argv, _folder, data) => desktop.open((data as SecondStart).paths));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    desktop.open([path]);
  });
  await app.whenReady();
  desktop.start(paths);
}

class Desktop {
  readonly #electron: ElectronParts;
  readonly #options: DesktopOptions & { readonly dataFolder: string };
  readonly #dialogs: FileDialogs;
  readonly #page: PageWindow;
  #router: Router | null = null;
  /** Asked for before the application was ready. */
  #early: string[] = [];
  #progress: number | null = null;
  #sleepBlocker: number | null = null;

  constructor(electron: ElectronParts, options: DesktopOptions & { readonly dataFolder: string }) {
    this.#electron = electron;
    this.#options = options;
    const { app, dialog, BrowserWindow, nativeTheme } = electron;
    const { dataFolder, machine, now, reportBug, outFolder } = options;
    this.#page = new PageWindow({
      BrowserWindow,
      dialog,
      nativeTheme,
      preload: join(outFolder, 'preload', 'preload.cjs'),
      now,
      isBusy: () => this.#progress !== null,
      onPageGone: () => this.#channel?.detach(),
      reportBug,
    });
    const window = () => this.#page.window;
    this.#dialogs = new FileDialogs({ dialog, app, dataFolder, platform: machine.platform, window });
  }

  #channel: PageChannel | null = null;

  /** Opens files in the window, raising it; before the start they wait. */
  open(paths: readonly string[]): void {
    if (this.#router === null) {
      this.#early.push(...paths);
      return;
    }
    for (const path of paths) this.#electron.app.addRecentDocument(path);
    this.#router.openPaths(paths).catch(this.#options.reportBug);
    this.#page.show();
  }

  start(paths: readonly string[]): void {
    const { app, ipcMain, Menu, protocol, session } = this.#electron;
    const { outFolder, createApplication, machine, reportBug } = this.#options;
    denyPermissions(session.defaultSession);
    protocol.handle(SCHEME, makePageHandler(join(outFolder, 'renderer')));
    const application = createApplication(this.#services());
    const router = new Router(application, reportBug);
    const channel = new PageChannel({
      router,
      offerPaths: (offered) => this.#offerDropped(application, offered),
      pageContents: () => this.#page.contents,
    });
    this.#router = router;
    this.#channel = channel;
    ipcMain.handle(REQUEST_CHANNEL, (event, message) => channel.answer(event, message));
    const run = (command: string): void => {
      this.#page.show();
      router.tell({ type: 'menu', command });
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform: machine.platform, run })));
    app.on('activate', () => this.#page.show());
    app.on('window-all-closed', () => {
      // On macOS a program stays until it is quit.
      if (machine.platform !== 'darwin') app.quit();
    });
    this.#closeBeforeQuitting(router);
    this.#page.show();
    this.open([...paths, ...this.#early]);
  }

  async #offerDropped(application: Application, paths: readonly string[]): Promise<readonly string[]> {
    const tokens = await application.offerPaths(paths);
    for (const path of paths) this.#electron.app.addRecentDocument(path);
    return tokens;
  }

  #closeBeforeQuitting(router: Router): void {
    let isClosed = false;
    this.#electron.app.on('will-quit', (event) => {
      if (isClosed) return;
      event.preventDefault();
      router
        .close()
        .catch(this.#options.reportBug)
        .finally(() => {
          isClosed = true;
          this.#electron.app.quit();
        });
    });
  }

  #services(): HostServices {
    const { dataFolder, outFolder } = this.#options;
    return {
      kind: 'electron',
      version: this.#electron.app.getVersion(),
      dataFolder,
      samplesFolder: join(outFolder, '..', 'samples'),
      workersFolder: join(outFolder, 'main'),
      chooseFiles: () => this.#dialogs.chooseFiles(),
      saveFile: (name, write) => this.#dialogs.saveFile(name, write),
      setProgress: (fraction) => this.#showProgress(fraction),
    };
  }

  #showProgress(fraction: number | null): void {
    const { powerSaveBlocker } = this.#electron;
    this.#progress = fraction;
    this.#page.window?.setProgressBar(fraction ?? -1);
    if (fraction !== null) {
      this.#sleepBlocker ??= powerSaveBlocker.start('prevent-app-suspension');
    } else if (this.#sleepBlocker !== null) {
      powerSaveBlocker.stop(this.#sleepBlocker);
      this.#sleepBlocker = null;
    }
  }
}
