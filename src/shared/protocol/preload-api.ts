/** What the Electron preload puts on `window.weft`: the protocol and nothing of Electron. */

import type { Reply } from './bridge.ts';
import type { Push } from './results/push.ts';

export interface PreloadApi {
  /** Never rejects; `id` is the caller's and serves `abort`. */
  request(id: number, method: string, params: unknown): Promise<Reply>;
  abort(id: number): void;
  subscribe(listener: (push: Push) => void): () => void;
  /** Takes a DOM `File`. The reply holds a token, or null for a file that lies at no path: one made by a script. */
  offerPath(file: unknown): Promise<Reply>;
}
