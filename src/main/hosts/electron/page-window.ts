/** The one window: coloured before its page has loaded, loaded again when it crashes, asked about when work runs. */

import type { BrowserWindow, Dialog, NativeTheme, WebContents } from 'electron';
import { safePreferences } from './hardening.ts';
import { PAGE_ADDRESS } from './page-origin.ts';
import { ReloadBudget } from './reload-budget.ts';

/** The page's own paper, so that nothing flashes. */
const PAPER = { light: '#ffffff', dark: '#14181f' } as const;

export interface PageWindowOptions {
  readonly BrowserWindow: typeof BrowserWindow;
  readonly dialog: Dialog;
  readonly nativeTheme: NativeTheme;
  readonly preload: string;
  readonly now: () => number;
  /** An import is running. */
  readonly isBusy: () => boolean;
  /** The page is gone, or about to be loaded anew. */
  readonly onPageGone: () => void;
  readonly reportBug: (thrown: unknown) => void;
}

export class PageWindow {
  readonly #options: PageWindowOptions;
  readonly #reloads = new ReloadBudget();
  #window: BrowserWindow | null = null;

  constructor(options: PageWindowOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  get contents(): WebContents | null {
    return this.#window?.webContents ?? null;
  }

  /** Brings the window to the front, making it when there is none. */
  show(): void {
    if (this.#window === null) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  #open(): void {
    const { BrowserWindow: Window, nativeTheme, preload, onPageGone } = this.#options;
    const window = new Window({
      name: 'weft',
      windowStatePersistence: true,
      title: 'Weft',
      width: 1360,
      height: 860,
      minWidth: 640,
      minHeight: 480,
      backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
      webPreferences: safePreferences(preload),
    });
    this.#window = window;
    window.on('close', (event) => {
      if (!this.#options.isBusy()) return;
      event.preventDefault();
      this.#run(this.#askBeforeClosing(window));
    });
    window.on('closed', () => {
      this.#window = null;
      onPageGone();
    });
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) onPageGone();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      onPageGone();
      if (reason !== 'clean-exit') this.#run(this.#recover(window, reason));
    });
    this.#run(window.loadURL(PAGE_ADDRESS));
  }

  async #askBeforeClosing(window: BrowserWindow): Promise<void> {
    const { response } = await this.#options.dialog.showMessageBox(window, {
      type: 'question',
      message: 'An import is running.',
      detail: 'What was read so far is kept, and the import goes on when the workspace is opened again.',
      buttons: ['Keep importing', 'Stop and close'],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 1) window.destroy();
  }

  async #recover(window: BrowserWindow, reason: string): Promise<void> {
    if (this.#reloads.spend(this.#options.now())) {
      window.webContents.reload();
      return;
    }
    const { response } = await this.#options.dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window stopped working several times.',
      detail: `The last reason was "${reason}". What was imported is stored and safe.`,
      buttons: ['Load it again', 'Close Weft'],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 0) window.webContents.reload();
    else window.destroy();
  }

  #run(work: Promise<void>): void {
    work.catch(this.#options.reportBug);
  }
}
