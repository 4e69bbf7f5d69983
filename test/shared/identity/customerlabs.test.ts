import { describe, expect, test } from 'vitest';
import { decisionsOf, engineOf, groupsOf, linesOf, ownerOf } from '../../support/log-text.ts';
import { FIRST_OWNERS } from '../../support/rulesets.ts';

describe('the worked cases of the policy', () => {
  test('a shared device changes hands with every login and takes the events after it along', () => {
    const engine = engineOf(`
      10:00  anon:D  email:a@x
      10:05  anon:D
      10:10  anon:D  email:b@x
      10:15  anon:D
    `);
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:b@x'], ['email:a@x']]);
    expect(linesOf(engine, 'email:a@x')).toEqual([1, 2]);
    expect(linesOf(engine, 'email:b@x')).toEqual([3, 4]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual([
      'refuse anon:D OUTRANKED 3',
      'hand-over anon:D HANDED_OVER 3',
    ]);
  });

  test('a phone on a device that two people have had is a third person', () => {
    const engine = engineOf(`
      10:00  anon:D  email:a@x
      10:05  anon:D
      10:10  anon:D  email:b@x
      10:15  anon:D
      10:20  anon:D  phone:+4915100000001
    `);
    expect(groupsOf(engine)).toEqual([['anon:D', 'phone:+4915100000001'], ['email:a@x'], ['email:b@x']]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse anon:D OUTRANKED 3', 'refuse anon:D SHARED 5']);
  });

  test('a phone that meets an email on another device is one person', () => {
    const engine = engineOf(`
      10:00  anon:D1  phone:+4915100000001
      10:05  anon:D1  email:a@x
    `);
    expect(groupsOf(engine)).toEqual([['anon:D1', 'email:a@x', 'phone:+4915100000001']]);
    expect(decisionsOf(engine, 'refuse', 'hand-over', 'merge')).toEqual([]);
  });

  test('a phone never joins two emails and stays with the first', () => {
    const engine = engineOf(`
      10:00  phone:+4915100000001  email:a@x
      10:05  phone:+4915100000001  email:b@x
    `);
    expect(groupsOf(engine)).toEqual([['email:a@x', 'phone:+4915100000001'], ['email:b@x']]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse phone:+4915100000001 OUTRANKED 2']);
  });

  test('a CRM id joins two devices that nothing strong tells apart', () => {
    const engine = engineOf(`
      10:00  anon:D1  crm:X
      10:05  anon:D2  crm:X
    `);
    expect(groupsOf(engine)).toEqual([['anon:D1', 'anon:D2', 'crm:X']]);
  });

  test('three people stay three when the last brings the phone of one and the device of another', () => {
    const engine = engineOf(`
      10:00  phone:+4915100000001  email:a@x
      10:05  anon:D  phone:+4915100000002
      10:10  email:b@x  phone:+4915100000001  anon:D
    `);
    expect(groupsOf(engine)).toEqual([
      ['anon:D', 'email:b@x'],
      ['email:a@x', 'phone:+4915100000001'],
      ['phone:+4915100000002'],
    ]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual([
      'refuse phone:+4915100000001 OUTRANKED 3',
      'refuse anon:D OUTRANKED 3',
      'hand-over anon:D HANDED_OVER 3',
    ]);
  });
});

describe('the four published cases', () => {
  test('the same email in two sessions is one person', () => {
    const engine = engineOf(`
      10:00  cl:s1
      10:01  cl:s1  email:a@x
      11:00  cl:s2
      11:01  cl:s2  email:a@x
    `);
    expect(groupsOf(engine)).toEqual([['cl:s1', 'cl:s2', 'email:a@x']]);
    expect(linesOf(engine, 'email:a@x')).toEqual([1, 2, 3, 4]);
    expect(decisionsOf(engine, 'merge')).toEqual(['merge cl:s2 NONE 4']);
  });

  test('an anonymous visitor who logs in brings the history along', () => {
    const engine = engineOf(`
      10:00  cl:s1
      10:01  cl:s1
      10:02  cl:s1  email:a@x
    `);
    expect(groupsOf(engine)).toEqual([['cl:s1', 'email:a@x']]);
    expect(engine.state(ownerOf(engine, 'email:a@x'))).toBe('unified');
  });

  test('a phone first and an email later is one person', () => {
    const engine = engineOf(`
      10:00  cl:s1  phone:+4915100000001
      10:05  cl:s1  email:a@x
    `);
    expect(groupsOf(engine)).toEqual([['cl:s1', 'email:a@x', 'phone:+4915100000001']]);
    expect(engine.state(ownerOf(engine, 'email:a@x'))).toBe('known');
  });

  test('a company that two people name joins no persons', () => {
    const engine = engineOf(`
      10:00  cl:s1  email:a@x  +site:acme.example
      10:05  cl:s2  email:b@x  +site:acme.example
    `);
    expect(groupsOf(engine)).toEqual([
      ['cl:s1', 'email:a@x'],
      ['cl:s2', 'email:b@x'],
    ]);
    expect(engine.companies.presentCount).toBe(1);
    expect(engine.companies.membersOf(0).map((link) => link.profile)).toEqual([
      ownerOf(engine, 'email:a@x'),
      ownerOf(engine, 'email:b@x'),
    ]);
  });
});

describe('the owner of a shared device', () => {
  test('is the first one where the rules say so, and events on it stay with them', () => {
    const log = `
      10:00  anon:D  email:a@x
      10:05  anon:D  email:b@x
      10:10  anon:D
    `;
    const engine = engineOf(log, FIRST_OWNERS);
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x'], ['email:b@x']]);
    expect(linesOf(engine, 'email:a@x')).toEqual([1, 3]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse anon:D OUTRANKED 2']);
  });
});
