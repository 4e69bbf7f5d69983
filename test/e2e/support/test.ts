/** The test function of every journey: a fresh Weft with its window, and no trouble in it at the end. */

import { test as base, expect, type Page } from '@playwright/test';
import { startWeft, type Weft, type WeftOptions } from './weft.ts';

interface Fixtures {
  readonly weftOptions: WeftOptions;
  readonly weft: Weft;
  /** The window at the first start. After a restart, `weft.open()` gives the next one. */
  readonly page: Page;
}

export const test = base.extend<Fixtures>({
  weftOptions: [{}, { option: true }],
  weft: async ({ weftOptions }, provide, info) => {
    const weft = await startWeft(weftOptions);
    await provide(weft);
    const picture = info.status === info.expectedStatus ? null : await weft.picture();
    if (picture !== null) await info.attach('window', { body: picture, contentType: 'image/png' });
    await weft.close();
    if (info.status === 'passed') expect(weft.trouble, 'what the window did and may not do').toEqual([]);
  },
  page: async ({ weft }, provide) => {
    await provide(await weft.open());
  },
});

export { expect };
