/** What a failed write of a file of Weft's own means. */

import { Fault } from '#shared/protocol/fault.ts';
import { isNodeError } from './node-error.ts';

/** A failed write as a Fault that says whether room was the reason. */
export function storageFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error;
  const full = isNodeError(error, 'ENOSPC', 'EDQUOT');
  const message = full ? 'There is no room left on the disk' : 'A file of the workspace cannot be written';
  return new Fault(full ? 'disk-full' : 'storage-failed', message, { context: { file: path }, cause: error });
}
