/**
 * `manifest.json` on disk: replaced atomically (temporary file, flush, rename, flush of the folder), with the previous
 * one kept as `manifest.json.bak`. The envelope carries a version and the CRC-32 of the exact text of its body, so a
 * torn or flipped file is noticed and a newer one is left alone.
 */

import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Fault } from '#shared/protocol/fault.ts';
import type { Manifest } from './manifest.ts';
import { MANIFEST_VERSION } from './manifest.ts';
import { manifestSchema } from './manifest-schema.ts';
import { isNodeError } from './node-error.ts';
import { storageFault } from './storage-fault.ts';

const NAME = 'manifest.json';
const ENVELOPE = /^\{"format":"weft-workspace","version":(\d{1,9}),"crc":(\d{1,10}),"body":/;
const TAIL = '}\n';

export function manifestPath(folder: string): string {
  return join(folder, NAME);
}

/** Throws a `disk-full` or `storage-failed` Fault; the manifest on disk is then the previous one, whole. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const body = JSON.stringify(manifest);
  const text = `{"format":"weft-workspace","version":${MANIFEST_VERSION},"crc":${crc32(body)},"body":${body}${TAIL}`;
  try {
    await replaceFile(folder, text);
  } catch (error) {
    throw storageFault(error, manifestPath(folder));
  }
}

async function replaceFile(folder: string, text: string): Promise<void> {
  const path = manifestPath(folder);
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await keepPrevious(path);
  await rename(temporary, path);
  await syncFolder(folder);
}

/** The previous manifest gets a second name, so that there is no moment without one under its own. */
async function keepPrevious(path: string): Promise<void> {
  const backup = `${path}.bak`;
  await rm(backup, { force: true });
  try {
    await link(path, backup);
  } catch (error) {
    if (isNodeError(error, 'ENOENT')) return;
    if (!isNodeError(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    await copyOver(path, backup);
  }
}

/** For file systems without hard links. */
async function copyOver(path: string, backup: string): Promise<void> {
  const file = await open(backup, 'w', 0o600);
  try {
    await file.writeFile(await readFile(path));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames durable; Windows has no such call and refuses to open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The manifest of a workspace folder; the previous one when the present one is damaged. Throws a Fault: `not-found`,
 * `workspace-too-new` (nothing was touched), `workspace-damaged`.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = manifestPath(folder);
  const present = await readText(path);
  const parsed = present === null ? null : parseManifest(present, path);
  if (parsed !== null) return parsed;
  const previous = await readText(`${path}.bak`);
  if (present === null && previous === null)
    throw new Fault('not-found', 'There is no such workspace', { context: { file: path } });
  const fallback = previous === null ? null : parseManifest(previous, path);
  if (fallback !== null) return fallback;
  throw new Fault('workspace-damaged', 'The manifest of the workspace and its backup are both damaged', {
    context: { file: path },
  });
}

/** null when the text is not a whole manifest. */
function parseManifest(text: string, path: string): Manifest | null {
  const envelope = ENVELOPE.exec(text);
  if (envelope === null || !text.endsWith(TAIL)) return null;
  const body = text.slice(envelope[0].length, -TAIL.length);
  if (crc32(body) !== Number(envelope[2])) return null;
  const version = Number(envelope[1]);
  if (version > MANIFEST_VERSION)
    throw new Fault('workspace-too-new', 'The workspace was made by a newer version of Weft', {
      context: { file: path, version, expected: MANIFEST_VERSION },
    });
  const parsed = manifestSchema.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data : null;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isNodeError(error, 'ENOENT', 'ENOTDIR')) return null;
    throw new Fault('workspace-damaged', 'The manifest of the workspace cannot be read', {
      context: { file: path },
      cause: error,
    });
  }
}
