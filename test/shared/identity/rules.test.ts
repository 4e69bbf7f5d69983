import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { POLICY_NAMES } from '#shared/identity/policies/policy-terms.ts';
import {
  compilePattern,
  DEVICE_OWNERS,
  parseRuleset,
  rulesetFingerprint,
  rulesetTitle,
} from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { makeEvent } from '../../support/events.ts';
import { decisionsOf, engineOf } from '../../support/log-text.ts';

const EMAIL = { names: ['email'], role: 'strong' };

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseRuleset(value);
  return parsed.ok ? [] : parsed.error;
}

function withNamespaces(...namespaces: unknown[]): unknown {
  return { name: 'mine', policy: 'customerlabs', namespaces };
}

describe('the shipped rulesets', () => {
  it('are one for each policy, of its name', () => {
    expect(Object.keys(SHIPPED_RULESETS)).toEqual([...POLICY_NAMES]);
    for (const [name, ruleset] of Object.entries(SHIPPED_RULESETS))
      expect(ruleset).toMatchObject({ name, policy: name });
  });
});

describe('parseRuleset', () => {
  it('takes the shipped rulesets as they are, also through JSON', () => {
    for (const ruleset of Object.values(SHIPPED_RULESETS)) {
      expect(parseRuleset(JSON.parse(JSON.stringify(ruleset)))).toEqual({ ok: true, value: ruleset });
    }
  });

  it('fills in empty lists and the one survivorship', () => {
    expect(parseRuleset(withNamespaces(EMAIL))).toEqual({
      ok: true,
      value: {
        name: 'mine',
        policy: 'customerlabs',
        namespaces: [EMAIL],
        blocked: { values: [], patterns: [] },
        demoted: { values: [], patterns: [], mailboxes: [] },
        survivorship: { default: 'most-recent' },
      },
    });
  });

  it.each([
    [
      'a window',
      { ...EMAIL, limit: { perProfile: { max: 2, windowDays: 30 } } },
      /limit\.perProfile\.windowDays: .*knows no windows/,
    ],
    ['an unknown owner', { ...EMAIL, owner: 'everybody' }, /namespaces\[0\]\.owner: .*"nobody"/],
    [
      'an unknown step',
      { ...EMAIL, normalise: ['upper-case'] },
      /normalise\[0\]: there is no step "upper-case"/,
    ],
  ])('answers %s with a message instead of ignoring it', (_, rule, message) => {
    const problems = problemsOf(withNamespaces(rule));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('names the place of every problem of form', () => {
    expect(problemsOf(7)).toEqual([expect.stringMatching(/^ruleset: /)]);
    expect(problemsOf(withNamespaces({ names: [], role: 'weak' }))).toEqual([
      expect.stringMatching(/^namespaces\[0\]\.names: /),
      expect.stringMatching(/^namespaces\[0\]\.role: /),
    ]);
    expect(problemsOf(withNamespaces({ ...EMAIL, colour: 'red' }))).toEqual([
      expect.stringMatching(/^namespaces\[0\]: .*colour/),
    ]);
  });

  it('refuses a namespace that is named twice, a strong "*" and a limit on what is no key', () => {
    expect(
      problemsOf(
        withNamespaces(
          EMAIL,
          { names: ['*', 'email'], role: 'strong' },
          { names: ['gclid'], role: 'recorded', limit: { perProfile: { max: 1 } } },
        ),
      ),
    ).toEqual([
      'namespaces[1].names: "email" is named twice',
      'namespaces[1].role: "*" cannot be strong; name the namespaces that identify a person',
      'namespaces[2].limit: a recorded namespace is no key and has no limit',
    ]);
  });

  it('refuses more strong namespaces than fit, and limits under a policy that refuses nothing', () => {
    const names = Array.from({ length: 32 }, (_, index) => `id${index}`);
    expect(problemsOf(withNamespaces({ names, role: 'strong' }))).toEqual([
      'namespaces: 32 strong namespaces; expected at most 31',
    ]);
    const limited = { ...EMAIL, limit: { perProfile: { max: 1 } } };
    expect(
      problemsOf({
        name: 'c',
        policy: 'components',
        namespaces: [limited],
        caps: { identifiers: { max: 9 } },
      }),
    ).toEqual([
      'namespaces[0].limit: the policy "components" refuses nothing',
      'caps: the policy "components" refuses nothing',
    ]);
  });

  it('refuses a shared rank without a key above, and a cap on merges that nobody counts', () => {
    const shared = { names: ['*'], role: 'supplementary', sameRank: true };
    const recorded = { names: ['gclid'], role: 'recorded' };
    expect(problemsOf(withNamespaces(shared))).toEqual([
      'namespaces[0].sameRank: there is no key above whose rank it could share',
    ]);
    expect(problemsOf(withNamespaces(EMAIL, recorded, shared))).toEqual([
      'namespaces[2].sameRank: there is no key above whose rank it could share',
    ]);
    const capped = { ...(withNamespaces(EMAIL, shared) as object), caps: { merges: { max: 3 } } };
    expect(problemsOf(capped)).toEqual(['caps.merges: the policy "customerlabs" counts no merges']);
    expect(problemsOf({ ...capped, policy: 'segment-unify' })).toEqual([]);
  });

  it('refuses limits that contradict themselves, by their place', () => {
    const limit = (perProfile: unknown) => ({ ...EMAIL, limit: { perProfile } });
    expect(problemsOf(withNamespaces(limit({ max: 0 })))).toEqual([
      expect.stringMatching(/^namespaces\[0\]\.limit\.perProfile\.max: /),
    ]);
    const segment = { name: 's', policy: 'segment-unify', namespaces: [limit({ max: 1, windowDays: 0 })] };
    expect(problemsOf(segment)).toEqual([
      expect.stringMatching(/^namespaces\[0\]\.limit\.perProfile\.windowDays: /),
    ]);
  });

  it('knows the strategies of traits, and refuses others and a trait that is named twice', () => {
    const withTraits = (survivorship: unknown) => ({ ...(withNamespaces(EMAIL) as object), survivorship });
    const city = { names: ['city'], strategy: 'oldest' };
    expect(problemsOf(withTraits({ default: 'union', traits: [city] }))).toEqual([]);
    const expected =
      'expected "most-recent", "oldest", "most-frequent", "non-empty", "union" or by-source with its list of sources';
    for (const unknown of ['loudest', 'by-source', { strategy: 'by-source' }])
      expect(problemsOf(withTraits({ default: unknown }))).toEqual([`survivorship.default: ${expected}`]);
    expect(problemsOf(withTraits({ default: 'union', traits: [{ ...city, strategy: 'loudest' }] }))).toEqual([
      `survivorship.traits[0].strategy: ${expected}`,
    ]);
    const bySource = { strategy: 'by-source', sources: ['crm.csv', 'web'] };
    expect(problemsOf(withTraits({ default: bySource, traits: [{ names: ['city'], ...bySource }] }))).toEqual(
      [],
    );
    const twice = { strategy: 'by-source', sources: ['web', 'web'] };
    expect(problemsOf(withTraits({ default: twice, traits: [{ names: ['city'], ...twice }] }))).toEqual([
      'survivorship.default.sources: "web" is named twice',
      'survivorship.traits[0].sources: "web" is named twice',
    ]);
    expect(problemsOf(withTraits({ default: 'union', traits: [city, city] }))).toEqual([
      'survivorship.traits[1].names: "city" is named twice',
    ]);
  });

  it('refuses an owner where nothing changes hands', () => {
    expect(problemsOf(withNamespaces({ ...EMAIL, owner: 'first' }))).toEqual([
      'namespaces[0].owner: only anonymous namespaces of the policy "customerlabs" change hands',
    ]);
    const device = { names: ['device'], role: 'anonymous', owner: 'first' };
    for (const owner of DEVICE_OWNERS)
      expect(problemsOf(withNamespaces(EMAIL, { ...device, owner }))).toEqual([]);
    expect(problemsOf({ name: 's', policy: 'components', namespaces: [device] })).toHaveLength(1);
  });

  it('takes a thousand namespaces', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      names: [`id${index}`],
      role: 'supplementary',
      limit: { perProfile: { max: 3 } },
    }));
    expect(parseRuleset(withNamespaces(EMAIL, ...many)).ok).toBe(true);
  });

  it('refuses patterns that RE2 does not know or that are too long', () => {
    const problems = problemsOf({
      ...(withNamespaces({ ...EMAIL, blocked: { patterns: ['('] } }) as object),
      blocked: { patterns: ['(a)\\1', 'x'.repeat(1001)] },
    });
    expect(problems).toEqual([
      expect.stringMatching(/^blocked\.patterns\[0\]: .* is no RE2 pattern/),
      'blocked.patterns[1]: 1001 characters; expected at most 1000',
      expect.stringMatching(/^namespaces\[0\]\.blocked\.patterns\[0\]: .* is no RE2 pattern/),
    ]);
  });
});

