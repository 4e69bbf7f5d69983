/**
 * What can go wrong outside Weft, as a value that crosses processes. Messages are neutral: what happened, to what, and
 * what was expected; advice is added by the views, which map every kind.
 */

export const FAULT_KINDS = [
  'bad-request',
  'unknown-method',
  'protocol-mismatch',
  'cancelled',
  'not-found',
  'file-missing',
  'file-changed',
  'file-unreadable',
  'not-an-event-file',
  'mapping-invalid',
  'rules-invalid',
  'workspace-too-new',
  'workspace-damaged',
  'storage-failed',
  'disk-full',
  'opened-elsewhere',
  'engine-stopped',
  'disconnected',
  'internal',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The plain-data form. `context` holds what the message names: file, line, field, column, expected. */
export interface FaultData {
  readonly kind: FaultKind;
  readonly message: string;
  readonly context: { readonly [name: string]: string | number };
}

export class Fault extends Error {
  readonly kind: FaultKind;
  readonly context: { readonly [name: string]: string | number };

  constructor(
    kind: FaultKind,
    message: string,
    options: { context?: { readonly [name: string]: string | number }; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.context = options.context ?? {};
  }
}

export function toFaultData(thrown: unknown): FaultData {
  if (thrown instanceof Fault) return { kind: thrown.kind, message: thrown.message, context: thrown.context };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'internal', message, context: {} };
}

export function fromFaultData(data: FaultData): Fault {
  return new Fault(data.kind, data.message, { context: data.context });
}
