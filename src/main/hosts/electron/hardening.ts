/**
 * What a page may not do, whatever gets to run in it: Electron's security checklist, points 2 to 6 and 8 to 14
 * (https://www.electronjs.org/docs/latest/tutorial/security). Electron approves every permission unless told otherwise.
 */

import type { Session, WebContents, WebPreferences } from 'electron';
import { isPageAddress } from './page-origin.ts';

const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'persistent-storage']);

/** Said in full, although most are defaults: a default that changes must not change Weft. */
export function safePreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Its dictionaries would be fetched from a server.
    spellcheck: false,
    // A minimised window goes on storing commits, so that an import does not crawl.
    backgroundThrottling: false,
  };
}

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(PERMISSIONS.has(permission) && isPageAddress(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => PERMISSIONS.has(permission) && isPageAddress(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** For every WebContents there will ever be. */
export function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isPageAddress(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isPageAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isPageAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
