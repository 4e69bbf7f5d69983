import { MantineProvider } from '@mantine/core';
import { createMemoryHistory } from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { EngineWindow } from '#renderer/app/EngineWindow.tsx';
import { makeRouter } from '#renderer/app/routes.tsx';
import type { Engine } from '#renderer/state/engine-context.ts';
import { EngineContext } from '#renderer/state/engine-context.ts';
import { followPushes } from '#renderer/state/follow-pushes.ts';
import { useJobs } from '#renderer/state/jobs.ts';
import { useViewState } from '#renderer/state/view-state.ts';
import type { FakeBridge } from './fake-bridge.ts';
import { OPENED } from './sample-answers.ts';

// Machines that do many things at once take their time; what is awaited fails in the end, not by the clock.
configure({ asyncUtilTimeout: 10_000 });

/** An engine whose database is empty and whose main is the fake. */
function fakeEngine(bridge: FakeBridge, parts: Partial<Engine> = {}): Engine {
  followPushes(bridge);
  return {
    bridge,
    host: { protocol: 1, host: 'local', version: '0.1.0', dataFolder: '/home/ana/weft' },
    openWorkspace: async () => OPENED,
    forgetWorkspace: () => undefined,
    deleteWorkspace: async () => undefined,
    readRecord: async () => '{"event":"Form submitted"}',
    offerFile: async (file) => `token of ${file.name}`,
    ...parts,
  };
}

/** The whole window at an address, as a person sees it. */
export function renderWindow(bridge: FakeBridge, address: string, parts: Partial<Engine> = {}) {
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  const view = render(
    <MantineProvider env="test">
      <EngineWindow engine={fakeEngine(bridge, parts)} router={router} />
    </MantineProvider>,
  );
  return { ...view, router };
}

/** One component with an engine around it and no router. */
export function renderPart(bridge: FakeBridge, part: ReactNode) {
  return render(
    <MantineProvider env="test">
      <EngineContext value={fakeEngine(bridge)}>{part}</EngineContext>
    </MantineProvider>,
  );
}

const firstViewState = useViewState.getState();
const firstJobs = useJobs.getState();

/** Takes the page down and forgets what the stores hold; after every test. */
export function resetWindow(): void {
  cleanup();
  useViewState.setState(firstViewState, true);
  useJobs.setState(firstJobs, true);
  localStorage.clear();
}

/** happy-dom lays nothing out; a virtual list needs a height to know what is in view. */
export function giveElementsHeight(height: number): void {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => height });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
}
