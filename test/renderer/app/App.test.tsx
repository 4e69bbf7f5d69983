// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { App } from '#renderer/app/App.tsx';
import { PageBridge } from '#renderer/bridge/page-bridge.ts';
import type { Transport, TransportListener, TransportState } from '#renderer/bridge/transport.ts';
import type { Reply } from '#shared/protocol/bridge.ts';

afterEach(cleanup);

/** A connection whose state the test decides, to a main of a given protocol version. */
class FakeTransport implements Transport {
  state: TransportState = 'connecting';
  takenOver = 0;
  #listener: TransportListener | null = null;

  async request(): Promise<Reply> {
    return { ok: true, value: { protocol: -1, host: 'local', version: '9.9.9', dataFolder: '/' } };
  }
  abort(): void {}
  listen(listener: TransportListener): void {
    this.#listener = listener;
  }
  takeOver(): void {
    this.takenOver += 1;
  }
  async offerPath(): Promise<null> {
    return null;
  }
  become(state: TransportState): void {
    this.state = state;
    this.#listener?.onState(state);
  }
}

function show(state: TransportState) {
  const transport = new FakeTransport();
  render(<App bridge={new PageBridge(transport)} />);
  transport.become(state);
  return transport;
}

test('offers to take over when another window has the session', async () => {
  const transport = show('elsewhere');
  expect(await screen.findByRole('heading', { name: 'Weft is open in another window' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Use Weft here' }));
  expect(transport.takenOver).toBe(1);
});

test('says so when the program behind the window is gone', async () => {
  show('lost');
  expect(await screen.findByRole('heading', { name: /lost its connection/ })).toBeTruthy();
});

test('refuses to work with a main of another version', async () => {
  show('open');
  expect(await screen.findByRole('heading', { name: /different versions/ })).toBeTruthy();
});
