import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WorkspaceInfo } from '#shared/protocol/results/workspace.ts';
import { formatCount, formatRelative, formatTime, revealInvisible } from '../../format.ts';
import { useNow, useZone } from '../../state/use-time.ts';

interface Props {
  readonly workspaces: readonly WorkspaceInfo[];
  readonly onRename: (workspace: WorkspaceInfo) => void;
  readonly onDelete: (workspace: WorkspaceInfo) => void;
}

/** Recent workspaces, the one opened last first. */
export function WorkspaceTable({ workspaces, onRename, onDelete }: Props) {
  const recent = workspaces.toSorted((a, b) => b.openedAt - a.openedAt);
  return (
    <div className="scroll-x">
      <table className="plain-table workspace-table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Sources</th>
            <th className="number">Events</th>
            <th className="number">Profiles</th>
            <th>Last opened</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {recent.map((workspace) => (
            <WorkspaceRow key={workspace.id} workspace={workspace} onRename={onRename} onDelete={onDelete} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Omit<Props, 'workspaces'> {
  readonly workspace: WorkspaceInfo;
}

function WorkspaceRow({ workspace, onRename, onDelete }: RowProps) {
  const now = useNow();
  const zone = useZone();
  return (
    <tr>
      <td>
        <Link
          to="/w/$workspace/overview"
          params={{ workspace: workspace.id }}
          className="workspace-link"
          dir="auto"
        >
          {revealInvisible(workspace.name)}
        </Link>
        {workspace.isSample && <span className="meta"> sample</span>}
      </td>
      <td className="mono" dir="auto" title={workspace.sources.map(revealInvisible).join('\n')}>
        {sourcesText(workspace.sources)}
      </td>
      <td className="number">{formatCount(workspace.events)}</td>
      <td className="number">{formatCount(workspace.profiles)}</td>
      <td title={formatTime(workspace.openedAt, zone)}>{formatRelative(workspace.openedAt, now)}</td>
      <td className="number">
        <Tooltip label="Rename this workspace">
          <ActionIcon size="sm" aria-label={`Rename ${workspace.name}`} onClick={() => onRename(workspace)}>
            <IconPencil size={14} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete this workspace">
          <ActionIcon size="sm" aria-label={`Delete ${workspace.name}`} onClick={() => onDelete(workspace)}>
            <IconTrash size={14} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function sourcesText(sources: readonly string[]): string {
  const [first] = sources;
  if (first === undefined) return '–';
  const more = sources.length - 1;
  return more === 0 ? revealInvisible(first) : `${revealInvisible(first)} and ${more} more`;
}
