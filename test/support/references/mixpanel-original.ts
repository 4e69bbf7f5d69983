/**
 * Mixpanel's Original ID Merge as its documentation tells it: clusters of ids, and three calls that put two together,
 * each under conditions of its own. Clusters are lists; whatever is said of one is looked up in them.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys-by-rank.ts';
import { keysByRank } from './keys-by-rank.ts';

interface Cluster {
  /** The first is the one that all others came to. */
  ids: string[];
  /** An anonymous id of it was merged to an identified one. */
  isIdentified: boolean;
  events: string[];
}

type Reason = PolicyOutcome['refusals'][number]['reason'];

export function referenceMixpanelOriginal(
  events: readonly CanonicalEvent[],
  ruleset: Ruleset,
): PolicyOutcome {
  let clusters: Cluster[] = [];
  const refusals: PolicyOutcome['refusals'][number][] = [];
  const clusterOf = (id: string): Cluster | undefined => clusters.find(({ ids }) => ids.includes(id));

  const whyNot = (call: string, other: ReferenceKey, size: number): Reason | null => {
    const cluster = clusterOf(other.text);
    if (call === '$identify') {
      // "$identify will only merge an $anon_id that is in UUIDv4 format": what other logs name as a device's id is
      // known to be one.
      if (!other.isDevice && !isUuidV4(other.value)) return 'ILLEGAL_ID';
      // "… and only if the $anon_id was not previously merged to another $identified_id."
      if (cluster?.isIdentified === true) return 'ALREADY_IDENTIFIED';
    }
    // "The same alias ID cannot point to multiple different Distinct IDs."
    if (call === '$create_alias' && cluster !== undefined && cluster.ids[0] !== other.text)
      return 'ALREADY_IDENTIFIED';
    // $merge: "as long as the merging of 2 IDs does not lead to an ID cluster that exceeds 500 IDs".
    return size > (ruleset.caps?.identifiers?.max ?? 500) ? 'MAPPING_CAP' : null;
  };

  for (const event of events) {
    const [into, ...others] = keysByRank(event, ruleset);
    if (into === undefined) continue;
    let target = clusterOf(into.text);
    if (target === undefined) {
      target = { ids: [into.text], isIdentified: false, events: [] };
      clusters.push(target);
    }
    const named = callOf(event);
    for (const other of others) {
      const source = clusterOf(other.text);
      const call = named ?? '$identify';
      if (source !== target) {
        const size = target.ids.length + (source?.ids.length ?? 1);
        // Nobody is identified on an event that names devices only, so that it is no $identify.
        const reason = named === null && into.isDevice ? 'LOGIN_REQUIRED' : whyNot(call, other, size);
        if (reason !== null) {
          refusals.push({ event: event.id!, identifier: other.text, reason });
          continue;
        }
        target.ids.push(...(source?.ids ?? [other.text]));
        target.events.push(...(source?.events ?? []));
        target.isIdentified ||= source?.isIdentified ?? false;
        clusters = clusters.filter((one) => one !== source);
      }
      if (call === '$identify' && (named !== null || !into.isDevice)) target.isIdentified = true;
    }
    target.events.push(event.id!);
  }
  return {
    profiles: clusters.map(({ ids, events: of }) => ({ identifiers: ids, events: of })),
    refusals,
  };
}

function callOf({ name, type }: CanonicalEvent): string | null {
  if (name !== null && ['$identify', '$create_alias', '$merge'].includes(name)) return name;
  return type === 'alias' ? '$create_alias' : null;
}

/** 8, 4, 4, 4 and 12 hexadecimal digits; the third group begins with the version, the fourth with the variant. */
function isUuidV4(value: string): boolean {
  const groups = value.toLowerCase().split('-');
  return (
    groups.map(({ length }) => length).join() === '8,4,4,4,12' &&
    groups.every((group) => /^[0-9a-f]+$/.test(group)) &&
    groups[2]!.startsWith('4') &&
    '89ab'.includes(groups[3]![0]!)
  );
}
