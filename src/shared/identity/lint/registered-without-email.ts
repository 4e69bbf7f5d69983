/** Registered users without an e-mail address: profiles with an id of an account, in a log that knows addresses. */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { ProfileIndex } from '../identity.ts';
import type { Lint } from './finding.ts';
import { Gravest, MOST_EVIDENCE, mending, nameOf } from './finding.ts';

const ACCOUNT_NAMESPACES: ReadonlySet<string> = new Set([
  'user_id',
  'crm_user_id',
  'external_id',
  'customer_id',
]);
const HAS_ACCOUNT = 1;
const HAS_EMAIL = 2;

export const registeredWithoutEmail: Lint = {
  kind: 'registered-without-email',
  *find({ engine, census }) {
    const { namespaceNames } = engine.store.identifierTable;
    const bits = namespaceNames.map((name) => {
      if (name === 'email') return HAS_EMAIL;
      return ACCOUNT_NAMESPACES.has(name) ? HAS_ACCOUNT : 0;
    });
    const held = new Uint8Array(engine.profileCount);
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      const bit = census.isKey(identifier) ? bits[census.namespaceOf(identifier)]! : 0;
      const owner = bit === 0 ? -1 : engine.ownerOf(identifier);
      if (owner >= 0) held[owner]! |= bit;
    }
    let registered = 0;
    const without: ProfileIndex[] = [];
    let count = 0;
    let touchedEvents = 0;
    held.forEach((bitsHeld, profile) => {
      if ((bitsHeld & HAS_ACCOUNT) === 0) return;
      registered += 1;
      if ((bitsHeld & HAS_EMAIL) !== 0) return;
      count += 1;
      touchedEvents += engine.eventCount(profile);
      if (without.length < MOST_EVIDENCE) without.push(profile);
    });
    const gravest = new Gravest<readonly ProfileIndex[]>();
    if (count > 0 && held.some((bitsHeld) => (bitsHeld & HAS_EMAIL) !== 0)) gravest.add(count, without);
    return gravest.found((profiles) => ({
      kind: 'registered-without-email',
      severity: count * 2 > registered ? 'medium' : 'low',
      identifiers: profiles.map((profile) => engine.bestIdentifier(profile)),
      profiles,
      namespaces: ['email'],
      counts: [
        { of: 'registered without e-mail', count },
        { of: 'registered', count: registered },
      ],
      evidence: profiles.map((profile) => engine.foundedBy(profile)),
      sentence: `${count} of ${registered} people with an account have no e-mail address, such as ${nameOf(engine, engine.bestIdentifier(profiles[0]!))}`,
      touched: { events: touchedEvents, profiles: count },
      ...mending(null, 'send the address on the event that registers them'),
    }));
  },
};
