/** Every decision as one plain English sentence, with the values it is about. The only module that words decisions. */

import { unreachable } from '../base/assert.ts';
import type { EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Decision, DecisionIndex, Identity, ProfileIndex, ReasonCode } from './identity.ts';

export type Decided = Identity & { readonly store: EventStore };

/** Assumes a live decision. */
export function decisionSentence(engine: Decided, index: DecisionIndex): string {
  const decision = engine.decision(index);
  const sentence = sentenceOf(engine, decision);
  return decision.count === 1 ? sentence : `${sentence}, on ${decision.count} events`;
}

function sentenceOf(engine: Decided, decision: Decision): string {
  const { action, reason, profile, other, identifier, via } = decision;
  const value = valueOf(engine, identifier);
  const namespace = engine.store.identifierTable.namespaceName(identifier);
  switch (action) {
    case 'create':
      return `${value} (${namespace}) founded a profile because nobody held it and nobody else on the event could be joined`;
    case 'attach':
      return `${value} (${namespace}) was added to the profile that ${founderOf(engine, profile)} founded because both are on the same event and nobody held it`;
    case 'merge':
      return `The profile that ${founderOf(engine, other)} founded became part of the one that ${founderOf(engine, profile)} founded because ${value} and ${valueOf(engine, via)} ${reason === 'MUST_LINK' ? 'were pinned together by hand' : 'are on the same event'}`;
    case 'refuse':
      return refusalSentence(engine, decision);
    case 'hand-over':
      return handOverSentence(engine, decision);
    case 'cut':
      if (reason === 'RELEASED')
        return `${value} left ${personOf(engine, profile)} because ${valueOf(engine, via)} logged in on it; it is nobody's until the next login, and earlier events stay`;
      if (other < 0)
        return `${value} (${namespace}) is no longer an identifier of ${personOf(engine, profile)} because ${valueOf(engine, via)} took its place`;
      if (reason === 'MAPPING_CAP')
        return `${value} (${namespace}) left ${personOf(engine, other)} because a profile may not hold so many identifiers and others were seen later`;
      return `${value} (${namespace}) was cut from ${personOf(engine, other)} and belongs to ${personOf(engine, profile)}, because newer or stronger links say that the two are different people`;
    case 'block':
      return `${value} (${namespace}) was set aside on an event of ${personOf(engine, profile)} because it is a blocked value`;
    case 'demote':
      return `${value} (${namespace}) joined nobody on an event of ${personOf(engine, profile)} because it is a demoted value that many people may share`;
    case 'link':
      return `${personOf(engine, profile)} was linked to the company ${value} because the event names it`;
    default:
      return unreachable(action);
  }
}

function handOverSentence(engine: Decided, { reason, profile, other, identifier }: Decision): string {
  const value = valueOf(engine, identifier);
  const [from, to] = [personOf(engine, other), personOf(engine, profile)];
  if (reason === 'HISTORY_MOVED')
    return `${value} passed from ${from} to ${to}, who was identified on it last; earlier events moved along`;
  if (reason === 'ID_MOVED') return `${value} passed from ${from} to ${to}, who was given it`;
  return `${value} passed from ${from} to ${to}, who was identified on it; earlier events stay`;
}

function refusalSentence(engine: Decided, decision: Decision): string {
  const { reason, profile, other, identifier, via } = decision;
  const value = valueOf(engine, identifier);
  const person = personOf(engine, profile);
  if (reason === 'OUTRANKED' && other >= 0)
    return `${value} did not join ${person} to ${keeperOf(engine, decision)} because ${differenceOf(engine, decision)}`;
  const why =
    reason === 'ILLEGAL_ID'
      ? `the rules merge no such id as ${valueOf(engine, via)}`
      : (WHY_REFUSED[reason] ?? 'the rules do not allow it');
  if (other < 0) return `${value} was not added to ${person} because ${why}`;
  if (reason === 'LIMIT_EXCEEDED')
    return `${value} stayed with ${keeperOf(engine, decision)} because with ${person} ${why}`;
  return `${value} did not join ${person} to ${keeperOf(engine, decision)} because ${why}`;
}

/** The end of a sentence that begins with the two that were kept apart. */
const WHY_REFUSED: { readonly [reason in ReasonCode]?: string } = {
  SHARED: 'several people have used it and both are identified',
  LIMIT_EXCEEDED: 'a limit on what one profile may hold would break',
  TIME_LIMIT_EXCEEDED: 'a limit on what one profile may gain within a time would break',
  MERGE_CAP: 'a profile may not absorb so many others',
  MAPPING_CAP: 'a profile may not hold so many identifiers',
  TWO_UNIQUES_ON_EVENT: 'the event carries two values of what a person has only one of',
  ALREADY_IDENTIFIED: 'that profile is identified as somebody already',
  USER_SWITCH: 'the event shows that somebody else has logged in',
  BOTH_PERMANENT: 'both are known users',
  LOGIN_REQUIRED: 'only a login id of theirs would join the two, and the event carries none',
  AMBIGUOUS: 'it fits several profiles that are not one person',
  CANNOT_LINK: 'the two were cut apart by hand',
  NEW_USER: 'a user who is new gets a profile of its own',
  SOURCE_ONLY: 'a user who is new gets a profile of its own, which only points to the one it came from',
  LOGGED_OUT: 'somebody has logged out since, and the next one is not known yet',
};

function keeperOf(engine: Decided, { other, identifier }: Decision): string {
  return bestOf(engine, other) === identifier ? 'its own profile' : personOf(engine, other);
}

/** What tells the two sides apart: a different value on the event, or the profile that another value on it belongs to. */
function differenceOf(engine: Decided, { profile, other, via }: Decision): string {
  const { identifierTable } = engine.store;
  const namespace = identifierTable.namespaceName(via);
  const value = valueOf(engine, via);
  const best = bestOf(engine, other);
  const isDifferent = best !== via && identifierTable.namespaceName(best) === namespace;
  if (isDifferent)
    return `${value} on the same event is a different ${namespace} (rule ${engine.rank(via)}, ${namespace})`;
  if (engine.role(via) === 'strong')
    return `${value} on the same event is not the ${namespace} of that profile (rule ${engine.rank(via)}, ${namespace})`;
  return `${value} on the same event belongs to ${personOf(engine, profile)}, who is somebody else`;
}

/** A person by the best identifier; a profile that was absorbed since by the one that founded it. */
function personOf(engine: Decided, profile: ProfileIndex): string {
  return valueOf(engine, bestOf(engine, profile));
}

function bestOf(engine: Decided, profile: ProfileIndex): IdentifierIndex {
  return engine.isPresent(profile) ? engine.bestIdentifier(profile) : engine.founder(profile);
}

function founderOf(engine: Decided, profile: ProfileIndex): string {
  return valueOf(engine, engine.founder(profile));
}

function valueOf(engine: Decided, identifier: IdentifierIndex): string {
  return engine.store.identifierTable.valueText(identifier);
}
