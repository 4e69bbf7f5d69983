/** Canonical events for tests, from as little as a test wants to say. */

import type { CanonicalEvent, Identifier } from '#shared/event/event.ts';

export interface EventDraft {
  /** Texts such as `email:jane@post.example`. */
  readonly ids: readonly string[];
  /** null: undated. */
  readonly at: number | null;
  readonly receivedAt?: number | null;
  readonly sequence?: number | null;
  readonly id?: string | null;
  /** Tells the content of two events apart. */
  readonly note?: number;
  readonly company?: readonly string[];
  /** The person leaves the company. */
  readonly leaves?: boolean;
}

function identifierOf(text: string): Identifier {
  const colon = text.indexOf(':');
  return { namespace: text.slice(0, colon), value: text.slice(colon + 1) };
}

export function eventOf(draft: EventDraft): CanonicalEvent {
  const company = draft.company ?? [];
  return {
    id: draft.id ?? null,
    scope: 'test',
    type: 'track',
    name: 'Something happened',
    at: draft.at,
    receivedAt: draft.receivedAt ?? null,
    sequence: draft.sequence ?? null,
    identifiers: draft.ids.map(identifierOf),
    traits: [],
    properties: { note: draft.note ?? 0 },
    context: {},
    company:
      company.length === 0
        ? null
        : {
            identifiers: company.map(identifierOf),
            traits: [],
            ...(draft.leaves === true && { leaves: true }),
          },
    order: null,
    touch: null,
  };
}
