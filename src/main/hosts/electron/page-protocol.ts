/** Answers `app://bundle/…` from the renderer's folder, with the same headers as the local host. */

import { loadPageFile, securityHeaders } from '../page-files.ts';
import { isPageAddress } from './page-origin.ts';

export function makePageHandler(rendererFolder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET') return refuse(405);
    if (!isPageAddress(url)) return refuse(404);
    const file = await loadPageFile(rendererFolder, new URL(url).pathname);
    return file === null ? refuse(404) : new Response(file.body, { headers: { ...file.headers } });
  };
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { ...securityHeaders(null) } });
}
