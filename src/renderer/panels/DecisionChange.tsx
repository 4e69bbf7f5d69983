import { unreachable } from '#shared/base/assert.ts';
import type { DecisionRow } from '#shared/protocol/results/decision.ts';
import { revealInvisible } from '../format.ts';
import './decision-change.css';

interface Change {
  readonly before: string;
  readonly after: string;
}

/** What a decision changed, in words: how things stood when its event came, and how they stand after it. */
export function changeOf({ action, reason, profile, other, identifiers }: DecisionRow): Change {
  const who = profile?.title ?? 'nobody';
  const whom = other?.title ?? 'another profile';
  const value = identifiers[0]?.value ?? 'the value';
  switch (action) {
    case 'create':
      return { before: `nobody held ${value}`, after: `${value} is the first identifier of a new profile` };
    case 'attach':
      return { before: `nobody held ${value}`, after: `${who} holds ${value}` };
    case 'merge':
      return { before: `two profiles, ${who} and ${whom}`, after: `one profile, ${who}` };
    case 'refuse':
      return other === null
        ? { before: `${who} without ${value}`, after: `no change: ${who} without ${value}` }
        : {
            before: `${value} with ${whom}, not with ${who}`,
            after: `no merge: ${who} and ${whom} stay two profiles`,
          };
    case 'hand-over':
      return {
        before: `${whom} held ${value}`,
        after: `${who} holds ${value}; earlier events ${reason === 'HISTORY_MOVED' ? 'moved along' : `stay with ${whom}`}`,
      };
    case 'cut':
      if (other === null)
        return { before: `${who} held ${value}`, after: `${value} left ${who}; earlier events stay` };
      return { before: `${whom} held ${value}`, after: `${who} holds ${value}; the two are apart` };
    case 'block':
      return { before: `the event carries ${value}`, after: 'it counts as no identifier at all' };
    case 'demote':
      return { before: `the event carries ${value}`, after: 'it is kept and joins nobody' };
    case 'link':
      return { before: `${who} outside the company`, after: `${who} is a member; people stay apart` };
    default:
      return unreachable(action);
  }
}

export function DecisionChange({ decision }: { decision: DecisionRow }) {
  const { before, after } = changeOf(decision);
  return (
    <dl className="decision-change">
      <dt>Before</dt>
      <dd dir="auto">{revealInvisible(before)}</dd>
      <dt>After</dt>
      <dd dir="auto">{revealInvisible(after)}</dd>
    </dl>
  );
}
