import type { Push } from '#shared/protocol/results/push.ts';

type ReadPush = Extract<Push, { type: 'read' }>;

/** Files that the page holds for main, which asks for their ranges by token. They are gone with the page. */
export class OfferedFiles {
  readonly #files = new Map<string, File>();

  add(token: string, file: File): void {
    this.#files.set(token, file);
  }

  /** null when the file is not here, or was changed or taken away since it was chosen: main says which file it was. */
  async read({ token, offset, length }: ReadPush): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = this.#files.get(token);
    if (file === undefined) return null;
    try {
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    } catch (thrown) {
      if (thrown instanceof DOMException) return null;
      throw thrown;
    }
  }
}
