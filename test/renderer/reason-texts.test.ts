import { expect, test } from 'vitest';
import { DIALECT_TEXTS } from '#renderer/reason-texts.ts';
import { DIALECTS } from '#shared/event/detect.ts';

test('names every dialect as it names itself', () => {
  for (const { name, title } of DIALECTS) expect(DIALECT_TEXTS[name]).toBe(title);
});
