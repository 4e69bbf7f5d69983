/** The two functions through which the renderer reaches main; each host brings its own transport. */

import type { FaultData } from './fault.ts';
import type { Method, Params, Results } from './requests.ts';
import type { Push } from './results/push.ts';

export interface Bridge {
  /** Rejects with a `Fault`, kind `cancelled` when `signal` aborts. */
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignalLike): Promise<Results[M]>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (push: Push) => void): () => void;
}

/** The part of AbortSignal that is used, so that `shared` needs no DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: FaultData };

/** What travels on a transport, either way. */
export type Envelope =
  /** Main's first word: the session is this page's. */
  | { readonly kind: 'welcome' }
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'push'; readonly push: Push };
