/**
 * The application menu: Electron's roles where there is one, and commands of the page, which knows what they do and
 * under the same names lists them in its palette.
 */

import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Runs the command of this name in the page, opening a window when there is none. */
  readonly run: (command: string) => void;
}

export function menuTemplate({ platform, run }: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const command = (label: string, name: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => run(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      role: 'fileMenu',
      label: '&File',
      submenu: [
        command('&Open files…', 'open-files', 'CmdOrCtrl+O'),
        command('All &workspaces', 'go-start'),
        ...(isMac ? [openRecent()] : []),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      label: '&View',
      submenu: [
        command('Switch between &light and dark', 'toggle-theme'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [command('&Keyboard shortcuts', 'show-keys')] },
  ];
}

function openRecent(): MenuItemConstructorOptions {
  return { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] };
}
