/** The version of the program, for `--version` and for what it writes. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The build lies beside the package it was made of. */
export async function readVersion(outFolder: string): Promise<string> {
  const text = await readFile(join(outFolder, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
