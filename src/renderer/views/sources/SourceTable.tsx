import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { SourceInfo } from '#shared/protocol/results/source.ts';
import { formatBytes, formatCount, formatDay, formatTime, revealInvisible, zoneName } from '../../format.ts';
import { DIALECT_TEXTS, textOfCode } from '../../reason-texts.ts';
import { useZone } from '../../state/use-time.ts';

interface Props {
  readonly sources: readonly SourceInfo[];
  readonly onRemove: (source: SourceInfo) => void;
  readonly onShowRejections: (source: number) => void;
  readonly onResume: (source: number) => void;
}

export function SourceTable({ sources, onRemove, onShowRejections, onResume }: Props) {
  const zone = useZone();
  return (
    <div className="source-table scroll-x" tabIndex={0} role="region" aria-label="Sources">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Read as</th>
            <th className="number">Records</th>
            <th className="number">Events</th>
            <th className="number" title="The same event was read before, from here or from another source">
              Seen before
            </th>
            <th className="number">Unresolved</th>
            <th className="number">Rejected</th>
            <th>Events from, to ({zoneName(zone)})</th>
            <th>Imported</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.source}>
              <td>
                <span className="mono" dir="auto">
                  {revealInvisible(source.name)}
                </span>
                <div className="meta">
                  {formatBytes(source.size)}
                  {!source.complete && (
                    <>
                      {' · read in part · '}
                      {source.reachable ? (
                        <button type="button" className="link-button" onClick={() => onResume(source.source)}>
                          Read on
                        </button>
                      ) : (
                        'add the file again to read the rest'
                      )}
                    </>
                  )}
                </div>
              </td>
              <td>
                {textOfCode(DIALECT_TEXTS, source.dialect)}
                <div className="meta">
                  {source.container}
                  {source.country !== null && ` · phones of ${source.country}`}
                  {source.zone !== 'UTC' && ` · ${source.zone}`}
                </div>
              </td>
              <td className="number">{formatCount(source.read)}</td>
              <td className="number">{formatCount(source.events)}</td>
              <td className="number">{formatCount(source.duplicates)}</td>
              <td className="number">{formatCount(source.unresolved)}</td>
              <td className="number">
                {source.rejected === 0 ? (
                  '0'
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onShowRejections(source.source)}
                  >
                    {formatCount(source.rejected)}
                  </button>
                )}
              </td>
              <td title={`${formatTime(source.firstAt, zone)} to ${formatTime(source.lastAt, zone)}`}>
                {source.firstAt === null
                  ? 'undated'
                  : `${formatDay(source.firstAt, zone)} – ${formatDay(source.lastAt, zone)}`}
              </td>
              <td title={formatTime(source.importedAt, zone)}>{formatDay(source.importedAt, zone)}</td>
              <td className="number">
                <Tooltip label="Remove this source">
                  <ActionIcon size="sm" aria-label={`Remove ${source.name}`} onClick={() => onRemove(source)}>
                    <IconTrash size={14} />
                  </ActionIcon>
                </Tooltip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
