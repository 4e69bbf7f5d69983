/**
 * Mixpanel's Original ID Merge: clusters of ids, and three calls that put two together, each under conditions of its own.
 * Clusters are lists; whatever is said of one is looked up in them.
 *
 * [1] mixpanel/docs, docs/tracking-methods/id-management/identifying-users-original.mdx.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import type { Hand } from './folding-by-hand.ts';
import { NO_HAND } from './folding-by-hand.ts';
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
  hand: Hand = NO_HAND,
): PolicyOutcome {
  let clusters: Cluster[] = [];
  const refusals: PolicyOutcome['refusals'][number][] = [];
  const clusterOf = (id: string): Cluster | undefined => clusters.find(({ ids }) => ids.includes(id));

  const whyNot = (call: string, other: ReferenceKey, size: number): Reason | null => {
    const cluster = clusterOf(other.text);
    if (call === '$identify') {
      // An anonymous id has the form of a random UUID, or $identify does not merge it [1]. Chosen: what other logs name
      // as a device's id is one.
      if (!other.isDevice && !isUuidV4(other.value)) return 'ILLEGAL_ID';
      // It belongs to one identified id for good [1].
      if (cluster?.isIdentified === true) return 'ALREADY_IDENTIFIED';
    }
    // An alias stands for one id only [1].
    if (call === '$create_alias' && cluster !== undefined && cluster.ids[0] !== other.text)
      return 'ALREADY_IDENTIFIED';
    // No cluster may come to hold more than 500 ids [1].
    return size > (ruleset.caps?.identifiers?.max ?? 500) ? 'MAPPING_CAP' : null;
  };

  const held = () => clusters.map(({ ids, events: of }) => ({ identifiers: ids, events: of }));
  const take = (event: CanonicalEvent): void => {
    const all = keysByRank(event, ruleset);
    const left = hand.screen(
      event,
      all.map(({ text }) => text),
      held(),
    );
    const [into, ...others] = all.filter(({ text }) => left.includes(text));
    if (into === undefined) return;
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
        // Chosen: nobody is identified on an event that names devices only, so that it is no $identify.
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
  };
  for (const event of events) {
    take(event);
    for (let pin = hand.nextPin(held()); pin !== null; pin = hand.nextPin(held())) {
      const [survivor, absorbed] = [clusters[pin[0]]!, clusters[pin[1]]!];
      survivor.ids.push(...absorbed.ids);
      survivor.events.push(...absorbed.events);
      survivor.isIdentified ||= absorbed.isIdentified;
      clusters = clusters.filter((one) => one !== absorbed);
    }
  }
  return {
    profiles: held(),
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
