/** What each policy does, in sentences a person reads before any result: an entry for every policy there is. */

import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';

/** Names of a ruleset's tiers, as the sentences need them. */
interface TierNames {
  /** All keys, from the highest rank down. */
  readonly order: string;
  readonly strong: string;
}

const MPARTICLE_AT_A_LIMIT = 'a newer value takes the place of the older one';
const MPARTICLE_SENTENCES = ({ order, strong }: TierNames): string[] => [
  `An event goes to the profile that its identifiers find, looked up in this order: ${order}.`,
  `A profile with login ids (${strong}) is found by one of them only; the device alone finds an anonymous profile.`,
  'An identifier with a limit is unique: it leaves whoever had it before, and a profile may be left with none.',
];

/** What follows where a limit is reached, unless that the newcomer is refused. */
export const AT_A_LIMIT: { readonly [name in PolicyName]?: string } = {
  'snowplow-identities': 'identities that would hold more do not merge',
  'mparticle-profile-conversion': MPARTICLE_AT_A_LIMIT,
  'mparticle-profile-link': MPARTICLE_AT_A_LIMIT,
  'mparticle-profile-isolation': MPARTICLE_AT_A_LIMIT,
};

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
  'segment-unify': ({ order }) => [
    `Identifiers have this priority: ${order}; those of one rank in alphabetical order of their names.`,
    'All profiles that own identifiers of an event become one with them, and the oldest survives.',
    'Where that would break a limit, the lowest-priority identifier of the event is set aside and the rest tries again.',
    'Who had an identifier first keeps it; nothing is taken back later.',
  ],
  posthog: ({ order }) => [
    `Of the identifiers of an event the first in this order is its distinct id: ${order}.`,
    'The others are merged into it one by one, as by $identify; an event that names devices only merges nothing.',
    'Who took part in a merge is identified, and is merged into nobody else, $merge_dangerously aside.',
    'An id that nobody has is added to any profile, also to one that is identified.',
    'Placeholders such as "null" or "guest" merge nobody, and have a profile of their own.',
  ],
  'mixpanel-simplified': ({ order }) => [
    `Of the identifiers of an event the first in this order is its user, unless it names a device: ${order}.`,
    'The others are taken for devices: each belongs to the first user it meets, with its earlier events.',
    'A device of somebody else stays where it is. Two users never become one.',
  ],
  'mixpanel-original': ({ order }) => [
    `The first identifier of an event in this order is what the others are merged into: ${order}.`,
    'A device, or an id in the form of a random UUID, is merged into the first user it is identified as, and into no other.',
    '$create_alias adds another name to an id; $merge makes one of any two.',
    'No profile holds more identifiers than the cap says.',
  ],
  'snowplow-identities': () => [
    'All identities that the identifiers of an event lead to become one, and the oldest survives.',
    'They do not where the event and they have two values of the identifier with a limit, which is unique.',
    'Then an event with such a value goes to its identity, which gets all identifiers: a device may belong to several.',
    'An event without one goes to an anonymous identity of its own set of identifiers.',
    'What merged while it was anonymous stays one.',
  ],
  'mparticle-profile-conversion': (names) => [
    ...MPARTICLE_SENTENCES(names),
    'A new login id is added to the anonymous profile that was found.',
    'A logout founds an anonymous profile.',
  ],
  'mparticle-profile-link': (names) => [
    ...MPARTICLE_SENTENCES(names),
    'A new known user gets a new profile, which points to the anonymous one it came from.',
    'Every logout founds an anonymous profile.',
  ],
  'mparticle-profile-isolation': (names) => [
    ...MPARTICLE_SENTENCES(names),
    'A new known user gets a new profile; nothing anonymous is carried over.',
    'A logout goes back to the anonymous profile of the device.',
  ],
  'mparticle-best-match': ({ order }) => [
    `An event goes to the profile that its identifiers find, looked up in this order: ${order}.`,
    'That profile gets all identifiers of the event. Nothing is unique, and nobody is protected by a login.',
  ],
  'adobe-igl': ({ order }) => [
    `Identities have this priority: ${order}; those with a limit are unique: a graph holds one value of each.`,
    'An event links every pair of its identities. Where two values of a unique one would meet, links are played again.',
    "The newest event's links go first, then the others by priority and the newest first; the links that lose are cut.",
    'So a device goes to whoever was identified on it last, with all its anonymous events.',
    'An event with two values of a unique one links nothing. A graph has at most 50 identities; the oldest leave it.',
  ],
  'last-touch': ({ order, strong }) => [
    `The user of an event is its first identifier in this order that names a person: ${strong}.`,
    'Every other identifier of the event passes to that user, with its whole history.',
    `An event belongs to its cookie, its first identifier in this order that names no person: ${order}.`,
    'So whoever logged in last has everything on a device, also what somebody else did there while logged in.',
  ],
  'wso2-cds': ({ order }) => [
    `Every event is a record, matched once by the first rule that finds a profile: ${order}.`,
    'The identifier with a limit is the user id: whoever has it is matched first, and two different ones never become one.',
    'Of several profiles that share a value the oldest is matched. A profile with a user id survives one without.',
    'A record that matches nobody is a profile of its own; several profiles may hold one value.',
  ],
  unomi: ({ strong }) => [
    `Profiles merge on these properties, of which each has one value: ${strong}.`,
    'The profile of a device becomes part of the one that has the value of the event, with its history.',
    'If it carries another value, somebody else has logged in: the event is theirs, and the device stays where it is.',
  ],
};
