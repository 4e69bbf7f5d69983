import type { AbortSignalLike, Bridge } from '#shared/protocol/bridge.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';

type Answers = { [M in Method]?: (params: Params<M>) => Results[M] | Promise<Results[M]> };

/** Main as a test says it is: answers by method, pushes when told to, and a list of what was asked. */
export class FakeBridge implements Bridge {
  readonly asked: {
    readonly method: Method;
    readonly params: unknown;
    readonly signal: AbortSignalLike | undefined;
  }[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Set<(push: Push) => void>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /** Answers the next requests of a method differently. */
  answer<M extends Method>(method: M, answer: (params: Params<M>) => Results[M] | Promise<Results[M]>): void {
    Object.assign(this.#answers, { [method]: answer });
  }

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    signal?: AbortSignalLike,
  ): Promise<Results[M]> {
    this.asked.push({ method, params, signal });
    const answer = this.#answers[method];
    if (answer === undefined) throw new Fault('unknown-method', `the test has no answer to ${method}`);
    return await answer(params);
  }

  subscribe(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(push: Push): void {
    for (const listener of this.#listeners) listener(push);
  }

  /** Parameters of every request of one method, in order. */
  paramsOf<M extends Method>(method: M): Params<M>[] {
    return this.asked.filter((request) => request.method === method).map(({ params }) => params as Params<M>);
  }
}
