/** Requests about workspaces as a whole, and what the page reports of its database. */

import { Fault } from '#shared/protocol/fault.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { Handlers, Services } from './handler.ts';

type WorkspaceMethod =
  | 'session.hello'
  | 'workspace.list'
  | 'workspace.create'
  | 'workspace.sample'
  | 'workspace.open'
  | 'workspace.hydrate'
  | 'workspace.hydrated'
  | 'workspace.rename'
  | 'workspace.delete'
  | 'commit.stored'
  | 'commit.failed';

export function workspaceHandlers({ host, workspaces }: Services): Handlers<WorkspaceMethod> {
  return {
    'session.hello': () => {
      const { kind, version, dataFolder } = host;
      return { protocol: PROTOCOL_VERSION, host: kind, version, dataFolder };
    },
    'workspace.list': () => workspaces.list(),
    'workspace.create': ({ name }) => workspaces.create(name),
    'workspace.sample': () => workspaces.sample(),
    'workspace.open': ({ workspace, stored }) => workspaces.open(workspace, stored ?? []),
    'workspace.hydrate': async ({ workspace, chunk, data }) => {
      await workspaces.get(workspace).hydrate(chunk, data);
      return null;
    },
    'workspace.hydrated': async ({ workspace }) => {
      await workspaces.hydrated(workspace);
      return null;
    },
    'workspace.rename': ({ workspace, name }) => workspaces.rename(workspace, name),
    'workspace.delete': async ({ workspace }) => {
      await workspaces.delete(workspace);
      return null;
    },
    'commit.stored': ({ workspace, number }) => {
      workspaces.get(workspace).committer.stored(number);
      return null;
    },
    'commit.failed': ({ workspace, number, message, full }) => {
      const fault = new Fault(full ? 'disk-full' : 'storage-failed', message, {
        context: { commit: number },
      });
      workspaces.get(workspace).committer.failed(number, fault);
      return null;
    },
  };
}
