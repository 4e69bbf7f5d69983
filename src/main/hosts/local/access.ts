/**
 * Who may talk to the local host. Every program and page on the machine can reach its port, so a request needs the
 * cookie that a one-time token was exchanged for, the right Host (else a foreign name could be pointed at the loopback
 * address) and, where the browser tells an Origin, our own. The cookie lives as long as this process.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const LOOPBACK = '127.0.0.1';

export type Verdict = 'allowed' | 'foreign' | 'no-session';

interface Token {
  /** The window that starts with it ends the session of the one before. */
  readonly takesOver: boolean;
}

export class Access {
  readonly origin: string;
  readonly #host: string;
  /** Cookies are not kept apart by port, names are. */
  readonly #cookieName: string;
  readonly #session = makeSecret();
  readonly #tokens = new Map<string, Token>();

  constructor(port: number) {
    this.#host = `${LOOPBACK}:${port}`;
    this.origin = `http://${this.#host}`;
    this.#cookieName = `weft-${port}`;
  }

  /** An address that works once. */
  makeStartAddress(token: Token = { takesOver: false }): string {
    const text = makeSecret();
    this.#tokens.set(text, token);
    return `${this.origin}/start?token=${text}`;
  }

  redeem(text: string): Token | null {
    const token = this.#tokens.get(text) ?? null;
    this.#tokens.delete(text);
    return token;
  }

  sessionCookie(): string {
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** For what needs no session yet: the exchange of the token, and a second start's question. */
  isOurs(headers: IncomingHttpHeaders): boolean {
    if (headers.host !== this.#host) return false;
    if (headers.origin !== undefined && headers.origin !== this.origin) return false;
    const site = headers['sec-fetch-site'];
    // `none`: typed, or opened by another program. A link elsewhere leads here only with a token it cannot know.
    return site === undefined || site === 'same-origin' || site === 'none' || isNavigation(headers);
  }

  check(headers: IncomingHttpHeaders): Verdict {
    if (!this.isOurs(headers)) return 'foreign';
    return this.#hasSession(headers.cookie) ? 'allowed' : 'no-session';
  }

  /** WebSockets are not held back by the same-origin policy, so here the browser must tell where the page is from. */
  checkUpgrade(headers: IncomingHttpHeaders): Verdict {
    return headers.origin === undefined ? 'foreign' : this.check(headers);
  }

  #hasSession(cookies: string | undefined): boolean {
    for (const cookie of (cookies ?? '').split(';')) {
      const [name, value] = cookie.trim().split('=', 2);
      if (name === this.#cookieName && value !== undefined && equalSecrets(value, this.#session)) return true;
    }
    return false;
  }
}

function isNavigation(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing; hashing first makes the lengths equal. */
export function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
