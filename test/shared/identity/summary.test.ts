import { describe, expect, it } from 'vitest';
import { summarize } from '#shared/identity/summary.ts';
import { engineOf } from '../../support/log-text.ts';

describe('summarize', () => {
  it('puts every record read in one of four and counts what came of them', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x  #m1
      10:00  anon:d  email:a@x  #m1
      10:05  anon:d  email:b@x  #m1
      10:06  email:null
      10:06  email:null
      10:07  email:info@x.example
      10:08  +site:acme.example
      10:09  anon:e
      10:10  anon:e  email:b@x
    `);
    const summary = summarize(engine, 2);
    expect(summary).toEqual({
      read: 11,
      events: 5,
      duplicates: { same: 1, sameContent: 1 },
      idReused: 1,
      unresolved: 2,
      rejected: 2,
      profiles: { anonymous: 0, known: 1, unified: 1 },
      companies: 1,
      merges: 1,
      refusals: 1,
      identifiers: { anonymous_id: 2, email: 2 },
      digest: engine.digest(),
    });
    const { read, events, duplicates, unresolved, rejected } = summary;
    expect(events + duplicates.same + duplicates.sameContent + unresolved + rejected).toBe(read);
  });
});
