import { useMantineColorScheme } from '@mantine/core';
import { Outlet, useMatch, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import { EvidencePanel } from '../panels/EvidencePanel.tsx';
import { useEngineContext } from '../state/engine-context.ts';
import { addNotice } from '../state/jobs.ts';
import { useViewState } from '../state/view-state.ts';
import { listCommands } from './commands.ts';
import { DropTarget } from './DropTarget.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Notices } from './Notices.tsx';
import { Palette } from './Palette.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { Sidebar } from './Sidebar.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useOpenFiles } from './use-open-files.ts';
import { useShortcuts } from './use-shortcuts.ts';
import '../styles/shell.css';

/** The window: bars around the current view, and what is reachable from everywhere. */
export function Shell() {
  const { bridge } = useEngineContext();
  const router = useRouter();
  const match = useMatch({ from: '/w/$workspace', shouldThrow: false });
  const importing = useMatch({ from: '/import', shouldThrow: false });
  const workspace = match?.params.workspace ?? importing?.search.workspace ?? null;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const density = useViewState((state) => state.density);
  const search = useRef<HTMLInputElement>(null);
  const { toggleColorScheme } = useMantineColorScheme();
  const { choose, offer } = useOpenFiles();

  const commands = useMemo(
    () => listCommands({ router, workspace, toggleTheme: toggleColorScheme, openFiles: choose }),
    [router, workspace, toggleColorScheme, choose],
  );
  const focusSearch = useCallback(() => search.current?.focus(), []);
  useShortcuts(commands, focusSearch);

  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);

  useEffect(
    () =>
      bridge.subscribe((push) => {
        if (push.type === 'menu') commands.find((command) => command.id === push.command)?.run();
      }),
    [bridge, commands],
  );

  const showImport = useEffectEvent(() => {
    void router.navigate({ to: '/import', search: workspace === null ? {} : { workspace } });
  });
  useEffect(() => {
    if (useViewState.getState().pendingFiles.length > 0) showImport();
    return useViewState.subscribe((state, before) => {
      if (state.pendingFiles.length > before.pendingFiles.length) showImport();
    });
  }, []);

  useUnexpectedErrors();

  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={(event) => focusMain(event)}>
        Skip to the view
      </a>
      <TopBar workspace={workspace} search={search} />
      <Sidebar workspace={workspace} />
      <main id="main" className="shell-main" tabIndex={-1}>
        <Notices />
        <ErrorBoundary place={path}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <StatusBar workspace={workspace} />
      <DropTarget onFiles={offer} intoWorkspace={workspace !== null} />
      <Palette commands={commands} workspace={workspace} />
      <ShortcutsDialog commands={commands} />
      {workspace !== null && <EvidencePanel workspace={workspace} />}
    </div>
  );
}

/** What was thrown where nobody could catch it, such as while storing a commit, is shown rather than lost. */
function useUnexpectedErrors(): void {
  useEffect(() => {
    const handleError = (event: ErrorEvent) => addNotice(toFaultData(event.error));
    const handleRejection = (event: PromiseRejectionEvent) => addNotice(toFaultData(event.reason));
    window.addEventListener('error', handleError);
    window.addEventListener('unhandledrejection', handleRejection);
    return () => {
      window.removeEventListener('error', handleError);
      window.removeEventListener('unhandledrejection', handleRejection);
    };
  }, []);
}

/** The address carries the route, so a fragment link would leave the view. */
function focusMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
