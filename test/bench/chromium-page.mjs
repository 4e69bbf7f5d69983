/**
 * A page of Chromium, driven by as little as possible: expressions evaluated over the DevTools protocol, nothing
 * observed. Test drivers listen to the network, and Chromium then sends them every message of a socket once more, which
 * costs as much as storing it.
 */

import { spawn } from 'node:child_process';
import WebSocket from 'ws';

const POLL_MS = 100;
const PATIENCE_MS = 3_600_000;

/** Starts Chromium with `profile` as its folder and opens `address` in a page. */
export async function openPage({ executable, profile, address, onNewDocument }) {
  const child = spawn(
    executable,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--window-size=1280,800',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const browser = await browserAddress(child);
  const targets = await (await fetch(`http://${new URL(browser).host}/json/list`)).json();
  const socket = new WebSocket(targets.find(({ type }) => type === 'page').webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const page = new Page(child, socket);
  await page.send('Page.enable');
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: onNewDocument });
  await page.send('Page.navigate', { url: address });
  return page;
}

class Page {
  #child;
  #socket;
  #lastId = 0;
  #waiting = new Map();

  constructor(child, socket) {
    this.#child = child;
    this.#socket = socket;
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data));
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  send(method, params = {}) {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Value of an expression of the page. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Waits until an expression of the page is true, looking ten times a second. */
  async until(expression) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await this.evaluate(expression).catch(() => false))) {
      if (Date.now() > end) throw new Error(`the page never came to ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Ends Chromium, which writes down what it holds. */
  async close() {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.send('Browser.close').catch(() => this.#child.kill('SIGTERM'));
    await ended;
    this.#socket.terminate();
  }
}

function browserAddress(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (piece) => {
      said += piece;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found !== null) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-500)}`)));
  });
}
