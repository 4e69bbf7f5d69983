/**
 * How a second start finds the first. Both know the secret file of their data folder, and neither sends it: whoever
 * holds the port proves it by an HMAC over the caller's nonce, the caller by one over the holder's challenge and its
 * message. So a stranger on the port learns nothing, and no page can make Weft open windows.
 */

import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '#shared/base/assert.ts';
import { writeFileAtomically } from '../../delivery/atomic-file.ts';
import { equalSecrets, LOOPBACK } from './access.ts';

export const NEIGHBOUR_PATH = '/weft';
const SECRET_BYTES = 32;
const LIMIT_MS = 3000;
const MOST_CHALLENGES = 16;

/** What a second start asks of the first. */
export interface RaiseRequest {
  /** Absolute. */
  readonly paths: readonly string[];
  readonly open: boolean;
}

export interface Raised {
  /** Works once; null when a window was opened. */
  readonly address: string | null;
}

/** Who holds a port, seen from outside. */
export type Holder =
  | { readonly kind: 'nobody' | 'stranger' | 'other-weft' }
  | { readonly kind: 'ours'; readonly raise: (request: RaiseRequest) => Promise<Raised> };

interface Introduction {
  readonly app: 'weft';
  readonly challenge: string;
  readonly proof: string;
}

/** Made at the first start; made anew when a kill left it half written. */
export async function loadSecret(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'secret');
  const stored = await readSecret(path);
  if (stored !== null) return stored;
  const bytes = new TextEncoder().encode(randomBytes(SECRET_BYTES).toString('hex'));
  await writeFileAtomically(path, (sink) => sink.write(bytes));
  return must(await readSecret(path), 'the secret just written');
}

async function readSecret(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    return text.length === 2 * SECRET_BYTES ? text : null;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** The first start's side. */
export class Doorbell {
  readonly #secret: string;
  readonly #challenges = new Set<string>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  introduce(nonce: string): Introduction {
    const challenge = randomBytes(24).toString('base64url');
    this.#challenges.add(challenge);
    // The oldest gives way, so that asking without ever answering cannot fill the memory.
    const [oldest] = this.#challenges;
    if (this.#challenges.size > MOST_CHALLENGES && oldest !== undefined) this.#challenges.delete(oldest);
    return { app: 'weft', challenge, proof: prove(this.#secret, 'holder', nonce) };
  }

  /** null: not from somebody who knows the secret, or said before. */
  open(body: string, challenge: string, proof: string): RaiseRequest | null {
    if (!this.#challenges.delete(challenge)) return null;
    if (!equalSecrets(proof, prove(this.#secret, 'caller', challenge + body))) return null;
    return JSON.parse(body) as RaiseRequest;
  }
}

/** The second start's side. */
export async function askHolder(port: number, secret: string): Promise<Holder> {
  const url = `http://${LOOPBACK}:${port}${NEIGHBOUR_PATH}`;
  const nonce = randomBytes(24).toString('base64url');
  let answer: unknown;
  try {
    const response = await fetch(`${url}?nonce=${nonce}`, request());
    answer = await response.json();
  } catch (thrown) {
    return { kind: isRefused(thrown) ? 'nobody' : 'stranger' };
  }
  if (!isIntroduction(answer)) return { kind: 'stranger' };
  if (!equalSecrets(answer.proof, prove(secret, 'holder', nonce))) return { kind: 'other-weft' };
  const { challenge } = answer;
  return { kind: 'ours', raise: (wanted) => ring(url, { challenge, secret, body: JSON.stringify(wanted) }) };
}

async function ring(url: string, call: { challenge: string; secret: string; body: string }): Promise<Raised> {
  const headers = {
    'x-weft-challenge': call.challenge,
    'x-weft-proof': prove(call.secret, 'caller', call.challenge + call.body),
  };
  const response = await fetch(url, { ...request(), method: 'POST', headers, body: call.body });
  if (!response.ok) throw new Error(`the running Weft refused to open its window: ${response.status}`);
  return (await response.json()) as Raised;
}

function request(): RequestInit {
  return { redirect: 'error', signal: AbortSignal.timeout(LIMIT_MS) };
}

function isIntroduction(answer: unknown): answer is Introduction {
  if (typeof answer !== 'object' || answer === null) return false;
  const { app, challenge, proof } = answer as Partial<Introduction>;
  return app === 'weft' && typeof challenge === 'string' && typeof proof === 'string';
}

function isRefused(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? (thrown.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED';
}

function prove(secret: string, side: 'holder' | 'caller', text: string): string {
  return createHmac('sha256', secret).update(`${side}\n${text}`).digest('base64url');
}
