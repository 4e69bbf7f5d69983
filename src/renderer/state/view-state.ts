import { create } from 'zustand';
import { z } from '#shared/base/zod.ts';

/**
 * What the analyst has set or selected, apart from what the address says. Preferences outlive the window; the rest
 * does not. Event numbers hold for one revision only, which is why an open event is not part of the address.
 */
const preferencesSchema = z.object({
  density: z.enum(['compact', 'roomy']).catch('compact'),
  zone: z.enum(['local', 'utc']).catch('utc'),
  letterKeys: z.boolean().catch(true),
  guardFormulas: z.boolean().catch(true),
});
type Preferences = z.infer<typeof preferencesSchema>;

interface ViewState extends Preferences {
  /** Event whose evidence is shown, or null. */
  readonly openEvent: number | null;
  /** `namespace:value` of the identifier marked in every picture and table, or null. */
  readonly selectedIdentifier: string | null;
  /** Tokens of files that wait for the import dialog. */
  readonly pendingFiles: readonly string[];
  readonly helpOpen: boolean;
}

const STORAGE_KEY = 'weft-preferences';

function readPreferences(): Preferences {
  const text = globalThis.localStorage?.getItem(STORAGE_KEY) ?? '{}';
  try {
    return preferencesSchema.parse(JSON.parse(text));
  } catch {
    // What was stored is not readable; preferences are worth nothing more than their defaults.
    return preferencesSchema.parse({});
  }
}

export const useViewState = create<ViewState>(() => ({
  ...readPreferences(),
  openEvent: null,
  selectedIdentifier: null,
  pendingFiles: [],
  helpOpen: false,
}));

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  useViewState.setState({ [name]: value });
  const { density, zone, letterKeys, guardFormulas } = useViewState.getState();
  globalThis.localStorage?.setItem(STORAGE_KEY, JSON.stringify({ density, zone, letterKeys, guardFormulas }));
}

export function showEvent(event: number | null): void {
  useViewState.setState({ openEvent: event });
}

export function selectIdentifier(key: string | null): void {
  useViewState.setState({ selectedIdentifier: key });
}

export function addPendingFiles(tokens: readonly string[]): void {
  useViewState.setState((state) => ({ pendingFiles: [...state.pendingFiles, ...tokens] }));
}

export function removePendingFile(token: string): void {
  useViewState.setState((state) => ({ pendingFiles: state.pendingFiles.filter((other) => other !== token) }));
}

export function clearPendingFiles(): void {
  useViewState.setState({ pendingFiles: [] });
}

export function showHelp(open: boolean): void {
  useViewState.setState({ helpOpen: open });
}
