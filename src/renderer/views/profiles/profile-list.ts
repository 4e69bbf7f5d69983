import type { ProfileFilter } from '#shared/protocol/requests.ts';
import type { profilesSearch, Search } from '../../app/search.ts';

/** What the address of the list says: everything is optional there. */
export type ListSearch = Search<typeof profilesSearch>;

const DEFAULT_SORT = 'events';

/** Orders that start with the smallest when they are chosen; numbers and times start with the largest. */
const ASCENDING: ReadonlySet<string> = new Set<ProfileFilter['sort']>(['title', 'state']);

export function filterOf({
  states = [],
  q = '',
  sort = DEFAULT_SORT,
  descending,
}: ListSearch): ProfileFilter {
  return { states: [...states], search: q, sort, descending: descending ?? !ASCENDING.has(sort) };
}

/** A click on a heading: the other direction of the present order, else the natural one of another. */
export function sortedBy(search: ListSearch, sort: ProfileFilter['sort']): ListSearch {
  const present = filterOf(search);
  if (present.sort !== sort) return { ...search, sort, descending: !ASCENDING.has(sort) };
  return { ...search, sort, descending: !present.descending };
}
