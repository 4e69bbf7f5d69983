import { formatCount, zoneName } from '../format.ts';
import { useEngineContext } from '../state/engine-context.ts';
import { useJobs } from '../state/jobs.ts';
import { useZone } from '../state/use-time.ts';
import { useWorkspaceInfo } from './WorkspaceName.tsx';

/** Where the data lies, in which zone times are shown, which revision is on screen. */
export function StatusBar({ workspace }: { workspace: string | null }) {
  const { host } = useEngineContext();
  const zone = useZone();
  return (
    <footer className="status-bar">
      {workspace === null ? (
        <span title={host.dataFolder}>
          Data in {host.dataFolder}, unencrypted; nothing leaves this machine
        </span>
      ) : (
        <WorkspacePlace workspace={workspace} />
      )}
      {workspace !== null && <Revision workspace={workspace} />}
      <span>Times in {zoneName(zone)}</span>
      <span>Weft {host.version}</span>
    </footer>
  );
}

function WorkspacePlace({ workspace }: { workspace: string }) {
  const { host } = useEngineContext();
  const folder = useWorkspaceInfo(workspace)?.folder ?? host.dataFolder;
  return <span title={folder}>Data in {folder}, unencrypted; nothing leaves this machine</span>;
}

function Revision({ workspace }: { workspace: string }) {
  const revision = useJobs((state) => state.revisions.get(workspace));
  if (revision === undefined) return null;
  return <span title="Raised with every change of the workspace">Revision {formatCount(revision)}</span>;
}
