/**
 * Relations that hold between runs, whatever the log: the laws of the engine that need no second resolver. Seeds are
 * printed; see test/support/seeds.ts.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { addHash, hashToHex, hexToHash, makeHash } from '#shared/base/hash.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { commit, resolved } from '../../support/engine-run.ts';
import type { EventDraft } from '../../support/plain-events.ts';
import { eventOf } from '../../support/plain-events.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import {
  LAST_OWNERS,
  LIMITED,
  LIMITED_OWNERS,
  LIMITS,
  MIXED_OWNERS,
  NOBODY_OWNERS,
} from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import { acceptedRows, presentProfiles, summaryOfEngine, textOf } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const RULES = referenceRules(SHIPPED_RULESETS.customerlabs);

/** The default, and all that its devices may do when somebody else logs in on them: same namespaces, same lists. */
const RULESETS = [SHIPPED_RULESETS.customerlabs, LAST_OWNERS, NOBODY_OWNERS, ...MIXED_OWNERS];
/** Number of one of them: half of the time the default. */
const owners = fc.oneof(fc.constant(0), fc.nat(RULESETS.length - 1));

describe('partition of input', () => {
  it('gives one digest and one result for any order, batching and repetition of the same events', () => {
    checkLaw({
      law: 'partition-of-input',
      runs: 300,
      cases: fc.record({
        log: troubledLog({ max: 18 }),
        rules: owners,
        how: delivery,
        again: fc.array(fc.nat(40), { maxLength: 4 }),
      }),
      holds: ({ log, rules, how, again }) => {
        const events = log.map(eventOf);
        const whole = resolved([events], RULESETS[rules]);
        const cut = resolved(deliver(events, how), RULESETS[rules]);
        expect(summaryOfEngine(cut)).toEqual(summaryOfEngine(whole));
        expect(cut.digest()).toBe(whole.digest());
        const repeats = again.flatMap((index) => events[index % events.length] ?? []);
        commit(cut, repeats);
        expect(cut.digest()).toBe(whole.digest());
        const { duplicates, ...rest } = summaryOfEngine(cut);
        const { duplicates: before, ...expected } = summaryOfEngine(whole);
        expect(rest).toEqual(expected);
        expect(duplicates.same + duplicates.sameContent).toBe(
          before.same + before.sameContent + repeats.length,
        );
      },
    });
  });
});

describe('islands', () => {
  it('add up: the digest of two logs that share no identifier is the sum of theirs', () => {
    checkLaw({
      law: 'digests-add-up',
      runs: 150,
      cases: fc.record({ one: troubledLog({ max: 9 }), other: troubledLog({ max: 9 }), rules: owners }),
      holds: ({ one, other, rules }) => {
        const here = one.map(eventOf);
        const there = other.map((draft) => eventOf(elsewhere(draft)));
        const sum = makeHash();
        for (const events of [here, there])
          addHash(sum, hexToHash(resolved([events], RULESETS[rules]).digest())!);
        expect(resolved([[...here, ...there]], RULESETS[rules]).digest()).toBe(hashToHex(sum));
      },
    });
  });

  it('decide alone: without one event nothing changes outside its island', () => {
    checkLaw({
      law: 'withdrawal-stays-inside',
      runs: 200,
      cases: fc.record({ log: troubledLog({ min: 2, max: 14 }), gone: fc.nat(40), rules: owners }),
      holds: ({ log, gone, rules }) => {
        const withdrawn = log[gone % log.length]!;
        const events = log.map(eventOf);
        const rest = log.filter((draft) => draft !== withdrawn).map(eventOf);
        const inside = islandOf(withdrawn.ids, events);
        const outside = (engine: IdentityEngine): unknown =>
          summaryOfEngine(engine).profiles.filter((profile) => !inside.has(profile.founder));
        expect(outside(resolved([rest], RULESETS[rules]))).toEqual(
          outside(resolved([events], RULESETS[rules])),
        );
      },
    });
  });
});

