import type { Results } from '#shared/protocol/requests.ts';
import type { WorkspaceOpened } from '#shared/protocol/results/workspace.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { persistenceOf } from '../db/persistence.ts';
import type { Engine } from '../state/engine-context.ts';
import { followPushes } from '../state/follow-pushes.ts';

/** Joins the connection and the database into what the views use. One workspace is open at a time. */
export function makeEngine(bridge: PageBridge, host: Results['session.hello']): Engine {
  followPushes(bridge);
  const persistence = persistenceOf(bridge);
  let open: { readonly workspace: string; readonly opened: Promise<WorkspaceOpened> } | null = null;
  return {
    bridge,
    host,
    openWorkspace(workspace, onProgress) {
      if (open?.workspace === workspace) return open.opened;
      const opened = persistence.openWorkspace(workspace, onProgress);
      open = { workspace, opened };
      return opened;
    },
    forgetWorkspace(workspace) {
      if (open?.workspace === workspace) open = null;
    },
    async deleteWorkspace(workspace) {
      if (open?.workspace === workspace) open = null;
      await persistence.deleteWorkspace(workspace);
    },
    readRecord: (workspace, source, row) => persistence.readRecord(workspace, source, row),
    offerFile: (file) => bridge.offerFile(file),
  };
}
