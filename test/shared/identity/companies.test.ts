import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { appendEvents, drawnIdentifier, engineOf, heldBy, logText, ownerOf } from '../../support/log-text.ts';

function companyOf(engine: IdentityEngine, word: string): number {
  const { namespace, value } = drawnIdentifier(word);
  return engine.companies.companyOf(engine.store.identifierTable.find(namespace, value));
}

/** Members as `who: first line–line of leaving`. */
function membersOf(engine: IdentityEngine, word: string): string[] {
  const { line } = engine.store;
  return engine.companies
    .membersOf(companyOf(engine, word))
    .map(
      ({ profile, from, to }) =>
        `${heldBy(engine, profile).at(-1)}: ${line.at(from)}–${to < 0 ? '' : line.at(to)}`,
    );
}

describe('the company graph', () => {
  it('joins company identifiers that meet on one event, and names the company by the first', () => {
    const engine = engineOf(`
      10:00  +site:acme.example
      10:05  +group_id:77
      10:10  +group_id:77  +site:acme.example
      10:15  +site:other.example
    `);
    expect(engine.companies.presentCount).toBe(2);
    expect(companyOf(engine, 'group_id:77')).toBe(companyOf(engine, 'site:acme.example'));
    const founder = engine.store.identifierTable.find('identify_by_website', 'acme.example');
    expect(engine.companies.id(companyOf(engine, 'group_id:77'))).toBe(engine.ids.idOf(founder));
  });

  it('counts events that speak of a company only neither for a person nor as unresolved', () => {
    const engine = engineOf('10:00  +site:acme.example');
    expect(engine.creditOf(0)).toBe(-1);
    expect(engine.unresolvedReason(0)).toBeNull();
    expect(engine.unresolved).toEqual({ noIdentifier: 0, demotedOnly: 0 });
  });

  it('keeps a member from the first event on until one says that the person leaves', () => {
    const engine = engineOf(`
      10:00  email:a@x  +site:acme.example
      10:05  email:b@x  +site:acme.example
      10:10  email:a@x  !site:acme.example
      10:15  email:c@x  !site:acme.example
    `);
    expect(membersOf(engine, 'site:acme.example')).toEqual(['email:a@x: 1–3', 'email:b@x: 2–']);
    expect(engine.companies.linksOf(ownerOf(engine, 'email:a@x'))).toHaveLength(1);
    expect(engine.companies.linksOf(ownerOf(engine, 'email:c@x'))).toEqual([]);
  });

  it('takes a member back who is named again', () => {
    const engine = engineOf(`
      10:00  email:a@x  +site:acme.example
      10:05  email:a@x  !site:acme.example
      10:10  email:a@x  +site:acme.example
    `);
    expect(membersOf(engine, 'site:acme.example')).toEqual(['email:a@x: 1–']);
  });

  it('follows the members into a merge', () => {
    const engine = engineOf(`
      10:00  anon:d  +site:acme.example
      10:05  anon:e  +site:acme.example
      10:10  anon:d  anon:e  email:z@x
    `);
    expect(membersOf(engine, 'site:acme.example')).toEqual(['email:z@x: 1–']);
  });

  it('joins nobody by a blocked company name', () => {
    const engine = engineOf(`
      10:00  email:a@x  +site:null
      10:05  email:b@x  +site:null  +site:acme.example
      10:10  +site:undefined
    `);
    expect(engine.companies.presentCount).toBe(1);
    expect(membersOf(engine, 'site:acme.example')).toEqual(['email:b@x: 2–']);
    expect(engine.unresolvedReason(2)).toBe('NO_IDENTIFIER');
  });

  it('is the same whether a company event comes first, last or late', () => {
    const events = logText(`
      10:00  email:a@x  +site:acme.example
      10:05  email:b@x  +group_id:77
      10:10  email:c@x  +group_id:77  +site:acme.example
    `);
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      const engine = engineOf([]);
      for (const index of order) {
        appendEvents(engine, [events[index]!]);
        engine.settle();
      }
      expect(engine.companies.presentCount).toBe(1);
      const founder = engine.store.identifierTable.find('identify_by_website', 'acme.example');
      expect(engine.companies.id(companyOf(engine, 'group_id:77'))).toBe(engine.ids.idOf(founder));
      expect(engine.companies.membersOf(companyOf(engine, 'group_id:77'))).toHaveLength(3);
    }
  });
});
