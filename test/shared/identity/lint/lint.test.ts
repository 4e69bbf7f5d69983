import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Finding, FindingKind } from '#shared/identity/lint/finding.ts';
import { FINDING_KINDS } from '#shared/identity/lint/finding.ts';
import { lint, lintInSlices } from '#shared/identity/lint/lint.ts';
import type { Proposal, RuleChange } from '#shared/identity/lint/rule-change.ts';
import { applyRuleChange } from '#shared/identity/lint/rule-change.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { engineOf } from '../../../support/log-text.ts';

const { customerlabs, components } = SHIPPED_RULESETS;

function findingsOf(engine: IdentityEngine, kind: FindingKind): readonly Finding[] {
  const report = lint(engine);
  const findings = report.findings.filter((finding) => finding.kind === kind);
  expect(report.totals.find((one) => one.kind === kind)?.total).toBe(findings.length);
  return findings;
}

function found(log: string, kind: FindingKind, ruleset: Ruleset = customerlabs): readonly Finding[] {
  return findingsOf(engineOf(log, ruleset), kind);
}

function isRuleChange(proposal: Finding['proposal']): proposal is RuleChange {
  return proposal !== null && proposal.kind !== 'pin' && proposal.kind !== 'cut';
}

/** Asserts one finding, that what it says is sound, and that what it proposes mends it. */
function oneMended(log: string, kind: FindingKind, ruleset: Ruleset = customerlabs): Finding {
  const engine = engineOf(log, ruleset);
  const findings = findingsOf(engine, kind);
  expect(findings).toHaveLength(1);
  const [finding] = findings as [Finding];
  expect(finding.evidence.length).toBeLessThanOrEqual(5);
  expect(finding.sentence).not.toMatch(/undefined|NaN/);
  expect(finding.proposal === null).toBe(finding.atSource !== null);
  expect(finding.touched.profiles).toBeGreaterThan(0);
  if (finding.proposal === null) return finding;
  if (isRuleChange(finding.proposal)) {
    const mended = applyRuleChange(ruleset, finding.proposal);
    expect(parseRuleset(mended)).toMatchObject({ ok: true });
    engine.setRuleset(mended);
  } else {
    engine.setOverrides([{ ...finding.proposal, reason: 'as lint proposes', at: '2026-04-01T00:00:00Z' }]);
  }
  engine.settle();
  expect(findingsOf(engine, kind)).toEqual([]);
  return finding;
}

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const hashOf = (text: string, algorithm = 'sha256'): string =>
  createHash(algorithm).update(text).digest('hex');

interface Case {
  readonly log: string;
  readonly almost: string;
  readonly proposes: Proposal['kind'] | null;
}

