/** Joins whatever ever met, as a plain connected-components query over the keys of `customerlabs` would. */

import type { Ruleset } from '../rules.ts';
import { CUSTOMERLABS } from './customerlabs.ts';

export const COMPONENTS: Ruleset = { ...CUSTOMERLABS, name: 'components', policy: 'components' };
