import type { RefObject } from 'react';
import { use, useCallback, useEffect } from 'react';
import { TableSettingsContext } from './table-settings.ts';

const BUSY = 'input, textarea, select, [contenteditable="true"], [role="dialog"]';

function focusGrid(page: HTMLElement | null): void {
  page?.querySelector<HTMLElement>('[role="grid"]')?.focus();
}

/**
 * Keys of a page with a search box and a grid: `/` goes to the box, j and k to the grid, from where the grid has them
 * itself. Listens ahead of the window, whose `/` goes to the search that is on every page.
 */
export function usePageKeys(
  page: RefObject<HTMLElement | null>,
  search: RefObject<HTMLInputElement | null>,
): { readonly toGrid: () => void } {
  const { letterKeys } = use(TableSettingsContext);
  useEffect(() => {
    if (!letterKeys) return;
    function handleKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      if (target instanceof Element && target.closest(BUSY) !== null) return;
      if (event.key === '/') search.current?.focus();
      else if (target === document.body && (event.key === 'j' || event.key === 'k')) focusGrid(page.current);
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', handleKey, { capture: true });
    return () => window.removeEventListener('keydown', handleKey, { capture: true });
  }, [letterKeys, page, search]);
  return { toGrid: useCallback(() => focusGrid(page.current), [page]) };
}