/** The log triggers the kind once; `almost` does not. */
const CASES: { readonly [kind in FindingKind]: Case } = {
  'shared-device': {
    proposes: 'demote',
    log: `
      09:00  cl:k  email:ada@x
      09:10  cl:k  email:ben@x
      09:20  cl:k  email:ada@x`,
    almost: `
      09:00  cl:k  email:ada@x
      09:10  cl:k  email:ada@x  phone:+4917139200
      09:20  cl:k  phone:+4917139200
      09:30  cl:k  email:ada@x`,
  },
  'surviving-cookie': {
    proposes: 'demote',
    log: `
      09:00  fbp:f  email:ada@x
      09:10  fbp:f
      09:20  fbp:f  email:ben@x`,
    almost: `
      09:00  fbp:f  email:ada@x
      09:10  fbp:f
      09:20  fbp:f  email:ada@x  email:ben@x`,
  },
  'shared-contact': {
    proposes: 'pin',
    log: `
      09:00  phone:+4917139200  email:ada@x
      09:10  phone:+4917139200  email:ben@x`,
    almost: `
      09:00  phone:+4917139200  email:ada@x
      09:10  phone:+4917139201  email:ada@x`,
  },
  'role-mailbox': {
    proposes: 'demote-mailbox',
    log: `
      09:00  email:sales.berlin@x  first_name=Ada
      09:10  email:sales.berlin@x  first_name=Ben`,
    almost: `
      09:00  email:sales.berlin@x  first_name=Ada
      09:10  email:sales.berlin@x  first_name=ADA
      09:20  email:salesman@x  first_name=Ada
      09:30  email:salesman@x  first_name=Ben`,
  },
  placeholder: {
    proposes: 'block',
    log: `
      09:00  phone:+491111111111  first_name=Ada
      09:10  phone:+491111111111  first_name=Ben`,
    almost: `
      09:00  phone:+491111111111  first_name=Ada
      09:10  phone:+491111111111  first_name=Ada
      09:20  phone:+4917139211  first_name=Ada
      09:30  phone:+4917139211  first_name=Ben`,
  },
  supernode: {
    proposes: 'demote',
    log: lines(30, (i) => `10:${10 + i}  cl:d${i}  email:p${i}@x${i < 12 ? '  crm:7' : ''}`),
    almost: lines(30, (i) => `10:${10 + i}  cl:d${i}  email:p${i}@x${i < 4 ? '  crm:7' : ''}`),
  },
  'weak-bridge': {
    proposes: 'cut',
    log: `
      ${lines(6, (i) => `09:0${i}  cl:d1  email:ada@x`)}
      10:00  cl:d1  cl:d2
      ${lines(6, (i) => `11:0${i}  cl:d2  crm:7`)}`,
    almost: `
      ${lines(6, (i) => `09:0${i}  cl:d1  email:ada@x`)}
      10:00  cl:d1  cl:d2
      10:10  email:ada@x  cl:d2
      ${lines(6, (i) => `11:0${i}  cl:d2  crm:7`)}`,
  },
  'several-logins': {
    proposes: 'limit',
    log: `
      09:00  user_id:u1  email:ada@x
      09:10  user_id:u2  email:ada@x`,
    almost: `
      09:00  user_id:u1  email:ada@x
      09:10  user_id:u1  email:ada.two@x  phone:+4917139200
      09:20  user_id:u2  email:ben@x`,
  },
  tie: {
    proposes: null,
    log: `
      09:00  cl:k  email:ada@x
      09:10  cl:k  #one
      09:10  cl:k  email:ben@x  #two`,
    almost: `
      09:00  cl:k  email:ada@x
      09:10  cl:k  #one  ~1
      09:10  cl:k  email:ben@x  #two  ~2
      09:20  cl:z  #three
      09:20  cl:z  email:cleo@x  #four`,
  },
  'dangling-identifiers': {
    proposes: null,
    log: '09:00  cl:alone\n09:10  cl:d  email:ada@x',
    almost: '09:00  cl:twice\n09:05  cl:twice\n09:10  cl:d  email:ada@x',
  },
  'namespaces-never-meet': {
    proposes: null,
    log: lines(3, (i) => `09:0${i}  email:p${i}@x  cl:d${i}\n09:1${i}  crm:c${i}  cl:e${i}`),
    almost: `${lines(3, (i) => `09:0${i}  email:p${i}@x  cl:d${i}\n09:1${i}  crm:c${i}  cl:e${i}`)}
      10:00  email:p0@x  crm:c0`,
  },
  'registered-without-email': {
    proposes: null,
    log: '09:00  user_id:u1  cl:d1\n09:10  user_id:u2  email:ada@x',
    almost: '09:00  user_id:u1  cl:d1\n09:10  user_id:u2  cl:d2',
  },
  'unnormalised-hashes': {
    proposes: null,
    log: `09:00  email:anna@example.com  hashed_email:${hashOf('Anna@Example.com')}`,
    almost: `09:00  email:anna@example.com  hashed_email:${hashOf('anna@example.com')}`,
  },
};