describe('rulesetFingerprint', () => {
  it('does not depend on the order of members but on what they say', () => {
    const { customerlabs } = SHIPPED_RULESETS;
    const reversed = Object.fromEntries(Object.entries(customerlabs).reverse()) as typeof customerlabs;
    expect(rulesetFingerprint(reversed)).toBe(rulesetFingerprint(customerlabs));
    expect(rulesetFingerprint({ ...customerlabs, policy: 'components' })).not.toBe(
      rulesetFingerprint(customerlabs),
    );
    const reordered = { ...customerlabs, namespaces: [...customerlabs.namespaces].reverse() };
    expect(rulesetFingerprint(reordered)).not.toBe(rulesetFingerprint(customerlabs));
  });
});

describe('rulesets that contradict themselves', () => {
  it.each([
    ['an unknown policy', { policy: 'guesswork' }, /^policy: .*"customerlabs"/],
    ['an unknown member', { colour: 'red' }, /^ruleset: .*"colour"/],
    ['a cap of nothing', { caps: { identifiers: { max: 0 } } }, /^caps\.identifiers\.max: /],
    [
      'a limit above the cap',
      {
        caps: { identifiers: { max: 2 } },
        namespaces: [EMAIL, { names: ['phone'], role: 'strong', limit: { perProfile: { max: 3 } } }],
      },
      /^namespaces\[1\]\.limit\.perProfile\.max: a profile cannot hold 3 of these, as caps\.identifiers allows 2 in all$/,
    ],
    [
      'a namespace in two entries',
      { namespaces: [EMAIL, { names: ['phone', 'email'], role: 'strong' }] },
      /^namespaces\[1\]\.names: "email" is named twice$/,
    ],
    [
      'a pattern that blocks everything',
      { blocked: { patterns: ['none', '.+'] } },
      /^blocked\.patterns\[1\]: "\.\+" matches every value; .* has the role "recorded"$/,
    ],
    [
      'a pattern that demotes every value of a namespace',
      { namespaces: [{ ...EMAIL, demoted: { patterns: ['(a|[^a])*'] } }] },
      /^namespaces\[0\]\.demoted\.patterns\[0\]: .* matches every value/,
    ],
    [
      'a normaliser of what is no key',
      { namespaces: [EMAIL, { names: ['gclid'], role: 'recorded', normalise: ['trim'] }] },
      /^namespaces\[1\]\.normalise: a recorded namespace is no key and has no normal form$/,
    ],
    [
      'steps that undo each other',
      { namespaces: [{ ...EMAIL, normalise: ['email', 'digits'] }] },
      /^namespaces\[0\]\.normalise: "digits" takes away the signs that "email" reads; expected one of them$/,
    ],
  ])('are refused by the place of %s', (_, change, message) => {
    expect(problemsOf({ ...(withNamespaces(EMAIL) as object), ...change })).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('are not those with patterns that match long, strange or short values only', () => {
    for (const pattern of ['.{200,}', '[0-9]+', '\\PL*', '(?s).{1,250}'])
      expect(problemsOf({ ...(withNamespaces(EMAIL) as object), blocked: { patterns: [pattern] } })).toEqual(
        [],
      );
  });
});

describe('the version of a ruleset', () => {
  it('stands behind its name and tells fingerprints apart', () => {
    const { customerlabs } = SHIPPED_RULESETS;
    const second = { ...customerlabs, version: '2' };
    expect(parseRuleset(second)).toEqual({ ok: true, value: second });
    expect([rulesetTitle(customerlabs), rulesetTitle(second)]).toEqual(['customerlabs', 'customerlabs 2']);
    expect(rulesetFingerprint(second)).not.toBe(rulesetFingerprint(customerlabs));
  });
});

describe('hostile rulesets', () => {
  it('run their patterns on RE2, which has no way back: a value of a megabyte is read once', () => {
    const pattern = compilePattern('(a*)*b|(a|aa)+c');
    expect(pattern).toBeInstanceOf(RE2JS);
    expect(pattern.testExact('a'.repeat(1_000_000))).toBe(false);
    expect(problemsOf({ ...(withNamespaces(EMAIL) as object), blocked: { patterns: ['(?=a)b'] } })).toEqual([
      expect.stringMatching(/^blocked\.patterns\[0\]: .* is no RE2 pattern/),
    ]);
  });

  it('keep identifiers of a megabyte apart and whole, and normalise them too', () => {
    const long = 'x'.repeat(1_000_000);
    const normalise = { names: ['*'], role: 'supplementary', normalise: ['lower-case', 'strip-prefix:id-'] };
    const ruleset = parseRuleset(withNamespaces(EMAIL, normalise));
    if (!ruleset.ok) throw new Error(ruleset.error.join('; '));
    const engine = engineOf(
      [
        makeEvent(`crm:${long}1 email:a`),
        makeEvent(`crm:ID-${long.toUpperCase()}1 phone:7`),
        makeEvent(`crm:${long}2`),
      ],
      ruleset.value,
    );
    expect(engine.profileCount).toBe(2);
    expect(engine.store.identifierTable.get(engine.find('crm', `id-${long}1`)).value).toBe(`${long}1`);
  });

  it('match a pattern that would never end elsewhere in time linear in the value', () => {
    const ruleset = parseRuleset({
      ...(withNamespaces(EMAIL) as object),
      blocked: { patterns: ['(a+)+b', '(a|aa)*c'] },
    });
    if (!ruleset.ok) throw new Error(ruleset.error.join('; '));
    const engine = engineOf(
      [makeEvent(`email:${'a'.repeat(100_000)}`), makeEvent('email:aab')],
      ruleset.value,
    );
    expect(engine.profileCount).toBe(1);
    expect(engine.unresolved.noIdentifier).toBe(1);
  });

  it('count a thousand limited namespaces by what profiles hold of them', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      names: [`id${index}`],
      role: 'supplementary',
      limit: { perProfile: { max: 1 } },
    }));
    const ruleset = parseRuleset(withNamespaces(EMAIL, ...many));
    if (!ruleset.ok) throw new Error(ruleset.error.join('; '));
    const events = Array.from({ length: 1000 }, (_, index) => makeEvent(`email:a${index} id${index}:x`));
    const engine = engineOf([...events, makeEvent('email:a7 id7:y')], ruleset.value);
    expect(engine.profileCount).toBe(1000);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse id7:y LIMIT_EXCEEDED 1001']);
    expect(engine.bytes.identity).toBeLessThan(1_000_000);
  });
});
