/** What IndexedDB throws, as a Fault. A full disk shows as an abort of the transaction, seldom as a quota error. */

import { Fault } from '#shared/protocol/fault.ts';

export function storageFault(error: unknown, message: string): Fault {
  if (error instanceof Fault) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const full = /quota|no space|disk.?full|enospc/i.test(text);
  return new Fault(full ? 'disk-full' : 'storage-failed', message, {
    context: { cause: text },
    cause: error,
  });
}
