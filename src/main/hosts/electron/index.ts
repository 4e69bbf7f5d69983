/** Weft as a desktop program; the only module of main that loads Electron. */

import { resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerSaveBlocker,
  protocol,
  session,
} from 'electron';
import { createApplication } from '../../engine/application.ts';
import { thisMachine } from '../data-folder.ts';
import { startDesktop } from './desktop.ts';

/** `electron . PATH…` in a checkout, `weft PATH…` when packaged. */
const OWN_ARGUMENTS = app.isPackaged ? 1 : 2;

const parts = { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerSaveBlocker, protocol, session };
const reportBug = (thrown: unknown): void => {
  process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
};

// Not awaited here: Electron becomes ready only after this module has been evaluated.
startDesktop(parts, {
  outFolder: resolve(import.meta.dirname, '..'),
  argv: process.argv.slice(OWN_ARGUMENTS),
  machine: thisMachine(),
  createApplication,
  now: () => Date.now(),
  reportBug,
}).catch((thrown: unknown) => {
  reportBug(thrown);
  app.exit(1);
});
