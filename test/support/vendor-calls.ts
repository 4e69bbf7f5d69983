/** Events that are vendors' own calls, written by hand. */

import type { CanonicalEvent } from '#shared/event/event.ts';
import { makeEvent } from './events.ts';

/** The calls in the order of their time: a name (none: a plain event), then identifiers as `namespace:value`. */
export function calls(...lines: readonly (readonly [name: string | null, who: string])[]): CanonicalEvent[] {
  return lines.map(([name, who], place) => makeEvent(who, { name, at: place, id: `${place + 1}` }));
}
