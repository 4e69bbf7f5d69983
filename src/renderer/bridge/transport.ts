import type { Reply } from '#shared/protocol/bridge.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Push } from '#shared/protocol/results/push.ts';

/** `connecting` is the first attempt; later ones happen within `lost`. `elsewhere`: another window has the session. */
export type TransportState = 'connecting' | 'open' | 'lost' | 'elsewhere';

/** Carries requests and pushes; knows nothing of methods. */
export interface Transport {
  readonly state: TransportState;
  /** Rejects with a `disconnected` fault when no reply can come any more. */
  request(id: number, method: string, params: unknown): Promise<Reply>;
  abort(id: number): void;
  /** Called once, before anything is asked. */
  listen(listener: TransportListener): void;
  /** Makes this window the one that has the session. */
  takeOver(): void;
  /** A token for a file that main can open by itself; null where it cannot, and the page has to read for it. */
  offerPath(file: File): Promise<string | null>;
}

export interface TransportListener {
  onPush(push: Push): void;
  onState(state: TransportState): void;
}

export function disconnected(): Fault {
  return new Fault('disconnected', 'the connection to Weft was lost before it answered');
}

export function openedElsewhere(): Fault {
  return new Fault('opened-elsewhere', 'another window of Weft has the session');
}
