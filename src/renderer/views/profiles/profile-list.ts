import type { ProfileFilter } from '#shared/protocol/requests.ts';
import type { ProfileRow } from '#shared/protocol/results/profile.ts';
import type { ListSearch } from '../../app/search.ts';

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

interface PlacedRows {
  readonly rowAt: (index: number) => ProfileRow | undefined;
  /** Place of a row that has been asked for. */
  readonly placeOf: (row: ProfileRow) => number | undefined;
}

/** Rows that know their place, so that a link from the list leads on to the neighbours. */
export function withPlaces(rowAt: PlacedRows['rowAt']): PlacedRows {
  const places = new WeakMap<ProfileRow, number>();
  return {
    rowAt: (index) => {
      const row = rowAt(index);
      if (row !== undefined) places.set(row, index);
      return row;
    },
    placeOf: (row) => places.get(row),
  };
}
