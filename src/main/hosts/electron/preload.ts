/**
 * The only file that sees `ipcRenderer`. Sandboxed: built into one CommonJS file that imports nothing but Electron. The
 * page gets functions of the protocol and no object of Electron's, so that no event of it reaches the page either.
 */

import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Reply } from '#shared/protocol/bridge.ts';
import type { PreloadApi } from '#shared/protocol/preload-api.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import { type PageMessage, PUSH_CHANNEL, REQUEST_CHANNEL } from './channels.ts';

async function send(message: PageMessage): Promise<Reply> {
  return (await ipcRenderer.invoke(REQUEST_CHANNEL, message)) as Reply;
}

const api: PreloadApi = {
  request: (id, method, params) => send({ kind: 'request', id, method, params }),
  abort: (id) => void send({ kind: 'abort', id }),
  subscribe(listener) {
    const onPush = (_event: IpcRendererEvent, push: Push): void => listener(push);
    ipcRenderer.on(PUSH_CHANNEL, onPush);
    return () => ipcRenderer.off(PUSH_CHANNEL, onPush);
  },
  async offerPath(file) {
    // "" for a file made by a script, which lies nowhere.
    const path = webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
    return path === '' ? { ok: true, value: null } : await send({ kind: 'offer-path', path });
  },
};

contextBridge.exposeInMainWorld('weft', api);
