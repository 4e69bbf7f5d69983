/** User ids of vendors who take whatever an application calls its user: an address is an address, and no user id. */

import type { JsonValue } from '../../base/types.ts';
import { normalizeEmail } from '../../identifier/email.ts';
import type { EventDraft } from './record.ts';

export function identifyUser(draft: EventDraft, value: JsonValue | undefined, field: string): void {
  const isAddress = typeof value === 'string' && value.includes('@') && normalizeEmail(value) !== null;
  draft.identify(isAddress ? 'email' : 'user_id', value, field);
}
