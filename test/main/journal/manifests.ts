import type { ManifestChunk, ManifestSource } from '#main/journal/manifest.ts';
import { unreadSource } from '#main/journal/manifest.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';

export function sourceOf(source: number, change: Partial<ManifestSource> = {}): ManifestSource {
  const options = { dialect: 'weft', country: null, zone: 'UTC', columns: null, eachLineIsAnEvent: false };
  const entry = {
    source,
    name: `log-${source}`,
    path: `/logs/${source}`,
    size: 9,
    fingerprint: 'f',
    importedAt: 0,
    container: 'ndjson' as const,
  };
  return { ...unreadSource({ ...entry, options }), ...change };
}

export function chunkOf(
  source: number,
  firstRow: number,
  change: Partial<ManifestChunk> = {},
): ManifestChunk {
  return { kind: 'columns', source, firstRow, rowCount: 10, bytes: 100, crc: 7, firstLine: 1, ...change };
}

export function summaryOf(events: number): Summary {
  return {
    read: events,
    events,
    duplicates: { same: 0, sameContent: 0 },
    idReused: 0,
    unresolved: 0,
    rejected: 0,
    profiles: { anonymous: 0, known: 0, unified: 0 },
    companies: 0,
    merges: 0,
    refusals: 0,
    identifiers: {},
    digest: '0'.repeat(32),
  };
}