describe('conservation', () => {
  it('credits every accepted event once or leaves it unresolved, and every identifier has one owner at a time', () => {
    checkLaw({
      law: 'conservation',
      runs: 300,
      cases: fc.record({ log: troubledLog({ max: 18 }), how: delivery, rules: owners }),
      holds: ({ log, how, rules }) => {
        const engine = resolved(deliver(log.map(eventOf), how), RULESETS[rules]);
        const accepted = acceptedRows(engine);
        const credited = presentProfiles(engine).flatMap((profile) => {
          const events = engine.eventsOf(profile);
          expect(events).toHaveLength(engine.eventCount(profile));
          expect(events).toEqual(events.toSorted((a, b) => engine.compareEvents(a, b)));
          for (const event of events) expect(engine.creditOf(event)).toBe(profile);
          return events;
        });
        expect(new Set(credited).size).toBe(credited.length);
        const uncredited = accepted.filter((event) => engine.creditOf(event) < 0);
        expect(credited.length + uncredited.length).toBe(accepted.length);
        const { noIdentifier, demotedOnly } = engine.unresolved;
        const unresolved = uncredited.filter((event) => engine.unresolvedReason(event) !== null);
        expect(unresolved).toHaveLength(noIdentifier + demotedOnly);
        for (const event of uncredited) expect(keysOf(engine, event)).toEqual([]);
        for (let identifier = 0; identifier < engine.store.identifierTable.size; identifier += 1) {
          const memberships = engine.membershipsOfIdentifier(identifier);
          memberships.forEach((membership, index) => {
            const next = memberships[index + 1];
            if (next === undefined) return;
            expect(membership.to).not.toBe(-1);
            expect(engine.compareEvents(membership.to, next.from)).toBeLessThanOrEqual(0);
          });
          const held = memberships.filter((membership) => membership.to === -1);
          const owner = engine.ownerOf(identifier);
          expect(held.map((membership) => engine.canonical(membership.profile))).toEqual(
            owner < 0 ? [] : [owner],
          );
        }
      },
    });
  });
});

describe('evidence', () => {
  it('is complete: owners, profiles and former ids follow from the rows of the ledger alone', () => {
    checkLaw({
      law: 'ledger-is-the-truth',
      runs: 300,
      cases: fc.record({ log: troubledLog({ max: 18 }), how: delivery, rules: owners }),
      holds: ({ log, how, rules }) => {
        const engine = resolved(deliver(log.map(eventOf), how), RULESETS[rules]);
        expect(ownersFromLedger(engine)).toEqual(ownersFromEngine(engine));
      },
    });
  });

  it('names for every row an event that carries what the row speaks of', () => {
    checkLaw({
      law: 'rows-name-their-event',
      runs: 200,
      cases: fc.record({ log: troubledLog({ max: 18 }), rules: owners }),
      holds: ({ log, rules }) => {
        const engine = resolved([log.map(eventOf)], RULESETS[rules]);
        for (const row of rowsOf(engine)) {
          const named = [row.identifier, row.via].filter((identifier) => identifier >= 0);
          const bothEnds = [...new Set([row.event, row.lastEvent])];
          for (const event of bothEnds) expect(identifiersOf(engine, event)).toContain(row.identifier);
          if (row.action === 'merge' || row.action === 'cut')
            expect(identifiersOf(engine, row.event)).toEqual(expect.arrayContaining(named));
          expect(engine.compareEvents(row.event, row.lastEvent)).toBeLessThanOrEqual(0);
          expect(row.count > 1 || row.event === row.lastEvent).toBe(true);
        }
      },
    });
  });
});

describe('renaming', () => {
  it('leaves the partition as it is when names keep their order and their place on the lists', () => {
    checkLaw({
      law: 'renaming',
      runs: 200,
      cases: fc.record({ log: troubledLog({ max: 16 }), rules: owners }),
      holds: ({ log, rules }) => {
        const untied = log.map((draft, index) => ({
          ...draft,
          at: draft.at === null ? null : index,
          id: `e${index}`,
        }));
        const single = untied.filter((draft, index) => draft.at !== null || index === 0);
        const renamed = single.map((draft) => ({ ...draft, ids: draft.ids.map(rename) }));
        const before = resolved([single.map(eventOf)], RULESETS[rules]);
        const after = resolved([renamed.map(eventOf)], RULESETS[rules]);
        expect(partition(after)).toEqual(
          partition(before)
            .map((line) => line.map(rename).toSorted())
            .toSorted(byText),
        );
      },
    });
  });
});

