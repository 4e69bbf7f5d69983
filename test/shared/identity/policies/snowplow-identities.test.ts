/** A case of Snowplow's rules that random logs hardly ever draw. */

import { expect, it } from 'vitest';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { resolved } from '../../../support/engine-run.ts';
import { makeEvent } from '../../../support/events.ts';

it('gives ambiguous events another anonymous identity once somebody has logged in from theirs', () => {
  const log = [
    'user_id:ada domain_userid:d',
    'user_id:ben domain_userid:d',
    'domain_userid:d network_userid:n',
    'domain_userid:d network_userid:n',
    'user_id:eve network_userid:n',
    'domain_userid:d network_userid:n',
  ].map((who, at) => makeEvent(who, { at }));
  const engine = resolved([log], SHIPPED_RULESETS['snowplow-identities']);
  const [ambiguous, again, login, after] = [2, 3, 4, 5].map((event) => engine.creditOf(event));
  expect(again).toBe(ambiguous);
  expect(login).toBe(ambiguous);
  expect(after).not.toBe(login);
  expect(engine.state(after!)).toBe('anonymous');
});
