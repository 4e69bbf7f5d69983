/** Requests about files: choosing, looking into, listing and removing them. */

import { inspectSource } from '../../sources/inspect.ts';
import type { Handlers, Services } from './handler.ts';

type SourceMethod =
  | 'source.choose'
  | 'source.offer'
  | 'source.bytes'
  | 'source.inspect'
  | 'source.list'
  | 'source.remove'
  | 'source.rejections';

export function sourceHandlers({ host, workspaces, tokens, reads }: Services): Handlers<SourceMethod> {
  return {
    'source.choose': async () => {
      const paths = await host.chooseFiles();
      return paths === null ? [] : tokens.offerPaths(paths);
    },
    'source.offer': (facts) => ({ token: tokens.offerPageFile(facts) }),
    'source.bytes': ({ request, data }) => {
      reads.answer(request, data);
      return null;
    },
    'source.inspect': async ({ token, country, zone }) => {
      const source = await tokens.get(token).open();
      try {
        return { token, ...(await inspectSource(source, { country, zone })) };
      } finally {
        await source.close();
      }
    },
    'source.list': ({ workspace }) => workspaces.get(workspace).infos(),
    'source.remove': async ({ workspace, source }, signal) =>
      (await workspaces.ready(workspace, signal)).removeSource(source),
    'source.rejections': async ({ workspace, source, offset, limit }) => {
      const { keeper, rejections } = workspaces.get(workspace);
      const sources = keeper.manifest.sources.filter((entry) => source === null || entry.source === source);
      const total = sources.reduce((sum, { rejected }) => sum + rejected, 0);
      return { revision: 0, total, offset, rows: await rejections.page(sources, offset, limit) };
    },
  };
}