describe('neutral events', () => {
  it('change counts only', () => {
    checkLaw({
      law: 'neutral-events',
      runs: 200,
      cases: fc.record({ log: troubledLog({ max: 14 }), at: fc.nat(14), how: delivery, rules: owners }),
      holds: ({ log, at, how, rules }) => {
        const events = log.map(eventOf);
        const blocked = {
          ids: ['customerlabs_user_id:undefined', 'phone:0000000000'],
          at: at * 60_000,
          id: 'neutral',
        };
        const recorded = { ids: ['gclid:only-this'], at: at * 60_000, id: 'recorded' };
        const before = resolved([events], RULESETS[rules]);
        const more = [...events, eventOf(blocked), eventOf(recorded), ...events];
        const after = resolved(deliver(more, how), RULESETS[rules]);
        expect(after.digest()).toBe(before.digest());
        expect(after.unresolved.noIdentifier).toBe(before.unresolved.noIdentifier + 2);
      },
    });
  });
});

describe('protection', () => {
  it('lets no profile exceed a limit and no value change hands more often than it may', () => {
    checkLaw({
      law: 'protection',
      runs: 300,
      cases: fc.record({
        log: troubledLog({ max: 18 }),
        how: delivery,
        rules: fc.nat(LIMITED_OWNERS.length),
      }),
      holds: ({ log, how, rules }) => {
        const engine = resolved(deliver(log.map(eventOf), how), LIMITED_OWNERS[rules] ?? LIMITED);
        for (const { identifiers } of summaryOfEngine(engine).profiles)
          for (const [namespace, { perProfile }] of LIMITS)
            expect(identifiers.filter((text) => text.startsWith(`${namespace}:`)).length).toBeLessThanOrEqual(
              perProfile,
            );
        for (let identifier = 0; identifier < engine.store.identifierTable.size; identifier += 1) {
          const limit = LIMITS.get(engine.store.identifierTable.namespaceName(identifier))?.profiles;
          if (limit === undefined) continue;
          const owners = engine
            .membershipsOfIdentifier(identifier)
            .map((one) => engine.canonical(one.profile));
          expect(new Set(owners).size).toBeLessThanOrEqual(limit);
        }
      },
    });
  });

  it('writes every refusal down: a key that is not of the profile its event went to has a row', () => {
    checkLaw({
      law: 'refusals-are-written-down',
      runs: 300,
      cases: fc.record({
        log: troubledLog({ max: 18 }),
        how: delivery,
        rules: owners,
        isLimited: fc.boolean(),
      }),
      holds: ({ log, how, rules, isLimited }) => {
        const ruleset = isLimited ? LIMITED : RULESETS[rules]!;
        const engine = resolved(deliver(log.map(eventOf), how), ruleset);
        const refusals = rowsOf(engine).filter((row) => row.action === 'refuse');
        for (const event of acceptedRows(engine))
          for (const key of keysOf(engine, event)) {
            if (belongsAt(engine, key, event) || hasFollowed(engine, event)) continue;
            const rows = refusals.filter((row) => row.identifier === key && isWithin(engine, event, row));
            expect(rows, `${textOf(engine, key)} on event ${event}`).not.toEqual([]);
          }
      },
    });
  });
});

// ─── Helpers ───────────────────────────────────────────────────────────────────────────────────────────────────────

type Row = ReturnType<IdentityEngine['decision']>;

function rowsOf(engine: IdentityEngine): Row[] {
  const all = Array.from({ length: engine.decisionCount }, (_, index) => index);
  return all.filter((index) => engine.isDecision(index)).map((index) => engine.decision(index));
}

function identifiersOf(engine: IdentityEngine, event: number): number[] {
  const { store } = engine;
  const own = Array.from(
    store.identifiers.values.slice(store.identifierStart(event), store.identifierEnds.at(event)),
  );
  const { facts } = store;
  const entry = Array.from(facts.companyRow.toArray()).indexOf(event);
  if (entry < 0) return own;
  const start = entry === 0 ? 0 : facts.companyIdentifierEnds.at(entry - 1);
  return [...own, ...facts.companyIdentifiers.values.slice(start, facts.companyIdentifierEnds.at(entry))];
}

/** Identifiers of an event that may be keys, by the lists and not by the engine. */
function keysOf(engine: IdentityEngine, event: number): number[] {
  const { store } = engine;
  const own = store.identifiers.values.slice(store.identifierStart(event), store.identifierEnds.at(event));
  return Array.from(own).filter((index) => {
    const identifier = store.identifierTable.get(index);
    const role = (RULES.namespaces.get(identifier.namespace) ?? RULES.others).role;
    return role !== 'recorded' && !RULES.isBlocked(identifier) && !RULES.isDemoted(identifier);
  });
}

