import { describe, expect, it } from 'vitest';
import { computeEngagement } from '#shared/profile/touches.ts';
import { makeEvent, makeTouch, rows, storeOf } from '../../support/events.ts';

describe('touches', () => {
  it('takes the first and the last event with a source, medium, campaign or click id', () => {
    const gclid = { namespace: 'gclid', value: 'Cj0' };
    const store = storeOf([
      makeEvent('anonymous_id:a'),
      makeEvent('anonymous_id:a', { touch: makeTouch({ referrer: 'https://shop.example/' }) }),
      makeEvent('anonymous_id:a gclid:Cj0', { touch: makeTouch({ clickIds: [gclid] }) }),
      makeEvent('anonymous_id:a', { touch: makeTouch({ medium: 'email' }) }),
      makeEvent('anonymous_id:a', { touch: makeTouch({ source: 'google', campaign: 'spring' }) }),
      makeEvent('anonymous_id:a'),
    ]);
    expect(computeEngagement(store, rows(6))).toEqual({
      firstTouch: { event: 2, source: null, medium: null, campaign: null, clickIds: [gclid] },
      lastTouch: { event: 4, source: 'google', medium: null, campaign: 'spring', clickIds: [] },
      touches: 3,
    });
  });

  it('finds none where only a referrer is known', () => {
    const store = storeOf([
      makeEvent('anonymous_id:a', { touch: makeTouch({ referrer: 'https://x.example' }) }),
    ]);
    expect(computeEngagement(store, rows(1))).toEqual({ firstTouch: null, lastTouch: null, touches: 0 });
  });
});
