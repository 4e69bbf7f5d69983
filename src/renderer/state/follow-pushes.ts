import type { Bridge } from '#shared/protocol/bridge.ts';
import { ingestPush } from './jobs.ts';
import { addPendingFiles } from './view-state.ts';

/**
 * Takes what main tells unasked into the stores. Begun before anything else listens: what came before the first
 * listener, such as the files that Weft was started with, is told to that one only. Commits and reads belong to the
 * database and the bridge.
 */
export function followPushes(bridge: Bridge): () => void {
  return bridge.subscribe((push) => {
    ingestPush(push);
    if (push.type === 'open-files') addPendingFiles(push.tokens);
  });
}
