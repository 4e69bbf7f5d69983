/**
 * The default: the published hierarchy of CustomerLabs (email, phone, the vendor's own visitor id, then everything else)
 * with the protections that Weft adds.
 */

import {
  COOKIE_NAMESPACES,
  DEVICE_NAMESPACES,
  RECORDED_NAMESPACES,
  STRONG_NAMESPACES,
} from '../../identifier/namespaces.ts';
import type { NamespaceRule, Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

export const CUSTOMERLABS: Ruleset = {
  name: 'customerlabs',
  policy: 'customerlabs',
  namespaces: [
    ...STRONG_NAMESPACES.map((name): NamespaceRule => ({ names: [name], role: 'strong' })),
    { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
    { names: [...COOKIE_NAMESPACES], role: 'anonymous' },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
