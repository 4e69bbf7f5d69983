import { describe, expect, it } from 'vitest';
import { appendEvents, engineOf, logText, ownerOf } from '../../support/log-text.ts';

function stateOf(log: string, word: string): string {
  const engine = engineOf(log);
  return engine.state(ownerOf(engine, word));
}

describe('the state of a profile', () => {
  it('is anonymous without a strong identifier, also with a CRM id', () => {
    expect(stateOf('10:00 anon:d crm:7', 'crm:7')).toBe('anonymous');
  });

  it('is known when it was identified from its first event on', () => {
    const log = `
      10:00  anon:d  email:a@x
      10:05  anon:d
    `;
    expect(stateOf(log, 'email:a@x')).toBe('known');
  });

  it('is unified when an anonymous visit came before', () => {
    const log = `
      10:00  anon:d
      10:05  anon:d  email:a@x
    `;
    expect(stateOf(log, 'email:a@x')).toBe('unified');
  });

  it('is unified when it absorbs an anonymous profile', () => {
    const log = `
      10:00  email:a@x
      10:05  anon:d
      10:10  anon:d  email:a@x
    `;
    expect(stateOf(log, 'email:a@x')).toBe('unified');
  });

  it('stays known when a supplementary id alone came before', () => {
    const log = `
      10:00  crm:7
      10:05  crm:7  email:a@x
    `;
    expect(stateOf(log, 'email:a@x')).toBe('known');
  });

  it('stays unified for the one a device leaves and known for the one it comes to', () => {
    const log = `
      10:00  anon:d
      10:05  anon:d  email:a@x
      10:10  anon:d  email:b@x
    `;
    expect(stateOf(log, 'email:a@x')).toBe('unified');
    expect(stateOf(log, 'email:b@x')).toBe('known');
  });

  it('rises from known to unified with a late anonymous event', () => {
    const engine = engineOf('10:00  anon:d  email:a@x');
    expect(engine.state(ownerOf(engine, 'email:a@x'))).toBe('known');
    appendEvents(engine, logText('09:00  anon:d'));
    engine.settle();
    expect(engine.state(ownerOf(engine, 'email:a@x'))).toBe('unified');
  });
});
