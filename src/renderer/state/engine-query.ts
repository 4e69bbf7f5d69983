import type { Bridge } from '#shared/protocol/bridge.ts';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';

/** What is known of one question: the last answer stays while a newer one is awaited, or after a fault. */
export interface Answer<T> {
  readonly status: 'loading' | 'ready' | 'fault';
  readonly value: T | null;
  readonly fault: FaultData | null;
}

export const LOADING: Answer<never> = { status: 'loading', value: null, fault: null };

/**
 * Asks one question and asks it again when told to. A refresh that comes while an answer is under way waits for it:
 * an import pushes changes faster than a slow question is answered, and aborting each time would show nothing at all.
 */
export class EngineQuery<M extends Method> {
  readonly #bridge: Bridge;
  readonly #method: M;
  readonly #params: Params<M>;
  readonly #tell: (answer: Answer<Results[M]>) => void;
  readonly #controller = new AbortController();
  #value: Results[M] | null = null;
  #asking = false;
  #stale = false;

  constructor(bridge: Bridge, method: M, params: Params<M>, tell: (answer: Answer<Results[M]>) => void) {
    this.#bridge = bridge;
    this.#method = method;
    this.#params = params;
    this.#tell = tell;
  }

  refresh(): void {
    if (this.#asking) {
      this.#stale = true;
      return;
    }
    this.#asking = true;
    this.#stale = false;
    // The promise never rejects: both outcomes become an answer.
    void this.#ask();
  }

  stop(): void {
    this.#controller.abort();
  }

  async #ask(): Promise<void> {
    const answer = await this.#request();
    if (this.#controller.signal.aborted) return;
    this.#asking = false;
    this.#tell(answer);
    if (this.#stale) this.refresh();
  }

  async #request(): Promise<Answer<Results[M]>> {
    try {
      const value = await this.#bridge.request(this.#method, this.#params, this.#controller.signal);
      this.#value = value;
      return { status: 'ready', value, fault: null };
    } catch (thrown) {
      return { status: 'fault', value: this.#value, fault: toFaultData(thrown) };
    }
  }
}
