import { describe, expect, test } from 'vitest';
import { finishTouch, makeTouchDraft, noteCampaign, notePage, noteTouchField } from '#shared/event/touch.ts';

function fromPage(url: string) {
  const touch = makeTouchDraft();
  notePage(touch, url);
  return finishTouch(touch, 'page');
}

describe('a touch', () => {
  test('is read from the address of the page', () => {
    expect(
      fromPage('https://x.example/p?utm_source=google&utm_medium=c%70c&utm_term=a+b&utm_content=%E2%82%AC'),
    ).toEqual({
      source: 'google',
      medium: 'cpc',
      campaign: null,
      term: 'a b',
      content: '€',
      clickIds: [],
      referrer: null,
    });
    expect(fromPage('https://x.example/#/shop?utm_source=app')?.source).toBe('app');
    expect(fromPage('?utm_source=a&utm_source=b')?.source).toBe('a');
  });

  test('keeps malformed escapes as they are written', () => {
    expect(fromPage('https://x.example/?utm_source=50%')?.source).toBe('50%');
    expect(fromPage('https://x.example/?utm_source=%E0%A4%A')?.source).toBe('%E0%A4%A');
  });

  test('ignores empty parameters, fragments and what is no click id', () => {
    for (const url of [
      'https://x.example/',
      'https://x.example/?utm_source=&gclid',
      'https://x.example/?a=1#utm_source=b',
      'https://x.example/?gad_source=1&constructor=2&__proto__=3',
      'https://x.example/?&&==&=utm_source',
    ])
      expect(fromPage(url)).toBeNull();
  });

  test('keeps the case of click ids and lists each once', () => {
    const touch = fromPage('https://x.example/?fbclid=IwAR0X&ScCid=A&gclid=b&gclid=b');
    expect(touch?.clickIds).toEqual([
      { namespace: 'fbclid', value: 'IwAR0X' },
      { namespace: 'sccid', value: 'A' },
      { namespace: 'gclid', value: 'b' },
    ]);
  });

  test('believes the place that was looked at first', () => {
    const touch = makeTouchDraft();
    noteCampaign(touch, { name: 'spring', source: 7, utm_medium: 'mail' });
    noteTouchField(touch, 'utm_campaign', 'autumn');
    noteTouchField(touch, 'utm_source', 'property');
    noteTouchField(touch, 'utm_content', { deep: 1 });
    noteTouchField(touch, 'page_url', 'https://x.example/?utm_source=page&utm_term=t');
    expect(finishTouch(touch, 'track')).toMatchObject({
      campaign: 'spring',
      source: 'property',
      medium: 'mail',
      term: 't',
      content: null,
    });
  });

  test('is none for a referrer alone, unless a page was reached from another site', () => {
    const from = (referrer: string, type: 'page' | 'track') => {
      const touch = makeTouchDraft();
      notePage(touch, 'https://shop.example:8080/x');
      noteTouchField(touch, 'referrer', referrer);
      return finishTouch(touch, type);
    };
    expect(from('https://News.example', 'page')?.referrer).toBe('https://News.example');
    for (const own of ['https://www.shop.example/', 'http://pay.shop.example', 'android-app', '://'])
      expect(from(own, 'page')).toBeNull();
    expect(from('https://news.example', 'track')).toBeNull();
  });
});
