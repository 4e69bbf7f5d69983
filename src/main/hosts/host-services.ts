/**
 * The seam between Weft and the three places it runs in. A host gives what only its platform can (dialogs, folders, a
 * place for finished exports) and receives an application that answers requests; neither knows the other's transport.
 */

import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';

export interface HostServices {
  readonly kind: 'electron' | 'local';
  readonly version: string;
  /** Absolute; exists, readable by its owner only. */
  readonly dataFolder: string;
  /** Holds `shop.ndjson`. */
  readonly samplesFolder: string;
  /** Holds `engine-worker.js` and `parser-worker.js`. */
  readonly workersFolder: string;
  /** Absolute paths; empty when the dialog was cancelled; null where the page has to pick the files itself. */
  chooseFiles(): Promise<readonly string[] | null>;
  /**
   * Lets the person keep what `write` produces under the suggested `name`. The file appears whole or not at all.
   * Throws a `cancelled` Fault when the dialog was closed, and whatever `write` throws.
   */
  saveFile(name: string, write: (sink: FileSink) => Promise<void>): Promise<SavedFile>;
  /** 0 to 1 while something long runs, null when nothing does: progress bar, and no sleeping of the machine. */
  setProgress(fraction: number | null): void;
}

export interface FileSink {
  /** Resolves when more may be written. */
  write(bytes: Uint8Array): Promise<void>;
}

export interface SavedFile {
  readonly savedAt: string | null;
  readonly downloadUrl: string | null;
  readonly bytes: number;
}

/** What a host runs: made by `createApplication(host)`. */
export interface Application {
  /** `params` were checked against the method's schema. Throws a `Fault` for what can go wrong outside Weft. */
  handle<M extends Method>(method: M, params: Params<M>, signal: AbortSignal): Promise<Results[M]>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (push: Push) => void): () => void;
  /** Tokens for files and folders that the person chose outside the page: dropped, opened with, or named at the start. */
  offerPaths(paths: readonly string[]): Promise<readonly string[]>;
  /** Resolves when everything acknowledged is on disk and the workers have ended. */
  close(): Promise<void>;
}

export type CreateApplication = (host: HostServices) => Application;
