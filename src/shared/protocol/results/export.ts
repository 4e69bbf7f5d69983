/**
 * Finished exports.
 */

/** How the host hands a finished export to the person: already saved at a path, or to be fetched from an address. */
export interface ExportDelivered {
  readonly rows: number;
  readonly bytes: number;
  readonly fileName: string;
  readonly savedAt: string | null;
  readonly downloadUrl: string | null;
}
