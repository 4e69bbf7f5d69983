import { revealInvisible } from '../format.ts';
import { useEngine } from '../state/use-engine.ts';

export function useWorkspaceInfo(workspace: string) {
  const { value } = useEngine('workspace.list', {});
  return value?.find((info) => info.id === workspace) ?? null;
}

export function WorkspaceName({ workspace }: { workspace: string }) {
  const info = useWorkspaceInfo(workspace);
  if (info === null) return null;
  return (
    <span className="workspace-name" dir="auto" title={`Workspace: ${info.name}`}>
      <title>{`${info.name} – Weft`}</title>
      {revealInvisible(info.name)}
    </span>
  );
}
