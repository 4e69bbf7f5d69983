import { describe, expect, it } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { engineOf } from '../../support/log-text.ts';
import { LAST_OWNERS, NOBODY_OWNERS } from '../../support/rulesets.ts';

function sentencesOf(log: string, action: string, ruleset?: Ruleset): string[] {
  const engine = engineOf(log, ruleset);
  const sentences: string[] = [];
  for (let row = 0; row < engine.decisionCount; row += 1) {
    if (engine.isDecision(row) && engine.decision(row).action === action)
      sentences.push(decisionSentence(engine, row));
  }
  return sentences;
}

const KIOSK = `
  10:00  anon:kiosk  email:ada@x
  10:05  anon:kiosk  email:ben@x
  10:10  anon:kiosk  email:ada@x
  10:15  anon:kiosk  phone:+4915100000001
`;

describe('a decision reads', () => {
  it('as what founded or was added', () => {
    expect(sentencesOf('10:00 anon:d email:a@x', 'create')).toEqual([
      'a@x (email) founded a profile because nobody held it and nobody else on the event could be joined',
    ]);
    expect(sentencesOf('10:00 anon:d email:a@x', 'attach')).toEqual([
      'd (anonymous_id) was added to the profile that a@x founded because both are on the same event and nobody held it',
    ]);
  });

  it('as which identifiers merged two profiles', () => {
    const log = `
      10:00  anon:d
      10:05  email:a@x
      10:10  anon:d  email:a@x
    `;
    expect(sentencesOf(log, 'merge')).toEqual([
      'The profile that d founded became part of the one that a@x founded because d and a@x are on the same event',
    ]);
  });

  it('as to whom a device passed, with or without its history, and who logged in when it became nobody’s', () => {
    expect(sentencesOf(KIOSK, 'hand-over')[0]).toBe(
      'kiosk passed from ada@x to ben@x, who was identified on it; earlier events stay',
    );
    expect(sentencesOf(KIOSK, 'hand-over', LAST_OWNERS)[0]).toBe(
      'kiosk passed from ada@x to ben@x, who was identified on it last; earlier events moved along',
    );
    expect(sentencesOf(KIOSK, 'cut', NOBODY_OWNERS)).toEqual([
      "kiosk left ada@x because ben@x logged in on it; it is nobody's until the next login, and earlier events stay",
    ]);
  });

  it('as what outranked the identifier, and on how many events', () => {
    expect(sentencesOf(KIOSK, 'refuse')).toEqual([
      'kiosk did not join ben@x to ada@x because ben@x on the same event is a different email (rule 1, email), on 2 events',
      'kiosk did not join +4915100000001 to ada@x because several people have used it and both are identified',
    ]);
  });

  it('as whose other value tells them apart when the event itself carries none', () => {
    const log = `
      10:00  fbp:f   email:ben@x
      10:05  anon:d  email:ada@x
      10:10  anon:d  fbp:f
    `;
    expect(sentencesOf(log, 'refuse')).toEqual([
      'f did not join ada@x to ben@x because d on the same event belongs to ada@x, who is somebody else',
    ]);
  });

  it('as a limit, with and without somebody who keeps the identifier', () => {
    const { customerlabs } = SHIPPED_RULESETS;
    const capped: Ruleset = { ...customerlabs, caps: { identifiers: { max: 2 } } };
    expect(sentencesOf('10:00 anon:d email:a@x crm:7', 'refuse', capped)).toEqual([
      '7 was not added to a@x because a limit on what one profile may hold would break',
    ]);
    const log = `
      10:00  anon:d  crm:7
      10:05  email:a@x
      10:10  anon:d  email:a@x
    `;
    expect(sentencesOf(log, 'refuse', capped)).toEqual([
      'd stayed with its own profile because with a@x a limit on what one profile may hold would break',
    ]);
  });

  it('as a device that passed on', () => {
    expect(sentencesOf(KIOSK, 'hand-over')).toEqual([
      'kiosk passed from ada@x to ben@x, who was identified on it; earlier events stay',
      'kiosk passed from ben@x to ada@x, who was identified on it; earlier events stay',
      'kiosk passed from ada@x to +4915100000001, who was identified on it; earlier events stay',
    ]);
  });

  it('as a value set aside, and as a company', () => {
    const log = '10:00 email:a@x email:null email:info@x.example +site:acme.example';
    expect(sentencesOf(log, 'block')).toEqual([
      'null (email) was set aside on an event of a@x because it is a blocked value',
    ]);
    expect(sentencesOf(log, 'demote')).toEqual([
      'info@x.example (email) joined nobody on an event of a@x because it is a demoted value that many people may share',
    ]);
    expect(sentencesOf(log, 'link')).toEqual([
      'a@x was linked to the company acme.example because the event names it',
    ]);
  });
});
