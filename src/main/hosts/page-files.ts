/**
 * The built page as both windowed hosts serve it: a file inside the renderer's folder with its type and the security
 * headers, or null. Styles are allowed by a nonce of each response, which Mantine reads from the page's `csp-nonce`.
 */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';

export interface PageFile {
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array<ArrayBuffer>;
}

const MIME_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.wasm', 'application/wasm'],
]);

/** `pathname` as it stands in a URL. null: not there, or not inside `root`. */
export async function loadPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const path = resolveInside(root, pathname === '/' ? '/index.html' : pathname);
  if (path === null) return null;
  const bytes = await readIfFile(path);
  if (bytes === null) return null;
  const type = MIME_TYPES.get(extname(path).toLowerCase()) ?? 'application/octet-stream';
  if (!type.startsWith('text/html')) {
    return {
      headers: { ...securityHeaders(null), 'content-type': type, 'cache-control': 'no-cache' },
      body: bytes,
    };
  }
  const nonce = randomBytes(18).toString('base64');
  const body = new TextEncoder().encode(withNonce(new TextDecoder().decode(bytes), nonce));
  return { headers: { ...securityHeaders(nonce), 'content-type': type, 'cache-control': 'no-store' }, body };
}

/** Sent with everything, errors included. Without a nonce no inline style is allowed at all. */
export function securityHeaders(nonce: string | null): { readonly [name: string]: string } {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    // Mantine and the charts set style attributes; those cannot run anything.
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "worker-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function withNonce(html: string, nonce: string): string {
  return html.replace(/<head(?:\s[^>]*)?>/i, (head) => `${head}<meta name="csp-nonce" content="${nonce}">`);
}

/** Decodes before it compares, so that `..%2f` is the step upwards it would become. */
function resolveInside(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null; // a percent sign that encodes nothing names no file
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = resolve(root, `./${decoded}`);
  const inside = relative(root, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : path;
}

async function readIfFile(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await readFile(path);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw thrown;
  }
}
