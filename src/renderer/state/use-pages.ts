import { useCallback, useEffect, useRef, useState } from 'react';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Page } from '#shared/protocol/results/evidence.ts';
import { useEngineContext } from './engine-context.ts';
import { useJobs } from './jobs.ts';
import type { PagesState } from './page-cache.ts';
import { PageCache } from './page-cache.ts';

/** The questions that are answered by the page. */
type PagedMethod = {
  [M in Method]: Results[M] extends Page<unknown>
    ? Params<M> extends { offset: number }
      ? M
      : never
    : never;
}[Method];
type RowOf<M extends PagedMethod> = Results[M] extends Page<infer Row> ? Row : never;

export interface Pages<Row, P> extends PagesState<P> {
  readonly rowAt: (index: number) => Row | undefined;
  readonly want: (first: number, last: number) => void;
  readonly reload: () => void;
}

/**
 * A list that main answers by the page, for a VirtualTable. Other parameters are another list; the rows of the former
 * one stay visible until the first page has come, so that typing into a filter does not blank the table.
 */
export function usePages<M extends PagedMethod>(
  method: M,
  params: Omit<Params<M>, 'offset' | 'limit'>,
): Pages<RowOf<M>, Results[M]> {
  type Cache = PageCache<RowOf<M>, Results[M] & Page<RowOf<M>>>;
  const { bridge } = useEngineContext();
  const paramsKey = JSON.stringify(params);
  const workspace = String((params as { workspace?: unknown }).workspace);
  const revision = useJobs((state) => state.revisions.get(workspace));
  const [shown, setShown] = useState<{ readonly cache: Cache; readonly answers: number } | null>(null);
  const current = useRef<Cache | null>(null);

  useEffect(() => {
    const fixed = JSON.parse(paramsKey) as object;
    const cache: Cache = new PageCache(
      async (offset, limit, signal) =>
        (await bridge.request(method, { ...fixed, offset, limit } as Params<M>, signal)) as Results[M] &
          Page<RowOf<M>>,
      () => setShown((before) => ({ cache, answers: (before?.answers ?? 0) + 1 })),
    );
    current.current = cache;
    return () => cache.stop();
  }, [bridge, method, paramsKey]);

  // After the effect above: a new list asks for its first rows, a new revision for the rows in view.
  useEffect(() => {
    current.current?.refresh();
  }, [bridge, method, paramsKey, revision]);

  const want = useCallback((first: number, last: number) => current.current?.want(first, last), []);
  const reload = useCallback(() => current.current?.refresh(), []);
  const rowAt = useCallback((index: number) => shown?.cache.rowAt(index), [shown]);
  const state: PagesState<Results[M]> = shown?.cache.state ?? {
    status: 'loading',
    latest: null,
    total: 0,
    fault: null,
  };
  return { ...state, rowAt, want, reload };
}
