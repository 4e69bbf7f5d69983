/** The local host's few addresses: the page's files, the token exchange, downloads, a second start, the WebSocket. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/codec.ts';
import { SOCKET_PATH, TAKE_OVER } from '#shared/protocol/socket.ts';
import { loadPageFile, securityHeaders } from '../page-files.ts';
import type { Access } from './access.ts';
import { DOWNLOAD_PREFIX, type Downloads } from './downloads.ts';
import { type Doorbell, NEIGHBOUR_PATH, type Raised, type RaiseRequest } from './neighbour.ts';
import type { PageSocket } from './page-socket.ts';

const MOST_RAISE_BYTES = 1024 * 1024;

export interface Site {
  readonly rendererFolder: string;
  readonly access: Access;
  readonly downloads: Downloads;
  readonly doorbell: Doorbell;
  readonly pageSocket: PageSocket;
  readonly raise: (request: RaiseRequest) => Raised;
  readonly reportBug: (thrown: unknown) => void;
}

export function serveSite(server: Server, site: Site): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  server.on('request', (request, response) => {
    respond(site, request, response).catch((thrown: unknown) => {
      site.reportBug(thrown);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Weft could not answer; its terminal says why.');
    });
  });
  server.on('upgrade', (request, stream, head) => {
    const url = urlOf(request);
    const verdict = site.access.checkUpgrade(request.headers);
    if (verdict !== 'allowed' || url.pathname !== SOCKET_PATH) {
      refuseUpgrade(stream, verdict === 'no-session' ? '401 Unauthorized' : '403 Forbidden');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      site.pageSocket.accept(socket, url.searchParams.has(TAKE_OVER)).catch(site.reportBug);
    });
  });
}

async function respond(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = urlOf(request);
  const { headers, method } = request;
  if (!site.access.isOurs(headers)) return sendText(response, 403, 'This address belongs to Weft.');
  if (url.pathname === NEIGHBOUR_PATH) return await answerNeighbour(site, request, response);
  if (method !== 'GET' && method !== 'HEAD') return sendText(response, 405, 'Only GET is answered here.');
  const verdict = site.access.check(headers);
  if (url.pathname === '/start')
    return startSession(site, url.searchParams.get('token'), { verdict, response });
  if (verdict !== 'allowed') {
    return sendText(
      response,
      401,
      'This browser has no session. Start Weft again and use the address it prints.',
    );
  }
  if (url.pathname.startsWith(DOWNLOAD_PREFIX) && method === 'GET') {
    const sent = await site.downloads.send(url.pathname.slice(DOWNLOAD_PREFIX.length), response);
    return sent ? undefined : sendText(response, 404, 'This file was fetched already; export it again.');
  }
  const file = await loadPageFile(site.rendererFolder, url.pathname);
  if (file === null) return sendText(response, 404, 'There is no such file.');
  response.writeHead(200, { ...file.headers, 'content-length': file.body.byteLength });
  response.end(method === 'HEAD' ? undefined : file.body);
}

/**
 * A page that goes on to the real one, not a redirect: a strict cookie is not sent along a chain of redirects that a
 * foreign page began, and so the token leaves the address bar.
 */
function startSession(
  site: Site,
  token: string | null,
  { verdict, response }: { verdict: string; response: ServerResponse },
): void {
  const redeemed = token === null ? null : site.access.redeem(token);
  if (redeemed === null && verdict !== 'allowed') {
    sendText(
      response,
      401,
      'This address works once and was used, or is not one of Weft. Start Weft again for a new one.',
    );
    return;
  }
  if (redeemed?.takesOver) site.pageSocket.expectTakeOver();
  // The empty icon keeps the browser from asking for a favicon.ico that is not there.
  const body =
    '<!doctype html><meta http-equiv="refresh" content="0;url=/"><link rel="icon" href="data:,"><title>Weft</title>';
  response.writeHead(200, {
    ...securityHeaders(null),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...(redeemed === null ? {} : { 'set-cookie': site.access.sessionCookie() }),
  });
  response.end(body);
}

async function answerNeighbour(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Pages have no business here; another start of Weft is no browser and sends no such header.
  if (request.headers.origin !== undefined || request.headers['sec-fetch-dest'] === 'document') {
    return sendText(response, 403, 'This address belongs to Weft.');
  }
  if (request.method === 'GET') {
    const nonce = urlOf(request).searchParams.get('nonce') ?? '';
    return sendJson(response, site.doorbell.introduce(nonce));
  }
  const { 'x-weft-challenge': challenge, 'x-weft-proof': proof } = request.headers;
  const body = await readBody(request);
  if (body === null) return sendText(response, 413, 'Too many paths at once.');
  const wanted = site.doorbell.open(body, String(challenge), String(proof));
  if (wanted === null) return sendText(response, 403, 'This address belongs to Weft.');
  sendJson(response, site.raise(wanted));
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.byteLength;
    if (bytes > MOST_RAISE_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function urlOf(request: IncomingMessage): URL {
  // Only path and query count; the host was, or will be, checked by its header.
  const target = request.url ?? '/';
  return URL.canParse(target, 'http://weft') ? new URL(target, 'http://weft') : new URL('http://weft/%00');
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy()); // the refused may hang up before it has read the refusal
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  const headers = {
    ...securityHeaders(null),
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  };
  response.writeHead(status, headers);
  response.end(`${text}\n`);
}

function sendJson(response: ServerResponse, value: unknown): void {
  const headers = {
    ...securityHeaders(null),
    'content-type': 'application/json',
    'cache-control': 'no-store',
  };
  response.writeHead(200, headers);
  response.end(JSON.stringify(value));
}
