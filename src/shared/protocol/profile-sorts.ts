/** What profiles can be ordered by. A file of its own, so that the page does not carry what requests are checked with. */

export const PROFILE_SORTS = [
  'events',
  'firstSeen',
  'lastSeen',
  'identifiers',
  'merges',
  'orders',
  'revenue',
  'title',
  'state',
] as const;
