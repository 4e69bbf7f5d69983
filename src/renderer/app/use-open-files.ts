import { useCallback } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import { useEngineContext } from '../state/engine-context.ts';
import { addNotice } from '../state/jobs.ts';
import { addPendingFiles } from '../state/view-state.ts';

interface OpenFiles {
  /** Asks for files: with the host's dialog, or the page's own where the host has none. */
  readonly choose: () => void;
  /** Files dropped on the window. */
  readonly offer: (files: readonly File[]) => void;
}

function pickInPage(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
}

/** Ways to bring files to the import dialog, which the shell shows as soon as there are any. */
export function useOpenFiles(): OpenFiles {
  const { bridge, host, offerFile } = useEngineContext();
  const run = useCallback((work: Promise<void>) => {
    work.catch((thrown: unknown) => addNotice(toFaultData(thrown)));
  }, []);

  const offerAll = useCallback(
    async (files: readonly File[]) => {
      addPendingFiles(await Promise.all(files.map((file) => offerFile(file))));
    },
    [offerFile],
  );

  const choose = useCallback(() => {
    async function chooseFiles() {
      if (host.host === 'electron') addPendingFiles(await bridge.request('source.choose', {}));
      else await offerAll(await pickInPage());
    }
    run(chooseFiles());
  }, [bridge, host, offerAll, run]);

  const offer = useCallback((files: readonly File[]) => run(offerAll(files)), [offerAll, run]);
  return { choose, offer };
}
