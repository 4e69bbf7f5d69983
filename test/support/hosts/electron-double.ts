import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, Privileges } from 'electron';
import type { ElectronParts } from '#main/hosts/electron/desktop.ts';

/** Electron's API as far as the host uses it: it records, and lets a test play the operating system and the page. */

type Answer<T> = (value: T) => void;

class FakeContents extends EventEmitter {
  readonly mainFrame = { url: 'app://bundle/#/' };
  readonly sent: unknown[] = [];
  reloads = 0;
  windowOpenHandler: (() => { action: string }) | null = null;

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.windowOpenHandler = handler;
  }

  send(channel: string, value: unknown): void {
    this.sent.push([channel, value]);
  }

  reload(): void {
    this.reloads += 1;
  }

  isDestroyed(): boolean {
    return false;
  }
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  progress: number | null = null;
  focused = 0;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }

  async loadURL(address: string): Promise<void> {
    this.loaded.push(address);
  }

  setProgressBar(progress: number): void {
    this.progress = progress;
  }

  isMinimized(): boolean {
    return false;
  }

  show(): void {}

  focus(): void {
    this.focused += 1;
  }

  destroy(): void {
    this.emit('closed');
  }
}

export class ElectronDouble {
  readonly calls: string[] = [];
  readonly app = Object.assign(new EventEmitter(), {
    enableSandbox: () => this.calls.push('enableSandbox'),
    setName: () => undefined,
    setPath: (name: string, path: string) => this.calls.push(`setPath ${name} ${path}`),
    requestSingleInstanceLock: (data: unknown) => {
      this.calls.push('lock');
      this.lockData = data;
      return this.hasLock;
    },
    whenReady: async () => {
      this.calls.push('ready');
    },
    quit: () => {
      this.calls.push('quit');
    },
    getVersion: () => '1.2.3',
    getPath: (name: string) => `/home/ada/${name}`,
    addRecentDocument: (path: string) => this.recent.push(path),
  });
  readonly windows: FakeWindow[] = [];
  readonly recent: string[] = [];
  hasLock = true;
  lockData: unknown = null;
  scheme: { scheme: string; privileges: Privileges } | null = null;
  pageHandler: ((request: Request) => Promise<Response>) | null = null;
  ipcHandler: ((event: unknown, message: unknown) => Promise<unknown>) | null = null;
  ipcChannels: string[] = [];
  menu: MenuItemConstructorOptions[] = [];
  permissionRequest: ((c: null, name: string, answer: Answer<boolean>, details: object) => void) | null =
    null;
  permissionCheck: ((c: null, name: string, origin: string) => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  blockers = 0;
  /** What the person answers to the next dialogs. */
  readonly answers: object[] = [];
  readonly asked: object[] = [];

  parts(): ElectronParts {
    const nextAnswer = async (...args: object[]): Promise<object> => {
      this.asked.push(args.at(-1) ?? {});
      const answer = this.answers.shift();
      if (answer === undefined) throw new Error('a dialog was shown that the test does not expect');
      return answer;
    };
    const opened = (window: FakeWindow): void => {
      this.windows.push(window);
      this.app.emit('web-contents-created', {}, window.webContents);
    };
    const parts = {
      app: this.app,
      BrowserWindow: class extends FakeWindow {
        constructor(options: BrowserWindowConstructorOptions) {
          super(options);
          opened(this);
        }
      },
      dialog: { showOpenDialog: nextAnswer, showSaveDialog: nextAnswer, showMessageBox: nextAnswer },
      ipcMain: {
        handle: (channel: string, handler: ElectronDouble['ipcHandler']) => {
          this.ipcChannels.push(channel);
          this.ipcHandler = handler;
        },
      },
      Menu: {
        buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
        setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
          this.menu = menu;
        },
      },
      nativeTheme: { shouldUseDarkColors: true },
      powerSaveBlocker: {
        start: () => {
          this.blockers += 1;
          return 0;
        },
        stop: () => {
          this.blockers -= 1;
        },
      },
      protocol: {
        registerSchemesAsPrivileged: ([scheme]: { scheme: string; privileges: Privileges }[]) => {
          this.calls.push('scheme');
          this.scheme = scheme ?? null;
        },
        handle: (_scheme: string, handler: ElectronDouble['pageHandler']) => {
          this.pageHandler = handler;
        },
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: ElectronDouble['permissionRequest']) => {
            this.permissionRequest = handler;
          },
          setPermissionCheckHandler: (handler: ElectronDouble['permissionCheck']) => {
            this.permissionCheck = handler;
          },
          setDevicePermissionHandler: (handler: ElectronDouble['devicePermission']) => {
            this.devicePermission = handler;
          },
        },
      },
    };
    // Only what the host uses is here; a use of anything else fails the test that meets it.
    return parts as unknown as ElectronParts;
  }

  /** A message of the page, from its main frame unless the test says otherwise. */
  async ask(message: object, senderFrame?: object | null): Promise<unknown> {
    const frame = senderFrame === undefined ? this.windows.at(-1)?.webContents.mainFrame : senderFrame;
    if (this.ipcHandler === null) throw new Error('nothing answers IPC yet');
    return await this.ipcHandler({ senderFrame: frame }, message);
  }
}

/** An event whose default a handler may prevent. */
export function preventable<T extends object>(more: T): T & { prevented: boolean; preventDefault(): void } {
  return {
    ...more,
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  };
}
