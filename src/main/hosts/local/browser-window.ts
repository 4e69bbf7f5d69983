/**
 * The life of the app window. When the window that Weft opened is closed for good and nothing runs, Weft ends, as a
 * desktop program does; a page in a browser that the person opened by hand never ends it.
 */

import type { ChildProcess } from 'node:child_process';
import type { Machine } from '../data-folder.ts';
import { findBrowser, hasDisplay, openWindow } from './browser.ts';

/** Long enough for a reload, and for a window handed to a browser process that is already there. */
const GRACE_MS = 5000;

export interface BrowserWindowOptions {
  readonly machine: Machine;
  readonly profileFolder: string;
  readonly uid: number | null;
  /** The window cannot be opened: the address has to be printed. */
  readonly onFailure: (browser: string, reason: string) => void;
  readonly onClosed: () => void;
}

export class BrowserWindow {
  readonly #options: BrowserWindowOptions;
  /** A second one ends at once when it hands its window to the first. */
  readonly #processes = new Set<ChildProcess>();
  #wasOpened = false;
  #wasSeen = false;
  #present = false;
  #busy = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: BrowserWindowOptions) {
    this.#options = options;
  }

  /** Every browser process that Weft started is gone; a window may live on in one that was there before. */
  get hasEnded(): boolean {
    return this.#wasOpened && this.#processes.size === 0;
  }

  /** Name of the browser that was started; null when there is no display or no browser. */
  open(address: string): string | null {
    const { machine, profileFolder, uid, onFailure } = this.#options;
    const browser = hasDisplay(machine) ? findBrowser(machine) : null;
    if (browser === null) return null;
    const child = openWindow(browser, { profileFolder, address, uid });
    this.#wasOpened = true;
    this.#processes.add(child);
    child.on('error', (error) => {
      this.#processes.delete(child);
      onFailure(browser, error.message);
    });
    child.on('exit', (code) => {
      // Not among them any more when Weft itself closes it.
      if (!this.#processes.delete(child)) return;
      if (code !== null && code !== 0 && !this.#wasSeen) onFailure(browser, `it ended with code ${code}`);
      this.#reconsider();
    });
    return browser;
  }

  setPresent(present: boolean): void {
    this.#present = present;
    this.#wasSeen ||= present;
    this.#reconsider();
  }

  /** While an import runs, closing the window does not end it. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
    this.#reconsider();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const processes = [...this.#processes];
    this.#processes.clear();
    for (const child of processes) child.kill();
  }

  #reconsider(): void {
    const isOver = this.hasEnded && this.#wasSeen && !this.#present && !this.#busy;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = isOver ? setTimeout(this.#options.onClosed, GRACE_MS) : null;
  }
}
