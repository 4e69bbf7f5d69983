import type { Results } from '#shared/protocol/requests.ts';
import type { WorkspaceOpened } from '#shared/protocol/results.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { openWorkspace, readRecord } from '../db/persistence.ts';
import type { Engine } from '../state/engine-context.ts';

/** Joins the connection and the database into what the views use. One workspace is open at a time. */
export function makeEngine(bridge: PageBridge, host: Results['session.hello']): Engine {
  let open: { readonly workspace: string; readonly opened: Promise<WorkspaceOpened> } | null = null;
  return {
    bridge,
    host,
    openWorkspace(workspace, onProgress) {
      if (open?.workspace === workspace) return open.opened;
      const opened = openWorkspace(bridge, workspace, onProgress);
      open = { workspace, opened };
      return opened;
    },
    closeWorkspace(workspace) {
      if (open?.workspace === workspace) open = null;
    },
    readRecord,
    offerFile: (file) => bridge.offerFile(file),
  };
}
