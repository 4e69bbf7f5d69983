import { createContext } from 'react';

interface TableSettings {
  readonly rowHeight: number;
  /** Whether j and k move like the arrows. */
  readonly letterKeys: boolean;
}

export const TableSettingsContext = createContext<TableSettings>({ rowHeight: 28, letterKeys: true });
