/**
 * How the cost of one island grows: everybody who ever used one kiosk, at a number of events and at twice that number,
 * under every shipped ruleset. Seconds; runs in a process of its own. Policies of whole islands are asked about a tenth
 * of the events.
 */

import { openModules, secondsSince } from './modules.mjs';

const events = Number(process.argv[2] ?? 100_000);
const { load, close } = await openModules();
const { IdentityEngine } = await load('/src/shared/identity/engine.ts');
const { SHIPPED_RULESETS } = await load('/src/shared/identity/rulesets.ts');
const { POLICIES } = await load('/src/shared/identity/policies/policy.ts');
const { BatchBuilder } = await load('/src/shared/event/batch-builder.ts');

const result = {};
for (const [name, ruleset] of Object.entries(SHIPPED_RULESETS)) {
  const count = POLICIES[ruleset.policy].kind === 'folding' ? events : events / 10;
  const [once, twice] = [count, 2 * count].map((size) =>
    Math.min(settle(ruleset, size), settle(ruleset, size)),
  );
  result[name] = { events: 2 * count, seconds: twice, growth: twice / once };
}
process.stdout.write(JSON.stringify(result));
await close();
process.exit(0);

function settle(ruleset, size) {
  const engine = new IdentityEngine(ruleset);
  for (let from = 0; from < size; from += 10_000) {
    const builder = new BatchBuilder();
    for (let place = from; place < Math.min(size, from + 10_000); place += 1)
      builder.add(kioskEvent(place), place - from, 0);
    engine.append(builder.finish(), 0, from + 1);
  }
  const started = performance.now();
  engine.settle();
  return secondsSince(started);
}

/** Every tenth event is a login: of somebody new or, half of the time, of somebody who was there before. */
function kioskEvent(place) {
  const identifiers = [{ namespace: 'anonymous_id', value: 'kiosk' }];
  if (place % 10 === 0) {
    const person = place % 20 === 0 ? place : Math.imul(place, 2_654_435_761) >>> 8;
    identifiers.push({ namespace: 'user_id', value: `u${place % 20 === 0 ? person : person % (place + 1)}` });
  }
  return {
    id: `e${place}`,
    scope: 'bench',
    type: 'track',
    name: 'Looked at',
    at: 1_700_000_000_000 + place * 1000,
    receivedAt: null,
    sequence: null,
    identifiers,
    traits: [],
    properties: {},
    context: {},
    company: null,
    order: null,
    touch: null,
  };
}