describe.each(FINDING_KINDS)('%s', (kind) => {
  test('is found where it is, and not where its proposal is followed', () => {
    const { proposal } = oneMended(CASES[kind].log, kind);
    expect(proposal?.kind ?? null).toBe(CASES[kind].proposes);
  });

  test('is not found where it almost is', () => {
    expect(found(CASES[kind].almost, kind)).toEqual([]);
  });
});

describe('findings', () => {
  test('name their subjects, figures and evidence', () => {
    const engine = engineOf(CASES['shared-device'].log);
    const [finding] = findingsOf(engine, 'shared-device') as [Finding];
    expect(finding.identifiers.map((identifier) => engine.store.identifierTable.get(identifier))).toEqual([
      { namespace: 'customerlabs_user_id', value: 'k' },
    ]);
    expect(finding).toMatchObject({
      severity: 'medium',
      counts: [
        { of: 'people', count: 2 },
        { of: 'changes of hands', count: 2 },
        { of: 'events', count: 3 },
      ],
      evidence: [0, 1],
      sentence:
        'k (customerlabs_user_id) was used by 2 people and changed hands 2 times, first between ada@x and ben@x',
      proposal: { kind: 'demote', namespace: 'customerlabs_user_id', value: 'k' },
    });
    expect(finding.profiles).toHaveLength(2);
  });

  test('propose to pin two addresses on one phone, and to demote a phone of many', () => {
    expect(oneMended(CASES['shared-contact'].log, 'shared-contact').proposal).toEqual({
      kind: 'pin',
      a: { namespace: 'email', value: 'ada@x' },
      b: { namespace: 'email', value: 'ben@x' },
    });
    const many = `${CASES['shared-contact'].log}\n09:20 phone:+4917139200 email:cleo@x`;
    expect(oneMended(many, 'shared-contact').proposal).toMatchObject({ kind: 'demote' });
  });

  test('propose nothing that the policy cannot obey', () => {
    expect(oneMended(CASES['several-logins'].log, 'several-logins').proposal).toEqual({
      kind: 'limit',
      namespace: 'user_id',
      perProfile: 1,
    });
    expect(found(CASES['several-logins'].log, 'several-logins', components)[0]!.proposal).toBeNull();
  });

  test('propose to record a namespace whose values never meet anything', () => {
    const finding = oneMended(
      lines(20, (i) => `10:${10 + i}  cart:c${i}`),
      'dangling-identifiers',
    );
    expect(finding.proposal).toEqual({ kind: 'role', namespace: 'cart', role: 'recorded' });
    const almost = found(
      lines(19, (i) => `10:${10 + i}  cart:c${i}`),
      'dangling-identifiers',
    );
    expect(almost[0]!.proposal).toBeNull();
  });

  test('are the same under a policy that joins everything', () => {
    for (const kind of ['shared-device', 'surviving-cookie', 'shared-contact', 'placeholder'] as const)
      oneMended(CASES[kind].log, kind, components);
  });

  test('call a weak bridge graver the more hangs on it', () => {
    const log = (events: number): string => `
      ${lines(events, (i) => `09:${10 + i}  cl:d1  email:ada@x`)}
      10:00  cl:d1  cl:d2
      ${lines(events, (i) => `11:${10 + i}  cl:d2  crm:7`)}`;
    expect(oneMended(log(20), 'weak-bridge').severity).toBe('medium');
    expect(oneMended(log(19), 'weak-bridge').severity).toBe('low');
  });

  test('say of a device that goes back and forth once that it does, and not also that it met many', () => {
    const kiosk = lines(30, (i) => `10:${10 + i}  cl:kiosk  email:p${i}@x`);
    const homes = lines(40, (i) => `11:${10 + i}  cl:d${i}  crm:c${i}`);
    const report = lint(engineOf(`${kiosk}\n${homes}`));
    expect(report.findings.map(({ kind }) => kind)).toContain('shared-device');
    expect(report.totals.find(({ kind }) => kind === 'supernode')?.total).toBe(0);
  });

  test('are one for a tie on which several identifiers hang', () => {
    const [finding] = found(
      `
      09:00  cl:k  fbp:f  email:ada@x
      09:10  cl:k  fbp:f  #one
      09:10  cl:k  fbp:f  email:ben@x  #two`,
      'tie',
    ) as [Finding];
    expect(finding.identifiers).toHaveLength(2);
    expect(finding.sentence).toMatch(/^(k|f) .* and (k|f) .* passed to another profile on an event/);
  });

  test('call a namespace pair graver when no profile holds both', () => {
    const apart = oneMended(CASES['namespaces-never-meet'].log, 'namespaces-never-meet');
    const joined = oneMended(
      lines(3, (i) => `09:0${i}  email:p${i}@x  cl:d${i}\n09:1${i}  crm:c${i}  cl:d${i}`),
      'namespaces-never-meet',
    );
    expect([apart.severity, joined.severity]).toEqual(['medium', 'low']);
  });

  test('are at most 100 of a kind, the gravest, with the exact total', () => {
    const log = lines(130, (i) =>
      ['ada', 'ben', 'cleo', 'dora']
        .slice(0, i === 129 ? 4 : 2)
        .map((name) => `09:00 phone:+49171${1000 + i} email:${name}${i}@x`)
        .join('\n'),
    );
    const engine = engineOf(log);
    const report = lint(engine);
    const contacts = report.findings.filter(({ kind }) => kind === 'shared-contact');
    expect(contacts).toHaveLength(100);
    expect(report.totals.find(({ kind }) => kind === 'shared-contact')?.total).toBe(130);
    expect(contacts[0]!.sentence).toContain('was given with 4 values of email');
  });

  test('are none in a log of one person, nor in an empty one', () => {
    expect(lint(engineOf('')).findings).toEqual([]);
    expect(lint(engineOf('09:00 cl:d email:ada@x\n09:10 cl:d\n09:20 cl:e email:ada@x')).findings).toEqual([]);
  });
});

