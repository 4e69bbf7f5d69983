/** When the local host is used without Electron being looked for at all. */

/**
 * @param {readonly string[]} args
 * @param {{platform: string, env: Record<string, string | undefined>}} machine
 * @returns {string | null} null: Electron is wanted; "" when the person asked for the local host and needs no reason
 */
export function reasonForLocal(args, { platform, env }) {
  // Options that only the local host has ask for it as well.
  const isAsked = args.some((argument) => /^--(?:local|no-open|port(?:=.*)?)$/.test(argument));
  if (isAsked) return '';
  const hasDisplay = platform === 'win32' || platform === 'darwin' || env.DISPLAY || env.WAYLAND_DISPLAY;
  return hasDisplay ? null : 'There is no display.';
}
