/** What the import dialog decided for a source, in the words of `sources`. */

import { columnsToMapping } from '#shared/event/mapping.ts';
import type { ManifestSource } from '../journal/manifest.ts';
import type { Checkpoint, ReadOptions } from '../sources/read-source.ts';

export function readOptionsOf({ options, checkpoint }: ManifestSource): ReadOptions {
  const { dialect, country, zone, columns, eachLineIsAnEvent } = options;
  const mapping = columns === null ? null : columnsToMapping(columns);
  const common = { dialect, mapping, country, zone, eachLineIsAnEvent, keepChunks: true };
  // Written by `sources` itself and kept under the manifest's checksum.
  return checkpoint === null ? common : { ...common, from: checkpoint as unknown as Checkpoint };
}
