import { describe, expect, it } from 'vitest';
import { explain } from '#shared/identity/explain/explain.ts';
import { explainNot } from '#shared/identity/explain/explain-not.ts';
import type { Target } from '#shared/identity/explain/explainable.ts';
import { ExplanationSentences } from '#shared/identity/explanation-sentences.ts';
import { drawnIdentifier, engineOf } from '../../support/log-text.ts';
import { LIMITED } from '../../support/rulesets.ts';

type Drawn = ReturnType<typeof engineOf>;

function targetOf(engine: Drawn, word: string): Target {
  const { namespace, value } = drawnIdentifier(word);
  return { kind: 'identifier', identifier: engine.store.identifierTable.find(namespace, value) };
}

function togetherSentences(log: string, a: string, b: string): string[] {
  const engine = engineOf(log);
  const words = new ExplanationSentences(engine, () => 'log.ndjson');
  const { path, cuts } = explain(engine, targetOf(engine, a), targetOf(engine, b))!;
  return [
    ...path!.hops.map((hop) => words.hop(hop)),
    words.weakest(path!)!,
    words.cut(cuts.events),
    words.cut(cuts.values),
  ];
}

function apartSentences(engine: Drawn, a: string, b: string): string[] {
  const words = new ExplanationSentences(engine, () => 'log.ndjson');
  const why = explainNot(engine, targetOf(engine, a), targetOf(engine, b))!;
  const all = words.apart(why);
  return [
    ...why.obstacles.map((obstacle) => words.obstacle(obstacle)),
    ...why.changes.map((change) => words.change(change)),
    ...(all === null ? [] : [all]),
  ];
}

describe('the sentences of explanations', () => {
  it('say why two are one and what it hangs on', () => {
    expect(
      togetherSentences(
        '10:00 anon:d email:a@x\n10:01 anon:d email:a@x\n10:02 email:a@x crm:7',
        'anon:d',
        'crm:7',
      ),
    ).toEqual([
      'd and a@x are both on the event at line 1 of log.ndjson, the first of 2 that carry both',
      'a@x and 7 are both on the event at line 3 of log.ndjson, and on no other',
      'The weakest link of the chain is the one from a@x to 7: 1 event of this person carries both',
      'Without the event at line 3 of log.ndjson the two would not be one person; nothing less could',
      'Without a@x (email) the two would not be one person; nothing less could',
    ]);
  });

  it('count what a large cut holds, and say when there is none', () => {
    const log = Array.from({ length: 7 }, (_, index) => `10:0${index} anon:d email:a@x`).join('\n');
    const [, , events, values] = togetherSentences(log, 'anon:d', 'email:a@x');
    expect(events).toMatch(/^Without the event at line 1 of log.ndjson, .* and 2 more the two/);
    expect(values).toBe(
      'No set of values was found, within the bound, without which the two would be two people',
    );
  });

  it('say why two are apart and what would join them', () => {
    const engine = engineOf('10:00 email:a@x phone:+1\n10:05 email:b@x phone:+1 gclid:k');
    expect(apartSentences(engine, 'email:a@x', 'email:b@x')).toEqual([
      '+1 did not join b@x to a@x because b@x on the same event is a different email (rule 1, email)',
      'They would be one person if the two were pinned by hand',
      'They would be one person if email were anonymous instead of strong; this concerns 2 identifiers of the log',
      'They would be one person if email were supplementary instead of strong; this concerns 2 identifiers of the log',
      'They would be one person if phone ranked above email; this concerns 3 identifiers of the log',
    ]);
    expect(apartSentences(engine, 'email:b@x', 'gclid:k')[0]).toBe(
      'k (gclid) is on the event at line 2 of log.ndjson but joins nobody, because the rules only record it',
    );
  });

  it('say which limit and which value', () => {
    const limited = engineOf(
      '10:00 email:a@x crm:1\n10:01 user_id:u crm:2\n10:02 email:a@x user_id:u',
      LIMITED,
    );
    expect(apartSentences(limited, 'email:a@x', 'user_id:u')).toContain(
      'They would be one person if the limit on values of crm_user_id that a profile may hold were 2 instead of 1; this concerns 2 identifiers of the log',
    );
    const demoted = engineOf('10:00 email:a@x email:info@x\n10:01 crm:7 email:info@x');
    expect(apartSentences(demoted, 'email:a@x', 'crm:7')).toContain(
      'They would be one person if info@x (email) could join, with the mailbox "info" taken off the list of demoted values; this concerns 1 identifier of the log',
    );
  });

  it('say that two never met, or that nothing that was tried would join them', () => {
    const engine = engineOf('10:00 email:a@x\n10:01 email:b@x');
    expect(apartSentences(engine, 'email:a@x', 'email:b@x')).toEqual([
      'They would be one person if the two were pinned by hand',
      'They never met: no event of one carries anything that an event of the other carries',
    ]);
    const kept = engineOf(`
      10:00  email:c@x  anon:undefined
      10:02  email:a@x  anon:undefined
      10:03  email:b@x  anon:undefined
    `);
    expect(apartSentences(kept, 'email:a@x', 'email:b@x').at(-1)).toBe(
      'No single change of the rules that was tried would make them one person',
    );
  });
});
