/**
 * The folder `workspaces` in the data folder: one folder a workspace, named by its id, readable by its owner only.
 */

import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import type { Manifest } from './manifest.ts';
import { readManifest, writeManifest } from './manifest-file.ts';
import { isNodeError } from './node-error.ts';
import { storageFault } from './storage-fault.ts';

export interface ListedWorkspace {
  readonly id: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface NewWorkspace {
  readonly name: string;
  readonly ruleset: string;
  readonly now: number;
  readonly isSample: boolean;
}

const ID = /^[a-z0-9-]{1,64}$/;

export class WorkspaceFolders {
  readonly #root: string;

  constructor(dataFolder: string) {
    this.#root = join(dataFolder, 'workspaces');
  }

  folderOf(id: string): string {
    if (!ID.test(id))
      throw new Fault('not-found', 'There is no such workspace', { context: { workspace: id } });
    return join(this.#root, id);
  }

  async create(given: NewWorkspace): Promise<Manifest> {
    const id = randomUUID();
    const folder = this.folderOf(id);
    const { name, ruleset, now, isSample } = given;
    const manifest: Manifest = {
      id,
      name,
      createdAt: now,
      openedAt: now,
      isSample,
      ruleset,
      nextSource: 0,
      sources: [],
      commits: [],
      pending: [],
      summary: null,
    };
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFault(error, folder);
    }
    await writeManifest(folder, manifest);
    return manifest;
  }

  read(id: string): Promise<Manifest> {
    return readManifest(this.folderOf(id));
  }

  write(manifest: Manifest): Promise<void> {
    return writeManifest(this.folderOf(manifest.id), manifest);
  }

  /** A file of the person's or of Weft's that shall live and die with the workspace. Returns its path there. */
  async keepFile(id: string, path: string, name: string): Promise<string> {
    const kept = join(this.folderOf(id), name);
    try {
      await copyFile(path, kept);
    } catch (error) {
      throw storageFault(error, kept);
    }
    return kept;
  }

  /** Workspaces that can be read, opened last first, and the faults of the others. */
  async list(): Promise<{
    readonly workspaces: readonly ListedWorkspace[];
    readonly faults: readonly Fault[];
  }> {
    const workspaces: ListedWorkspace[] = [];
    const faults: Fault[] = [];
    for (const id of await this.#ids()) {
      try {
        workspaces.push({ id, folder: this.folderOf(id), manifest: await this.read(id) });
      } catch (error) {
        const { kind, message, context } = toFaultData(error);
        if (kind === 'internal') throw error;
        if (kind !== 'not-found') faults.push(new Fault(kind, message, { context, cause: error }));
      }
    }
    workspaces.sort((a, b) => b.manifest.openedAt - a.manifest.openedAt);
    return { workspaces, faults };
  }

  /** Deletes the folder with every byte. */
  async delete(id: string): Promise<void> {
    const folder = this.folderOf(id);
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      throw storageFault(error, folder);
    }
  }

  async #ids(): Promise<string[]> {
    try {
      const entries = await readdir(this.#root, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory() && ID.test(entry.name)).map((entry) => entry.name);
    } catch (error) {
      if (isNodeError(error, 'ENOENT')) return [];
      throw storageFault(error, this.#root);
    }
  }
}
