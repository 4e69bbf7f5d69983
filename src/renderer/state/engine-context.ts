import { createContext, use } from 'react';
import { must } from '#shared/base/assert.ts';
import type { Bridge } from '#shared/protocol/bridge.ts';
import type { Results } from '#shared/protocol/requests.ts';
import type { WorkspaceOpened } from '#shared/protocol/results/workspace.ts';

/** What is known of a workspace while the engine gets its columns: questions are answered once it has them all. */
export interface OpenProgress {
  readonly opened: WorkspaceOpened;
  readonly done: number;
  readonly total: number;
}

/** What the views need of the host and the database; tests bring their own. */
export interface Engine {
  readonly bridge: Bridge;
  readonly host: Results['session.hello'];
  /** Opens a workspace once, however often it is asked for; the one before is closed. */
  readonly openWorkspace: (
    workspace: string,
    onProgress: (progress: OpenProgress) => void,
  ) => Promise<WorkspaceOpened>;
  /** Forgets an opened workspace, so that the next `openWorkspace` starts afresh. */
  readonly forgetWorkspace: (workspace: string) => void;
  /** Erases a workspace from the database and from disk. */
  readonly deleteWorkspace: (workspace: string) => Promise<void>;
  /** Text of the original record, or null when it was not kept. */
  readonly readRecord: (workspace: string, source: number, row: number) => Promise<string | null>;
  readonly offerFile: (file: File) => Promise<string>;
}

export const EngineContext = createContext<Engine | null>(null);

export function useEngineContext(): Engine {
  return must(use(EngineContext), 'an engine around the view');
}

/** The workspace that the views below are about. */
export const WorkspaceContext = createContext<WorkspaceOpened | null>(null);

/** Id of the workspace that the view is about. */
export function useWorkspaceId(): string {
  return must(use(WorkspaceContext), 'an open workspace around the view').workspace.id;
}
