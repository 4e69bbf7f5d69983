/** What a handler is, and what all of them work on. */

import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { HostServices } from '../../hosts/host-services.ts';
import type { ParserPool } from '../../parser/parser-pool.ts';
import type { EngineHost } from '../engine-host.ts';
import type { PageReads } from '../page-file.ts';
import type { SourceTokens } from '../source-tokens.ts';
import type { Workspaces } from '../workspaces.ts';

export type Handler<M extends Method> = (
  params: Params<M>,
  signal: AbortSignal,
) => Results[M] | Promise<Results[M]>;

export type Handlers<M extends Method> = { readonly [K in M]: Handler<K> };

export interface Services {
  readonly host: HostServices;
  readonly workspaces: Workspaces;
  readonly engine: EngineHost;
  readonly pool: ParserPool;
  readonly tokens: SourceTokens;
  readonly reads: PageReads;
  readonly push: (push: Push) => void;
  readonly now: () => number;
}
