/**
 * The port is part of the page's origin and so of its database: it stays the same until the person chooses another,
 * which is then remembered in the data folder.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { writeFileAtomically } from '../../delivery/atomic-file.ts';
import { LOOPBACK } from './access.ts';

const DEFAULT_PORT = 47917;
const HIGHEST_PORT = 65535;

export async function readPort(dataFolder: string): Promise<number> {
  try {
    return parsePort(await readFile(portFile(dataFolder), 'utf8')) ?? DEFAULT_PORT;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return DEFAULT_PORT;
    throw thrown;
  }
}

export async function rememberPort(dataFolder: string, port: number): Promise<void> {
  const bytes = new TextEncoder().encode(`${port}\n`);
  await writeFileAtomically(portFile(dataFolder), (sink) => sink.write(bytes));
}

export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const port = Number(text);
  return port >= 1 && port <= HIGHEST_PORT ? port : null;
}

export function listen(port: number): Promise<Server | 'taken' | 'forbidden'> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      else if (error.code === 'EACCES') resolve('forbidden');
      else reject(error);
    });
    server.listen({ host: LOOPBACK, port }, () => resolve(server));
  });
}

function portFile(dataFolder: string): string {
  return join(dataFolder, 'port');
}
