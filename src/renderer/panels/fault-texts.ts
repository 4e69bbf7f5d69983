import type { FaultKind } from '#shared/protocol/fault.ts';

/** What a person can do about a fault; each is a button. */
export type FaultAction = 'retry' | 'start' | 'reload' | 'sources';

interface FaultText {
  readonly title: string;
  readonly explanation: string;
  readonly action: FaultAction;
}

/** Every fault in words. The message of the fault itself, with its file, line and values, is shown below. */
export const FAULT_TEXTS: { readonly [kind in FaultKind]: FaultText } = {
  'bad-request': {
    title: 'The view asked for something the engine does not accept',
    explanation: 'Nothing was changed. The address may carry a value that is out of range.',
    action: 'start',
  },
  'unknown-method': {
    title: 'The engine does not know this request',
    explanation:
      'The window and the engine are of different versions. Start Weft again to bring them together.',
    action: 'reload',
  },
  'protocol-mismatch': {
    title: 'The window and the engine are of different versions',
    explanation: 'Weft was updated while it was open. Your data is untouched; load the window again.',
    action: 'reload',
  },
  cancelled: {
    title: 'Cancelled',
    explanation: 'The request was ended before it was answered.',
    action: 'retry',
  },
  'not-found': {
    title: 'Not found',
    explanation:
      'It may have been deleted, or removed with its source, or the link belongs to another workspace.',
    action: 'start',
  },
  'file-missing': {
    title: 'The file is not there any more',
    explanation: 'It was moved, renamed or deleted. What was read from it before is kept.',
    action: 'sources',
  },
  'file-changed': {
    title: 'The file has changed since it was chosen',
    explanation:
      'Weft stops rather than mix two versions of one file. Add the file again to read the new one.',
    action: 'sources',
  },
  'file-unreadable': {
    title: 'The file cannot be read',
    explanation: 'Check that you may open it and that no other program has locked it.',
    action: 'retry',
  },
  'not-an-event-file': {
    title: 'This is not an event log',
    explanation: 'Weft reads NDJSON, JSON and CSV, plain or gzip-compressed.',
    action: 'sources',
  },
  'mapping-invalid': {
    title: 'The columns cannot be read as mapped',
    explanation: 'An event needs at least one identifier. Correct the mapping and start again.',
    action: 'retry',
  },
  'rules-invalid': {
    title: 'The ruleset is not valid',
    explanation: 'The rules in use before stay in force.',
    action: 'retry',
  },
  'workspace-too-new': {
    title: 'This workspace was written by a newer Weft',
    explanation:
      'Opening it here could lose what the newer version added. Update Weft, or open another workspace.',
    action: 'start',
  },
  'workspace-damaged': {
    title: 'The workspace on disk is damaged',
    explanation: 'Its checksums do not agree. The source files are untouched and can be imported again.',
    action: 'start',
  },
  'storage-failed': {
    title: 'The database refused to store',
    explanation:
      'What was stored before is safe. Check the free space and the permissions of the data folder.',
    action: 'retry',
  },
  'disk-full': {
    title: 'The disk is full',
    explanation: 'The import stopped at the last stored step. Free some space and continue.',
    action: 'retry',
  },
  'opened-elsewhere': {
    title: 'This workspace is open in another window',
    explanation: 'Two windows must not write to one workspace. Close it there, then try again.',
    action: 'retry',
  },
  'engine-stopped': {
    title: 'The engine stopped',
    explanation: 'It is started again from the last stored step; nothing that was stored is lost.',
    action: 'reload',
  },
  disconnected: {
    title: 'The window lost its connection to Weft',
    explanation:
      'The program behind the window has ended or was restarted. Start Weft again, then load the window.',
    action: 'reload',
  },
  internal: {
    title: 'Something in Weft went wrong',
    explanation: 'This is a defect. Your stored data is untouched; the details below help to find it.',
    action: 'reload',
  },
};