describe('placeholders', () => {
  const people = (value: string): string => `09:00 ${value} first_name=Ada\n09:10 ${value} first_name=Ben`;

  test.each([
    'email:test@shop',
    'email:someone@example.com',
    'crm:xxxx',
    'crm:12345',
    'phone:+491234567890',
    'anon:ffffffff-ffff-ffff-ffff-ffffffffffff',
    'user_id:Unknown-User',
  ])('are seen in %s', (value) => {
    oneMended(people(value), 'placeholder');
  });

  test.each([
    'email:tess@shop',
    'crm:4711',
    'crm:11',
    'phone:+4917155555321',
    'anon:f00fffff-1',
    'crm:undefined',
  ])('are not seen in %s', (value) => {
    expect(found(people(value), 'placeholder')).toEqual([]);
  });
});

describe('hashes of values that nobody normalised', () => {
  const kinds = (log: string): readonly number[] => {
    const [finding] = found(log, 'unnormalised-hashes');
    return finding === undefined ? [] : finding.counts.slice(0, 3).map(({ count }) => count);
  };

  test('are told from those of normal forms and from those of nothing, with both events', () => {
    const engine = engineOf(`
      09:00  email:anna@example.com  cl:d1
      09:10  em:${hashOf('Anna@Example.com ')}  cl:d2
      09:20  em:${hashOf('ben@x')}  email:ben@x
      09:30  em:${hashOf('whoever@else')}  cl:d3`);
    const [finding] = findingsOf(engine, 'unnormalised-hashes') as [Finding];
    expect(finding).toMatchObject({
      severity: 'medium',
      namespaces: ['em'],
      counts: [
        { of: 'hashes of spellings', count: 1 },
        { of: 'hashes of normal forms', count: 1 },
        { of: 'hashes of nothing in the log', count: 1 },
        { of: 'events', count: 1 },
      ],
      touched: { events: 1, profiles: 1 },
      evidence: [1, 0],
      sentence:
        '1 of 3 SHA-256 hashes in em are of what somebody typed, such as "Anna@Example.com " for anna@example.com; 1 are of a normal form and 1 of nothing that the log says',
    });
    const names = finding.identifiers.map((identifier) => engine.store.identifierTable.get(identifier).value);
    expect(names).toEqual([hashOf('Anna@Example.com '), 'anna@example.com']);
  });

  test.each([
    ['in capitals', 'email:anna@x', hashOf('ANNA@X')],
    ['with a blank in front', 'email:anna@x', hashOf(' anna@x')],
    ['with capital names', 'email:anna.berg@x', hashOf('Anna.Berg@x')],
    ['as MD5', 'email:anna@x', hashOf('Anna@x', 'md5')],
    ['as SHA-1, in capitals itself', 'email:anna@x', hashOf('Anna@x', 'sha1').toUpperCase()],
    ['of a national number', 'phone:+4917139200', hashOf('017139200')],
    ['of a number with 00', 'phone:+4917139200', hashOf('004917139200')],
    ['of a trait as it is written', 'x:1  mail=ANNA.berg@x', hashOf('ANNA.berg@x')],
  ])('are found %s', (_, carrier, hash) => {
    expect(kinds(`09:00  ${carrier}\n09:10  hashed:${hash}  cl:d`)).toEqual([1, 0, 0]);
  });

  test.each([
    ['of digits without +, as Meta takes them', 'phone:+4917139200', hashOf('4917139200')],
    ['of a Google mailbox without dots', 'email:an.na+shop@gmail.com', hashOf('anna@gmail.com')],
    ['of nothing in the log', 'email:anna@x', hashOf('Berta@x')],
    ['of a trait in normal form', 'x:1  mail=anna@x', hashOf('anna@x')],
  ])('are not %s', (_, carrier, hash) => {
    expect(kinds(`09:00  ${carrier}\n09:10  hashed:${hash}  cl:d`)).toEqual([]);
  });

  test('are found among traits', () => {
    const [finding] = found(`09:00  email:anna@x  email_sha256=${hashOf('Anna@x')}`, 'unnormalised-hashes');
    expect(finding).toMatchObject({ namespaces: ['email_sha256'], evidence: [0] });
  });

  test('are not looked for in a column whose digests are of no contact and whose name says nothing of one', () => {
    expect(kinds(`09:00  email:anna@x\n09:10  device:${hashOf('Anna@x', 'md5')}`)).toEqual([]);
  });

  test('are found among many contacts in the ways in which the first were written', () => {
    const log = lines(5100, (i) => `09:00  email:p${i}@x  hashed:${hashOf(`P${i}@x${i < 5090 ? '' : ' '}`)}`);
    expect(kinds(log)).toEqual([5090, 0, 10]);
  });

  test('are one finding a column, and those of resent events count once', () => {
    const log = `
      09:00  email:anna@x  em:${hashOf('Anna@x')}  #one
      09:00  email:anna@x  em:${hashOf('Anna@x')}  #one
      09:10  email:ben@x  em:${hashOf('Ben@x')}  hashed_email:${hashOf('Ben@x')}`;
    const findings = found(log, 'unnormalised-hashes');
    expect(findings.map(({ namespaces, touched }) => [...namespaces, touched.events])).toEqual([
      ['em', 2],
      ['hashed_email', 1],
    ]);
  });
});

describe('lint in slices', () => {
  test('says how far it is, and finds the same', () => {
    const engine = engineOf(CASES['shared-device'].log);
    const steps: { done: number; total: number }[] = [];
    const work = lintInSlices(engine);
    let step = work.next();
    for (; step.done !== true; step = work.next()) steps.push(step.value);
    expect(step.value).toEqual(lint(engine));
    expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(steps.at(-1)).toEqual({ done: FINDING_KINDS.length + 1, total: FINDING_KINDS.length + 1 });
  });
});
