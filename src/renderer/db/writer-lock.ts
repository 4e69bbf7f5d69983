/** One writer a workspace, over all windows and tabs: a Web Lock that is held until it is released. */

import { Fault } from '#shared/protocol/fault.ts';
import { databaseName } from './schema.ts';

export interface WriterLock {
  release(): void;
}

/** The part of the Web Locks API that is used. */
export type LockRequests = Pick<LockManager, 'request'>;

/** A reloaded page waits this long for the worker of the page before it to end. */
const PATIENCE_MS = 3000;

/** Throws an `opened-elsewhere` Fault when another window keeps the workspace. */
export async function lockWorkspace(
  workspace: string,
  locks: LockRequests,
  patience: AbortSignal = AbortSignal.timeout(PATIENCE_MS),
): Promise<WriterLock> {
  return new Promise((resolve, reject) => {
    const held = locks.request(
      `weft-db-${workspace}`,
      { mode: 'exclusive', signal: patience },
      () => new Promise<void>((release) => resolve({ release })),
    );
    held.catch((error: unknown) => {
      const context = { workspace, database: databaseName(workspace) };
      reject(
        new Fault('opened-elsewhere', 'The workspace is open in another window', { context, cause: error }),
      );
    });
  });
}
