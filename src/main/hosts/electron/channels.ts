/** What travels between the preload and the Electron host: two channels in all. */

export const REQUEST_CHANNEL = 'weft:request';
export const PUSH_CHANNEL = 'weft:push';

export type PageMessage =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  /** The path of a dropped file, as Electron tells it to the preload; the page has no way to send one. */
  | { readonly kind: 'offer-path'; readonly path: string };
