/** The present ruleset as a person reads it: one sentence a rule, its tiers, and the values it sets aside. */

import type { JsonObject } from '#shared/base/types.ts';
import type { IdentifierRole } from '#shared/identity/identity.ts';
import type { DeviceOwner, NamespaceRule, Ruleset, ValueList } from '#shared/identity/rules.ts';
import { EVERY_OTHER, rulesetFingerprint, rulesetTitle } from '#shared/identity/rules.ts';
import type { PlainStrategy, Survivor } from '#shared/identity/survivor-rules.ts';
import { defaultSurvivor } from '#shared/identity/survivor-rules.ts';
import type { RulesView } from '#shared/protocol/results/rules.ts';
import type { QueryContext } from './context.ts';
import { AT_A_LIMIT, POLICY_SENTENCES } from './policy-sentences.ts';

/** A device … */
const OTHER_OWNERS: { readonly [owner in Exclude<DeviceOwner, 'hand-over'>]: string } = {
  first: 'does not change hands: it stays with its first owner',
  last: 'belongs to whoever logged in on it last, with all events that name nothing else, earlier ones too',
  nobody: 'belongs to nobody once somebody else has logged in on it, until the next login',
};

/** Of competing trait values, the … counts. */
const SURVIVORS: { readonly [strategy in PlainStrategy]: string } = {
  'most-recent': 'most recent',
  oldest: 'oldest',
  'most-frequent': 'most frequent',
  'non-empty': 'most recent that is not empty',
  union: 'list of all',
};

type Tier = RulesView['tiers'][number];

export function rulesGet({ engine }: QueryContext): RulesView {
  const { ruleset } = engine;
  const tiers = tiersOf(ruleset);
  return {
    name: rulesetTitle(ruleset),
    policy: ruleset.policy,
    fingerprint: rulesetFingerprint(ruleset),
    sentences: sentencesOf(ruleset, tiers),
    tiers,
    blocked: [...valuesOf(ruleset.blocked), ...namespaceValues(ruleset, 'blocked')],
    demoted: [
      ...ruleset.demoted.mailboxes.map((mailbox) => `${mailbox}@`),
      ...valuesOf(ruleset.demoted),
      ...namespaceValues(ruleset, 'demoted'),
    ],
    survivorship: survivorText(defaultSurvivor(ruleset.survivorship)),
    json: ruleset as unknown as JsonObject, // parsed from JSON by its schema
  };
}

/** Entries of the ruleset; those that are no keys have no rank. */
function tiersOf(ruleset: Ruleset): Tier[] {
  let rank = 0;
  return ruleset.namespaces.map((rule) => {
    if (rule.role !== 'recorded' && rule.sameRank !== true) rank += 1;
    return {
      rank: rule.role === 'recorded' ? null : rank,
      role: rule.role,
      namespaces: rule.names.map((name) => (name === EVERY_OTHER ? 'every other' : name)),
      limit: limitText(rule),
    };
  });
}

function limitText({ limit }: NamespaceRule): string | null {
  const parts: string[] = [];
  if (limit?.perProfile !== undefined) {
    const { max, windowDays } = limit.perProfile;
    const within = windowDays === undefined ? '' : ` within ${windowDays} days`;
    parts.push(`at most ${max} a profile${within}`);
  }
  if (limit?.profiles !== undefined) parts.push(`each on at most ${limit.profiles.max} profiles`);
  return parts.length === 0 ? null : parts.join(', ');
}

function valuesOf(list: ValueList): string[] {
  return [...list.values, ...list.patterns.map((pattern) => `/${pattern}/`)];
}

function namespaceValues(ruleset: Ruleset, kind: 'blocked' | 'demoted'): string[] {
  return ruleset.namespaces.flatMap((rule) => {
    const list = rule[kind];
    return list === undefined ? [] : valuesOf(list).map((value) => `${rule.names.join(', ')}: ${value}`);
  });
}

function sentencesOf(ruleset: Ruleset, tiers: readonly Tier[]): string[] {
  const keys = tiers.filter((tier) => tier.rank !== null);
  const order = keys
    .map(({ rank, namespaces }, index) => {
      const isEqual = index > 0 && rank === keys[index - 1]!.rank;
      return `${isEqual ? ', ' : ' > '}${namespaces.join(', ')}`;
    })
    .join('')
    .slice(' > '.length);
  const ofPolicy = POLICY_SENTENCES[ruleset.policy]({ order, strong: namesOf(tiers, 'strong') });
  return [
    ...ofPolicy,
    ...ownerSentences(ruleset),
    ...limitSentences(ruleset, tiers),
    ...normaliserSentences(ruleset),
    ...asideSentences(ruleset, tiers),
  ];
}

function ownerSentences({ namespaces }: Ruleset): string[] {
  return namespaces.flatMap(({ names, owner = 'hand-over' }) =>
    owner === 'hand-over' ? [] : [`${names.join(', ')} ${OTHER_OWNERS[owner]}.`],
  );
}

function normaliserSentences({ namespaces }: Ruleset): string[] {
  return namespaces.flatMap(({ names, normalise }) =>
    normalise === undefined
      ? []
      : [`Values of ${names.join(', ')} are compared by their normal form: ${normalise.join(', then ')}.`],
  );
}

function limitSentences({ policy, caps }: Ruleset, tiers: readonly Tier[]): string[] {
  const sentences = tiers
    .filter((tier) => tier.limit !== null)
    .map(
      (tier) =>
        `${tier.namespaces.join(', ')}: ${tier.limit}; ${AT_A_LIMIT[policy] ?? 'what would exceed it is refused'}.`,
    );
  if (caps?.identifiers !== undefined)
    sentences.push(`A profile holds at most ${caps.identifiers.max} identifiers in all.`);
  if (caps?.merges !== undefined)
    sentences.push(`A profile absorbs at most ${caps.merges.max} other profiles.`);
  return sentences;
}

function survivorshipSentences({ survivorship }: Ruleset): string[] {
  const own = (survivorship.traits ?? []).map(
    (trait) => `Of values of ${trait.names.join(', ')} the ${survivorText(trait)} counts.`,
  );
  return [`Of competing trait values the ${survivorText(defaultSurvivor(survivorship))} counts.`, ...own];
}

/** Which of competing values counts: the … */
export function survivorText(survivor: Survivor): string {
  if (survivor.strategy !== 'by-source') return SURVIVORS[survivor.strategy];
  return `most recent of the first source that said one (${survivor.sources.join(', then ')}, then any other)`;
}

function asideSentences(ruleset: Ruleset, tiers: readonly Tier[]): string[] {
  const recorded = namesOf(tiers, 'recorded');
  const sentences = [
    'Blocked values are dropped; demoted values, such as role mailboxes, are kept on the event and join nobody.',
    ...survivorshipSentences(ruleset),
  ];
  if (recorded !== '') sentences.unshift(`Recorded and shown as external ids, but never keys: ${recorded}.`);
  return sentences;
}

function namesOf(tiers: readonly Tier[], role: IdentifierRole): string {
  return tiers
    .filter((tier) => tier.role === role)
    .flatMap((tier) => tier.namespaces)
    .join(', ');
}
