/** What each policy does, in sentences a person reads before any result: an entry for every policy there is. */

import type { PolicyName } from '#shared/identity/rules.ts';

/** Names of a ruleset's tiers, as the sentences need them. */
interface TierNames {
  /** All keys, from the highest rank down. */
  readonly order: string;
  readonly strong: string;
}

export const POLICY_SENTENCES: { readonly [name in PolicyName]: (names: TierNames) => string[] } = {
  customerlabs: ({ order, strong }) => [
    `Identifiers count in this order: ${order}.`,
    'An event joins the profiles that own its identifiers, from the highest rank down; from the second on that is a merge.',
    `An identifier joins no two profiles that hold different values of a higher-ranked strong one (${strong}).`,
    'A device that two people have had is shared: it joins no two profiles that both hold a strong identifier.',
    'When somebody else logs in on a device, the device is theirs from that event on; earlier events stay where they are.',
    'Of two merged profiles the one with the higher-ranked identifier survives; equal, the one founded earlier.',
    'An event that nobody owns founds a new profile.',
  ],
  components: () => [
    'Whatever key identifiers ever met on an event belong to one profile.',
    'Nothing is refused and nothing changes hands.',
  ],
};
