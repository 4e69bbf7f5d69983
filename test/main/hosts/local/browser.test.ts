import { describe, expect, it } from 'vitest';
import { findBrowser, hasDisplay, windowArguments } from '#main/hosts/local/browser.ts';

const options = {
  profileFolder: '/data/local/browser',
  address: 'http://127.0.0.1:47917/start?token=x',
  uid: 1000,
};

describe('finding a browser', () => {
  const linux = { platform: 'linux', home: '/home/ada', env: { PATH: '/usr/bin:/opt/bin' } } as const;
  const mac = { platform: 'darwin', home: '/Users/ada', env: {} } as const;

  it('takes the first that is installed, Chrome before Chromium before Edge', () => {
    const installed = ['/opt/bin/microsoft-edge', '/usr/bin/chromium', '/opt/bin/google-chrome'];
    expect(findBrowser(linux, (path) => installed.includes(path))).toBe('/opt/bin/google-chrome');
    expect(findBrowser(linux, (path) => path === '/opt/bin/microsoft-edge')).toBe('/opt/bin/microsoft-edge');
    expect(findBrowser(linux, () => false)).toBeNull();
  });

  it('looks where macOS keeps applications, the person’s own included', () => {
    const own = '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium';
    expect(findBrowser(mac, (path) => path === own)).toBe(own);
  });

  it('takes the one that was named without looking', () => {
    const machine = { ...linux, env: { ...linux.env, WEFT_BROWSER: '/my/browser' } };
    expect(findBrowser(machine, () => false)).toBe('/my/browser');
  });

  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ] as const)('on %s with %j has a display: %s', (platform, env, expected) => {
    expect(hasDisplay({ platform, home: '/', env })).toBe(expected);
  });
});

describe('the arguments of the window', () => {
  it('make an app window with a profile of its own that talks to nobody', () => {
    expect(windowArguments(options)).toEqual(
      expect.arrayContaining([
        `--app=${options.address}`,
        '--user-data-dir=/data/local/browser',
        '--disable-background-networking',
        '--disable-sync',
      ]),
    );
  });

  it('give the sandbox up for root only, who has none', () => {
    expect(windowArguments(options)).not.toContain('--no-sandbox');
    expect(windowArguments({ ...options, uid: null })).not.toContain('--no-sandbox');
    expect(windowArguments({ ...options, uid: 0 })).toContain('--no-sandbox');
  });
});
