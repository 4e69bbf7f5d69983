/** A source of the manifest as something a job can read: from its path, if it has one. */

import { Fault } from '#shared/protocol/fault.ts';
import type { ManifestSource } from '../journal/manifest.ts';
import { openFile } from '../sources/byte-source.ts';
import type { JobSource } from './import-job.ts';

export function jobSourceOf({ source, path, name }: ManifestSource): JobSource {
  return {
    source,
    open: async () => {
      if (path !== null) return openFile(path);
      throw new Fault('file-missing', `"${name}" was held by an earlier page; choose it again`, {
        context: { file: name },
      });
    },
  };
}
