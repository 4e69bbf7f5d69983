/** Writes one list to where the host lets the person keep it, piece by piece, and says how much that was. */

import type { JsonValue } from '#shared/base/types.ts';
import type { ExportRequest } from '#shared/protocol/requests.ts';
import type { ExportDelivered } from '#shared/protocol/results/export.ts';
import type { ByteSink } from '../delivery/table-writer.ts';
import { writeTable } from '../delivery/table-writer.ts';
import type { HostServices } from '../hosts/host-services.ts';
import type { EngineHost } from './engine-host.ts';
import type { OpenWorkspace } from './open-workspace.ts';
import type { EngineExport } from './queries/exports.ts';

export interface ExporterParts {
  readonly host: Pick<HostServices, 'saveFile'>;
  readonly engine: EngineHost;
}

type Format = Pick<ExportRequest, 'format' | 'guardFormulas'>;

const REJECTION_COLUMNS = ['source', 'line', 'record', 'field', 'reason', 'text'] as const;
const REJECTIONS_AT_ONCE = 1000;

export async function exportList(
  { host, engine }: ExporterParts,
  workspace: OpenWorkspace,
  { what, format, guardFormulas }: ExportRequest,
): Promise<ExportDelivered> {
  const fileName = fileNameOf(workspace.keeper.manifest.name, what, format);
  let rows = 0;
  const saved = await host.saveFile(fileName, async (sink) => {
    rows =
      what.kind === 'rejections'
        ? await writeRejections(workspace, { format, guardFormulas }, sink)
        : await writeEngineRows(engine, { what, format, guardFormulas }, sink);
  });
  return { rows, fileName, ...saved };
}

async function writeEngineRows(
  engine: EngineHost,
  request: Format & { readonly what: EngineExport },
  sink: ByteSink,
): Promise<number> {
  const begun = await engine.call('export.open', request);
  try {
    for (;;) {
      const piece = await engine.call('export.next', begun);
      if (piece === null) return (await engine.call('export.close', begun)).rows;
      await sink.write(piece);
    }
  } catch (error) {
    await engine.call('export.close', begun);
    throw error;
  }
}

async function writeRejections(workspace: OpenWorkspace, format: Format, sink: ByteSink): Promise<number> {
  const rows = rejectionRows(workspace);
  return writeTable({ columns: REJECTION_COLUMNS, rows }, format, sink);
}

async function* rejectionRows(workspace: OpenWorkspace): AsyncGenerator<JsonValue[]> {
  const { sources } = workspace.keeper.manifest;
  for (let offset = 0; ; offset += REJECTIONS_AT_ONCE) {
    const page = await workspace.rejections.page(sources, offset, REJECTIONS_AT_ONCE);
    for (const row of page) yield REJECTION_COLUMNS.map((column) => row[column]);
    if (page.length < REJECTIONS_AT_ONCE) return;
  }
}

/** Letters and digits of the workspace's name, then what the list is. */
function fileNameOf(workspace: string, what: ExportRequest['what'], format: string): string {
  const subject = what.kind === 'segment' ? `segment ${what.name}` : what.kind;
  const words = `${workspace} ${subject}`.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [subject];
  return `${words.join('-').slice(0, 100)}.${format}`;
}
