/** Every decision as one plain English sentence, with the values it is about. The only module that words decisions. */

import { unreachable } from '../base/assert.ts';
import type { EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Decision, DecisionIndex, Identity, ProfileIndex } from './identity.ts';

export type Decided = Identity & { readonly store: EventStore };

/** Assumes a live decision. */
export function decisionSentence(engine: Decided, index: DecisionIndex): string {
  const decision = engine.decision(index);
  const sentence = sentenceOf(engine, decision);
  return decision.count === 1 ? sentence : `${sentence}, on ${decision.count} events`;
}

function sentenceOf(engine: Decided, decision: Decision): string {
  const { action, profile, other, identifier, via } = decision;
  const value = valueOf(engine, identifier);
  const namespace = engine.store.identifierTable.namespaceName(identifier);
  switch (action) {
    case 'create':
      return `${value} (${namespace}) founded a profile because nobody held it and nobody else on the event could be joined`;
    case 'attach':
      return `${value} (${namespace}) was added to the profile that ${founderOf(engine, profile)} founded because both are on the same event and nobody held it`;
    case 'merge':
      return `The profile that ${founderOf(engine, other)} founded became part of the one that ${founderOf(engine, profile)} founded because ${value} and ${valueOf(engine, via)} are on the same event`;
    case 'refuse':
      return refusalSentence(engine, decision);
    case 'hand-over':
      return `${value} passed from ${personOf(engine, other)} to ${personOf(engine, profile)}, who was identified on it; earlier events stay`;
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

function refusalSentence(engine: Decided, decision: Decision): string {
  const { reason, profile, other, identifier } = decision;
  const value = valueOf(engine, identifier);
  const person = personOf(engine, profile);
  if (other < 0)
    return `${value} was not added to ${person} because a limit on what one profile may hold would break`;
  const keeper = bestOf(engine, other) === identifier ? 'its own profile' : personOf(engine, other);
  if (reason === 'OUTRANKED')
    return `${value} did not join ${person} to ${keeper} because ${differenceOf(engine, decision)}`;
  if (reason === 'SHARED')
    return `${value} did not join ${person} to ${keeper} because several people have used it and both are identified`;
  return `${value} stayed with ${keeper} because with ${person} a limit on what one profile may hold would break`;
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
