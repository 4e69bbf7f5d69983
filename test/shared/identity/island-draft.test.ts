import { describe, expect, it } from 'vitest';
import { IslandDraft } from '#shared/identity/island-draft.ts';

const [EMAIL, DEVICE, PHONE] = [0, 1, 2];
const event = (number: number, ...keys: number[]) => ({
  event: number,
  keys: keys.map((identifier) => ({ identifier })),
});
const draftOf = (): IslandDraft =>
  new IslandDraft({ isStrong: (id) => id === EMAIL, isAnonymous: (id) => id === DEVICE });

describe('a draft', () => {
  it('lets an identifier belong to several profiles', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const other = draft.found(PHONE, 1);
    draft.attach(DEVICE, one, 0);
    draft.attach(DEVICE, other, 1);
    expect(draft.ownersOf(DEVICE)).toEqual([one, other]);
  });

  it('holds an identifier once after two that had it were merged', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const other = draft.found(PHONE, 1);
    draft.attach(DEVICE, one, 0);
    draft.attach(DEVICE, other, 1);
    draft.merge(one, other, { survivor: EMAIL, absorbed: DEVICE }, 2);
    expect(draft.ownersOf(DEVICE)).toEqual([one]);
    expect(draft.holdingsOf(one)).toEqual([EMAIL, DEVICE, PHONE]);
    expect(draft.canonical(other)).toBe(one);
  });

  it('moves an identifier, whether or not the other profile has it already', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const other = draft.found(DEVICE, 1);
    const why = { event: 2, action: 'hand-over', reason: 'ID_MOVED' } as const;
    draft.move(DEVICE, other, one, why);
    expect(draft.holdingsOf(other)).toEqual([]);
    draft.attach(DEVICE, other, 3);
    draft.move(DEVICE, other, one, why);
    expect(draft.ownersOf(DEVICE)).toEqual([one]);
  });

  it('lets go of an identifier, and may hold nothing then', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    draft.attach(PHONE, one, 1);
    draft.release(EMAIL, one, { event: 2, reason: 'REPLACED', via: PHONE });
    expect(draft.holdingsOf(one)).toEqual([PHONE]);
    expect(draft.ownersOf(EMAIL)).toEqual([]);
    draft.attach(EMAIL, one, 3);
    expect(draft.holds(one, EMAIL)).toBe(true);
  });

  it('keeps the survivor that the policy chose, also when the absorbed profile holds more', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const other = draft.found(DEVICE, 1);
    draft.attach(PHONE, other, 1);
    draft.merge(one, other, { survivor: EMAIL, absorbed: DEVICE }, 2);
    expect(draft.canonical(other)).toBe(one);
    expect(draft.ownersOf(PHONE)).toEqual([one]);
    expect(new Set(draft.holdingsOf(one))).toEqual(new Set([EMAIL, DEVICE, PHONE]));
  });

  it('follows the credit of an event to the survivor, and lets it be moved', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const other = draft.found(DEVICE, 1);
    draft.credit(event(1, DEVICE), other);
    draft.merge(one, other, { survivor: EMAIL, absorbed: DEVICE }, 2);
    expect(draft.creditOf(1)).toBe(one);
    const third = draft.found(PHONE, 3);
    draft.credit(event(1, DEVICE), third);
    expect(draft.creditOf(1)).toBe(third);
    expect(draft.creditOf(7)).toBeUndefined();
  });

  it('breaks loudly when an identifier is moved from a profile that does not hold it', () => {
    const draft = draftOf();
    const one = draft.found(EMAIL, 0);
    const why = { event: 2, action: 'cut', reason: 'LINK_CUT_OLDER' } as const;
    expect(() => draft.move(DEVICE, one, one, why)).toThrow(/broken invariant/);
  });
});
