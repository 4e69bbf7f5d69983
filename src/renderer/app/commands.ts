import type { useRouter } from '@tanstack/react-router';
import { showHelp } from '../state/view-state.ts';

type Router = ReturnType<typeof useRouter>;

interface Place {
  readonly to:
    | '/w/$workspace/overview'
    | '/w/$workspace/profiles'
    | '/w/$workspace/graph'
    | '/w/$workspace/merges'
    | '/w/$workspace/segments'
    | '/w/$workspace/rules'
    | '/w/$workspace/sources'
    | '/w/$workspace/unresolved';
  readonly label: string;
  /** Pressed after `g`. */
  readonly key: string;
  readonly explanation: string;
}

/** The views of a workspace, in the order of the sidebar. */
export const PLACES: readonly Place[] = [
  {
    to: '/w/$workspace/overview',
    label: 'Overview',
    key: 'o',
    explanation: 'States, funnel, refusals and totals of the workspace',
  },
  {
    to: '/w/$workspace/profiles',
    label: 'Profiles',
    key: 'p',
    explanation: 'Every person, searchable by any identifier',
  },
  {
    to: '/w/$workspace/graph',
    label: 'Graph',
    key: 'g',
    explanation: 'The identifiers of one person and what ties them',
  },
  {
    to: '/w/$workspace/merges',
    label: 'Merges',
    key: 'l',
    explanation: 'The ledger: every merge, refusal and hand-over',
  },
  {
    to: '/w/$workspace/segments',
    label: 'Segments',
    key: 's',
    explanation: 'Ask who fits a set of conditions',
  },
  { to: '/w/$workspace/rules', label: 'Rules', key: 'r', explanation: 'What joins people and what may not' },
  {
    to: '/w/$workspace/sources',
    label: 'Sources',
    key: 'e',
    explanation: 'The event logs, and the records that could not be read',
  },
  {
    to: '/w/$workspace/unresolved',
    label: 'Unresolved',
    key: 'u',
    explanation: 'Events credited to nobody, and why',
  },
];

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  /** How it is written in lists: `g o`, `/`. */
  readonly keys: string | null;
  readonly run: () => void;
}

interface CommandContext {
  readonly router: Router;
  /** The open workspace, or null. */
  readonly workspace: string | null;
  readonly toggleTheme: () => void;
  readonly openFiles: () => void;
}

/** Everything that the palette, the keyboard and the menu can do now. */
export function listCommands({ router, workspace, toggleTheme, openFiles }: CommandContext): Command[] {
  const commands: Command[] = [];
  if (workspace !== null) {
    for (const place of PLACES) {
      commands.push({
        id: `go-${place.label.toLowerCase()}`,
        label: `Go to ${place.label}`,
        explanation: place.explanation,
        keys: `g ${place.key}`,
        run: () => void router.navigate({ to: place.to, params: { workspace } }),
      });
    }
  }
  commands.push(
    {
      id: 'go-start',
      label: 'Go to Start',
      explanation: 'All workspaces on this machine',
      keys: 'g h',
      run: () => void router.navigate({ to: '/' }),
    },
    {
      id: 'open-files',
      label: 'Open files',
      explanation:
        workspace === null ? 'Read event logs into a workspace' : 'Add event logs to this workspace',
      keys: null,
      run: openFiles,
    },
    {
      id: 'toggle-theme',
      label: 'Switch between light and dark',
      explanation: 'Changes the colours of the window',
      keys: null,
      run: toggleTheme,
    },
    {
      id: 'show-keys',
      label: 'Show keyboard shortcuts',
      explanation: 'Everything that a key can do',
      keys: '?',
      run: () => showHelp(true),
    },
  );
  return commands;
}
