import { z } from '#shared/base/zod.ts';
import { DECISION_ACTIONS, PROFILE_STATES } from '#shared/identity/identity.ts';
import { PROFILE_SORTS } from '#shared/protocol/profile-sorts.ts';
import { predicateSchema } from '#shared/segment/predicate.ts';

/**
 * What an address may say besides its path: the state of a view, so that every view can be linked to. Everything is
 * optional, and a part that does not parse is left out rather than refused: an old link still opens its view.
 */

const text = z.string().max(2000);

export const profilesSearch = {
  states: z.array(z.enum(PROFILE_STATES)),
  q: text,
  sort: z.enum(PROFILE_SORTS),
  descending: z.boolean(),
};

const graphShow = z.enum(['picture', 'tables']);

export const profileSearch = {
  tab: z.enum(['identity', 'timeline', 'transactions', 'engagement', 'external', 'companies', 'graph']),
  show: graphShow,
  /** The list it was opened from and its place there, for the way to its neighbours. */
  list: z.record(z.string(), z.unknown()).transform((raw) => searchOf(profilesSearch)(raw)),
  at: z.int().min(0),
};

export const graphSearch = { profile: text, show: graphShow };

export const mergesSearch = { actions: z.array(z.enum(DECISION_ACTIONS)), profile: text, q: text };

export const segmentsSearch = { name: text, predicate: predicateSchema };

export const rulesSearch = { q: text, show: z.enum(['readable', 'json']) };

export const sourcesSearch = { source: z.int() };

export const importSearch = { workspace: text };

type Shape = { readonly [name: string]: z.ZodType };
export type Search<S extends Shape> = { [K in keyof S]?: z.output<S[K]> };

/** Makes the check of one route's search parameters. */
export function searchOf<S extends Shape>(shape: S): (raw: Record<string, unknown>) => Search<S> {
  return (raw) => {
    const known: [string, unknown][] = [];
    for (const [name, schema] of Object.entries(shape)) {
      const parsed = schema.safeParse(raw[name]);
      if (parsed.success) known.push([name, parsed.data]);
    }
    return Object.fromEntries(known) as Search<S>;
  };
}

/** What the address of the list of profiles says: everything is optional there. */
export type ListSearch = Search<typeof profilesSearch>;
