import { useCallback, useEffect, useRef, useState } from 'react';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import { useEngineContext } from './engine-context.ts';
import type { Answer } from './engine-query.ts';
import { EngineQuery, LOADING } from './engine-query.ts';
import { useJobs } from './jobs.ts';

export interface EngineState<T> extends Answer<T> {
  readonly reload: () => void;
}

interface Held<T> {
  readonly key: string;
  readonly answer: Answer<T>;
}

/**
 * Asks main and keeps the answer current: asked again with every revision of the workspace, the last answer staying
 * on screen meanwhile. Other parameters are another question and start from nothing, unless `keep` says that an
 * answer to the former ones may stand in.
 */
export function useEngine<M extends Method>(
  method: M,
  params: Params<M>,
  options: { readonly keep?: boolean } = {},
): EngineState<Results[M]> {
  const { bridge } = useEngineContext();
  const paramsKey = JSON.stringify(params);
  const key = `${method} ${paramsKey}`;
  const workspace = 'workspace' in params ? params.workspace : '';
  const revision = useJobs((state) => state.revisions.get(workspace));
  const [held, setHeld] = useState<Held<Results[M]> | null>(null);
  const query = useRef<EngineQuery<M> | null>(null);

  useEffect(() => {
    const tell = (answer: Answer<Results[M]>) => setHeld({ key: `${method} ${paramsKey}`, answer });
    const asked = new EngineQuery(bridge, method, JSON.parse(paramsKey) as Params<M>, tell);
    query.current = asked;
    return () => asked.stop();
  }, [bridge, method, paramsKey]);

  // After the effect above, so that a new question is asked at once and a new revision asks the same one again.
  useEffect(() => {
    query.current?.refresh();
  }, [bridge, key, revision]);

  const reload = useCallback(() => query.current?.refresh(), []);
  if (held === null) return { ...LOADING, reload };
  if (held.key === key) return { ...held.answer, reload };
  return { status: 'loading', value: options.keep === true ? held.answer.value : null, fault: null, reload };
}
