/** The open workspace's manifest: changed in memory, written one at a time, the newest state last. */

import type { Manifest } from '../journal/manifest.ts';
import type { WorkspaceFolders } from '../journal/workspace-folders.ts';

export class ManifestKeeper {
  readonly #folders: WorkspaceFolders;
  #manifest: Manifest;
  #writing: Promise<void> = Promise.resolve();
  #written: Manifest | null = null;

  constructor(folders: WorkspaceFolders, manifest: Manifest) {
    this.#folders = folders;
    this.#manifest = manifest;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  change(change: (manifest: Manifest) => Manifest): void {
    this.#manifest = change(this.#manifest);
  }

  /** Resolves when the manifest as it is now, or a later one, is on disk. Rejects with a Fault. */
  save(): Promise<void> {
    const before = this.#writing.catch(() => undefined); // whoever asked for that one was told
    this.#writing = before.then(async () => {
      const manifest = this.#manifest;
      if (manifest === this.#written) return;
      await this.#folders.write(manifest);
      this.#written = manifest;
    });
    return this.#writing;
  }
}
