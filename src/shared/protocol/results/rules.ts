/**
 * The active rules, readable.
 */

import type { JsonObject } from '../../base/types.ts';
import type { IdentifierRole } from '../../identity/identity.ts';

export interface RulesView {
  readonly name: string;
  readonly policy: string;
  readonly fingerprint: string;
  /** Readable: one sentence a rule. */
  readonly sentences: readonly string[];
  readonly tiers: readonly {
    readonly rank: number | null;
    readonly role: IdentifierRole;
    readonly namespaces: readonly string[];
    readonly limit: string | null;
  }[];
  readonly blocked: readonly string[];
  readonly demoted: readonly string[];
  readonly survivorship: string;
  readonly json: JsonObject;
}
