/** What the suites of commands set up: a folder of their own, parsing in this thread, and what was printed. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

export interface CommandRun {
  /** Of the present test. */
  readonly folder: string;
  /** On standard output, since the test began or `forget` was called. */
  readonly printed: string;
  forget(): void;
}

export function useCommandRun(): CommandRun {
  let printed = '';
  let folder = '';
  beforeEach(() => {
    // The workers exist only in a build.
    vi.stubEnv('WEFT_PARSERS', '0');
    printed = '';
    folder = mkdtempSync(join(tmpdir(), 'weft-command-'));
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get printed() {
      return printed;
    },
    forget: () => {
      printed = '';
    },
  };
}