function belongsAt(engine: IdentityEngine, identifier: number, event: number): boolean {
  const credit = engine.creditOf(event);
  return engine.membershipsOfIdentifier(identifier).some((membership) => {
    if (engine.canonical(membership.profile) !== credit) return false;
    if (engine.compareEvents(membership.from, event) > 0) return false;
    return membership.to < 0 || engine.compareEvents(event, membership.to) <= 0;
  });
}

/** The event went along with one of its devices, as a row says. */
function hasFollowed(engine: IdentityEngine, event: number): boolean {
  return keysOf(engine, event).some((key) =>
    rowsOf(engine).some(
      ({ reason, identifier, profile }) =>
        reason === 'HISTORY_MOVED' &&
        identifier === key &&
        engine.canonical(profile) === engine.creditOf(event),
    ),
  );
}

function isWithin(engine: IdentityEngine, event: number, row: Row): boolean {
  return engine.compareEvents(row.event, event) <= 0 && engine.compareEvents(event, row.lastEvent) <= 0;
}

/** Folds the ledger: who owns what, and which profile absorbed which. */
function ownersFromLedger(engine: IdentityEngine): Record<string, string> {
  const turn = ['create', 'merge', 'attach', 'hand-over', 'cut'];
  const rows = rowsOf(engine)
    .filter((row) => turn.includes(row.action))
    .toSorted(
      (a, b) => engine.compareEvents(a.event, b.event) || turn.indexOf(a.action) - turn.indexOf(b.action),
    );
  const owner = new Map<string, string>();
  const absorbedBy = new Map<string, string>();
  const present = (id: string): string => (absorbedBy.has(id) ? present(absorbedBy.get(id)!) : id);
  for (const row of rows) {
    const profile = engine.profileId(row.profile);
    if (row.action === 'merge') absorbedBy.set(engine.profileId(row.other), profile);
    else if (row.action === 'cut') owner.delete(textOf(engine, row.identifier));
    else owner.set(textOf(engine, row.identifier), profile);
  }
  return Object.fromEntries(Array.from(owner, ([text, id]) => [text, present(id)]));
}

function ownersFromEngine(engine: IdentityEngine): Record<string, string> {
  const owners: Record<string, string> = {};
  for (let identifier = 0; identifier < engine.store.identifierTable.size; identifier += 1) {
    const owner = engine.ownerOf(identifier);
    if (owner >= 0) owners[textOf(engine, identifier)] = engine.profileId(owner);
  }
  return owners;
}

/** Founding identifiers, and all others, of everything that hangs together with `ids` through the log. */
function islandOf(ids: readonly string[], events: readonly CanonicalEvent[]): Set<string> {
  const inside = new Set(ids);
  for (let before = -1; before !== inside.size; ) {
    before = inside.size;
    for (const event of events) {
      const texts = event.identifiers.map((one) => `${one.namespace}:${one.value}`);
      if (texts.some((text) => inside.has(text))) for (const text of texts) inside.add(text);
    }
  }
  return inside;
}

/** The same event among other people: no key, company, id or content in common. */
function elsewhere(draft: EventDraft): EventDraft {
  return {
    ...draft,
    ids: draft.ids.map((text) => (isListed(text) ? text : `${text}-elsewhere`)),
    company: (draft.company ?? []).map((text) => `${text}-elsewhere`),
    id: typeof draft.id === 'string' ? `${draft.id}-elsewhere` : null,
    note: 9,
  };
}

function rename(text: string): string {
  const colon = text.indexOf(':') + 1;
  return isListed(text) ? text : `${text.slice(0, colon)}0renamed-${text.slice(colon)}`;
}

/** On a list of values that are no keys: placeholders and role mailboxes keep their meaning only by their spelling. */
function isListed(text: string): boolean {
  return /undefined|0000000000|info@|sales@/.test(text);
}

function partition(engine: IdentityEngine): string[][] {
  const lists = summaryOfEngine(engine).profiles.map((profile) => profile.identifiers.toSorted());
  return lists.toSorted(byText);
}

function byText(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join(), b.join()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
