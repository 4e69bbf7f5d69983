import type { PreloadApi } from '#shared/protocol/preload-api.ts';
import { SOCKET_PATH } from '#shared/protocol/socket.ts';
import { PageBridge } from './page-bridge.ts';
import { PreloadTransport } from './preload-transport.ts';
import { SocketTransport } from './socket-transport.ts';

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly weft?: PreloadApi;
  }
}

/** Makes the page's connection to main; once a page. */
export function createBridge(): PageBridge {
  if (window.weft !== undefined) return new PageBridge(new PreloadTransport(window.weft));
  return new PageBridge(
    new SocketTransport({
      address: `ws://${window.location.host}${SOCKET_PATH}`,
      openSocket: (address) => new WebSocket(address),
      wait: (ms, then) => window.setTimeout(then, ms),
    }),
  );
}
