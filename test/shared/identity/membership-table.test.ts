import { describe, expect, it } from 'vitest';
import { MembershipTable } from '#shared/identity/membership-table.ts';
import { ProfileTable } from '#shared/identity/profile-table.ts';

const KIOSK = 0;

function kioskOf(people: number): { profiles: ProfileTable; memberships: MembershipTable } {
  const profiles = new ProfileTable();
  const memberships = new MembershipTable(profiles);
  memberships.grow(people + 1);
  for (let person = 0; person < people; person += 1) {
    profiles.found(person + 1, person, 0);
    memberships.addProfile();
  }
  memberships.begin(KIOSK, 0, 0);
  return { profiles, memberships };
}

describe('a device', () => {
  it('is shared while two present profiles have had it', () => {
    const { profiles, memberships } = kioskOf(3);
    expect(memberships.isShared(KIOSK)).toBe(false);
    memberships.end(KIOSK, 1);
    memberships.begin(KIOSK, 1, 1);
    expect(memberships.isShared(KIOSK)).toBe(true);
    profiles.absorb(0, 1);
    expect(memberships.isShared(KIOSK)).toBe(false);
    memberships.end(KIOSK, 2);
    memberships.begin(KIOSK, 2, 2);
    expect(memberships.isShared(KIOSK)).toBe(true);
    expect(memberships.profilesWith(KIOSK, 2)).toBe(2);
    expect(memberships.ownerOf(KIOSK)).toBe(2);
  });

  it('tells whether it is shared in steps that add up to its memberships, however often it is asked', () => {
    const people = 10_000;
    const { profiles, memberships } = kioskOf(people);
    for (let person = 1; person < people; person += 1) {
      memberships.end(KIOSK, person);
      memberships.begin(KIOSK, person, person);
      memberships.isShared(KIOSK);
      profiles.absorb(0, person);
      memberships.isShared(KIOSK);
      memberships.isShared(KIOSK);
    }
    expect(memberships.isShared(KIOSK)).toBe(false);
    expect(memberships.looks).toBeLessThan(5 * people);
  });

  it('counts the profiles it came to in steps that add up to its memberships, back and forth', () => {
    const { memberships } = kioskOf(2);
    for (let turn = 1; turn <= 1000; turn += 1) {
      expect(memberships.profilesWith(KIOSK, turn % 2)).toBe(2);
      memberships.end(KIOSK, turn);
      memberships.begin(KIOSK, turn % 2, turn);
    }
    expect(memberships.looks).toBeLessThan(5000);
  });

  it('that nobody has is known to be free without a look at who had it, until somebody has it again', () => {
    const { memberships } = kioskOf(2);
    for (let turn = 1; turn <= 1000; turn += 1) {
      memberships.end(KIOSK, turn);
      memberships.free(KIOSK);
      expect(memberships.ownerOf(KIOSK)).toBe(-1);
      memberships.begin(KIOSK, turn % 2, turn);
      expect(memberships.ownerOf(KIOSK)).toBe(turn % 2);
    }
    expect(memberships.looks).toBe(0);
    expect(memberships.ownersOf(KIOSK)).toEqual([0]);
    expect(memberships.looks).toBe(1001);
  });
});
