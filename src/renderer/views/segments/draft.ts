import { unreachable } from '#shared/base/assert.ts';
import type { Condition, Predicate } from '#shared/segment/predicate.ts';
import { conditionSchema } from '#shared/segment/predicate.ts';

/** A condition while it is written: it may still lack what the schema asks for. */
export interface DraftCondition {
  /** Keeps a row the same row while it is moved. */
  readonly id: number;
  readonly condition: Condition;
}

export interface Draft {
  readonly match: Predicate['match'];
  readonly conditions: readonly DraftCondition[];
  readonly nextId: number;
}

export const EMPTY: Predicate = { match: 'all', conditions: [] };

export function draftOf({ match, conditions }: Predicate): Draft {
  return {
    match,
    conditions: conditions.map((condition, id) => ({ id, condition })),
    nextId: conditions.length,
  };
}

export function isComplete(condition: Condition): boolean {
  return conditionSchema.safeParse(condition).success;
}

/** What can be asked now: the draft without the conditions that still lack something. */
export function predicateOf({ match, conditions }: Draft): Predicate {
  return { match, conditions: conditions.map(({ condition }) => condition).filter(isComplete) };
}

export function withAdded(draft: Draft, condition: Condition): Draft {
  const added = { id: draft.nextId, condition };
  return { ...draft, conditions: [...draft.conditions, added], nextId: draft.nextId + 1 };
}

export function withChanged(draft: Draft, id: number, condition: Condition): Draft {
  return {
    ...draft,
    conditions: draft.conditions.map((other) => (other.id === id ? { id, condition } : other)),
  };
}

export function withoutCondition(draft: Draft, id: number): Draft {
  return { ...draft, conditions: draft.conditions.filter((other) => other.id !== id) };
}

/** Moves a condition by some places; beyond the ends nothing happens. */
export function withMoved(draft: Draft, id: number, by: number): Draft {
  const from = draft.conditions.findIndex((other) => other.id === id);
  const to = from + by;
  const moved = draft.conditions[from];
  if (moved === undefined || to < 0 || to >= draft.conditions.length) return draft;
  const conditions = draft.conditions.toSpliced(from, 1).toSpliced(to, 0, moved);
  return { ...draft, conditions };
}

export const CONDITION_KINDS: { readonly [kind in Condition['kind']]: string } = {
  state: 'State',
  trait: 'Trait',
  'has-identifier': 'Identifier',
  event: 'Event',
  revenue: 'Revenue',
};

/** The condition that a new row starts with. */
export function startingCondition(kind: Condition['kind'], currency: string): Condition {
  switch (kind) {
    case 'state':
      return { kind, states: ['unified'] };
    case 'trait':
      return { kind, name: '', operator: 'is', value: '' };
    case 'has-identifier':
      return { kind, namespace: '', present: true };
    case 'event':
      return { kind, name: '', did: true, atLeast: 1, window: { kind: 'ever' } };
    case 'revenue':
      return { kind, currency, atLeast: 0 };
    default:
      return unreachable(kind);
  }
}

/** What an incomplete condition lacks. */
export function lackOf(condition: Condition): string {
  switch (condition.kind) {
    case 'state':
      return 'Choose at least one state.';
    case 'trait':
      return 'Say which trait.';
    case 'has-identifier':
      return 'Say which kind of identifier.';
    case 'event':
      return condition.name === '' ? 'Say which event.' : 'Say how often and when.';
    case 'revenue':
      return 'Say how much, and in a currency of three letters.';
    default:
      return unreachable(condition);
  }
}

/**
 * How many profiles each complete condition took away (all) or brought in (any), by row; null for rows that are not
 * counted. The funnel has one number a complete condition.
 */
export function stepsOf(draft: Draft, funnel: readonly number[], total: number): (number | null)[] {
  let before = draft.match === 'all' ? total : 0;
  let counted = 0;
  return draft.conditions.map(({ condition }) => {
    if (!isComplete(condition)) return null;
    const left = funnel[counted];
    counted += 1;
    if (left === undefined) return null;
    const step = left - before;
    before = left;
    return step;
  });
}
