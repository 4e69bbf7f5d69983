/**
 * The system's dialogs. Electron no longer remembers the last folder, so Weft does, one for opening and one for saving;
 * opened files are offered under the system's recent documents.
 */

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App, BaseWindow, Dialog, OpenDialogOptions } from 'electron';
import { Fault } from '#shared/protocol/fault.ts';
import { writeFileAtomically } from '../../delivery/atomic-file.ts';
import type { FileSink, SavedFile } from '../host-services.ts';

const EVENT_FILES = ['ndjson', 'jsonl', 'json', 'csv', 'tsv', 'txt', 'gz'];

interface Folders {
  readonly open?: string;
  readonly save?: string;
}

export interface FileDialogOptions {
  readonly dialog: Dialog;
  readonly app: App;
  readonly platform: NodeJS.Platform;
  readonly dataFolder: string;
  readonly window: () => BaseWindow | null;
}

export class FileDialogs {
  readonly #options: FileDialogOptions;

  constructor(options: FileDialogOptions) {
    this.#options = options;
  }

  async chooseFiles(): Promise<readonly string[]> {
    const { app, dialog, platform, window } = this.#options;
    const folders = await this.#readFolders();
    const options: OpenDialogOptions = {
      title: 'Open event logs',
      // Only macOS can offer files and folders in one dialog.
      properties: [
        'openFile',
        'multiSelections',
        ...(platform === 'darwin' ? (['openDirectory'] as const) : []),
      ],
      filters: [
        { name: 'Event logs', extensions: EVENT_FILES },
        { name: 'All files', extensions: ['*'] },
      ],
      ...(folders.open === undefined ? {} : { defaultPath: folders.open }),
    };
    const parent = window();
    const chosen = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    const [first] = chosen.filePaths;
    if (chosen.canceled || first === undefined) return [];
    for (const path of chosen.filePaths) app.addRecentDocument(path);
    await this.#writeFolders({ ...folders, open: dirname(first) });
    return chosen.filePaths;
  }

  /** Asks first, so that nothing is computed for a dialog that is closed. */
  async saveFile(name: string, write: (sink: FileSink) => Promise<void>): Promise<SavedFile> {
    const { app, dialog, window } = this.#options;
    const folders = await this.#readFolders();
    const options = {
      title: 'Save export',
      defaultPath: join(folders.save ?? app.getPath('documents'), name),
    };
    const parent = window();
    const chosen = await (parent === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(parent, options));
    if (chosen.canceled || chosen.filePath === '') throw new Fault('cancelled', `${name} was not saved`);
    const bytes = await writeFileAtomically(chosen.filePath, write);
    await this.#writeFolders({ ...folders, save: dirname(chosen.filePath) });
    return { savedAt: chosen.filePath, downloadUrl: null, bytes };
  }

  /** Remembered folders are a convenience: a damaged file is as good as none. */
  async #readFolders(): Promise<Folders> {
    try {
      const stored: unknown = JSON.parse(await readFile(this.#file(), 'utf8'));
      const { open, save } = (typeof stored === 'object' && stored !== null ? stored : {}) as Folders;
      return {
        ...(typeof open === 'string' ? { open } : {}),
        ...(typeof save === 'string' ? { save } : {}),
      };
    } catch (thrown) {
      if (thrown instanceof SyntaxError || (thrown as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw thrown;
    }
  }

  async #writeFolders(folders: Folders): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify(folders));
    await writeFileAtomically(this.#file(), (sink) => sink.write(bytes));
  }

  #file(): string {
    return join(this.#options.dataFolder, 'folders.json');
  }
}
