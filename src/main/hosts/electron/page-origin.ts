/**
 * The page's one address. Scheme and host name its database directory, so changing either would orphan everything
 * stored. Compared by parts: for a scheme of one's own the URL parser gives the opaque origin "null".
 */

import type { Privileges } from 'electron';

export const SCHEME = 'app';
const PAGE_HOST = 'bundle';
export const PAGE_ADDRESS = `${SCHEME}://${PAGE_HOST}/`;

/** Storage is switched off for schemes that are not standard; the content security policy is never bypassed. */
export const SCHEME_PRIVILEGES: Privileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  codeCache: true,
};

export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${SCHEME}:` && host === PAGE_HOST;
}
