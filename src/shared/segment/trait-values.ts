/**
 * The value of one trait that counts for each profile. Where the last one said counts, one pass over the trait table
 * keeps it; under other strategies the entries of each profile are brought together and put in canonical order.
 * Cost: linear in the trait entries, and n log n in those of the trait where the strategy is another.
 */

import { runStart } from '../event/event-facts.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import type { Survivor } from '../identity/survivor-rules.ts';
import { survivorOf } from '../identity/survivor-rules.ts';
import type { EngineView } from '../profile/engine-view.ts';
import { creditColumn } from '../profile/engine-view.ts';
import { SaidValues } from '../profile/survivorship.ts';

/** JSON text of a present profile's value, or null when nobody said one. */
export type TraitValueOf = (profile: ProfileIndex) => string | null;

export function traitValues(engine: EngineView, name: string): TraitValueOf {
  const code = engine.store.dictionary.find(name);
  if (code < 0) return () => null;
  const survivor = survivorOf(engine.ruleset.survivorship, name);
  return survivor.strategy === 'most-recent'
    ? latestValues(engine, code)
    : survivingValues(engine, code, survivor);
}

function latestValues(engine: EngineView, code: number): TraitValueOf {
  const latest = new Int32Array(engine.profileCount).fill(-1);
  const saidAt = new Int32Array(engine.profileCount);
  eachSaying(engine, code, (place, event, profile) => {
    if (latest[profile]! >= 0 && engine.compareEvents(saidAt[profile]!, event) > 0) return;
    latest[profile] = place;
    saidAt[profile] = event;
  });
  const { dictionary, facts } = engine.store;
  return (profile) => {
    const place = latest[profile]!;
    return place < 0 ? null : dictionary.text(facts.traitValue.at(place));
  };
}

function survivingValues(engine: EngineView, code: number, survivor: Survivor): TraitValueOf {
  const sayings: { readonly place: number; readonly event: EventIndex; readonly profile: ProfileIndex }[] =
    [];
  eachSaying(engine, code, (place, event, profile) => sayings.push({ place, event, profile }));
  sayings.sort(
    (a, b) => a.profile - b.profile || engine.compareEvents(a.event, b.event) || a.place - b.place,
  );
  const { store } = engine;
  const values: (string | undefined)[] = [];
  let start = 0;
  while (start < sayings.length) {
    const { profile } = sayings[start]!;
    const said = new SaidValues(store, survivor);
    let end = start;
    for (; sayings[end]?.profile === profile; end += 1)
      said.say(store.facts.traitValue.at(sayings[end]!.place), sayings[end]!.event);
    values[profile] = said.survivor().winner.value;
    start = end;
  }
  return (profile) => values[profile] ?? null;
}

/** Calls back with every credited entry of the trait: its place in the trait table, its event, its profile. */
function eachSaying(
  engine: EngineView,
  code: number,
  visit: (place: number, event: EventIndex, profile: ProfileIndex) => void,
): void {
  const credits = creditColumn(engine);
  const { traitRow, traitEnds, traitName } = engine.store.facts;
  const rows = traitRow.values;
  const names = traitName.values;
  for (let entry = 0; entry < traitRow.length; entry += 1) {
    const end = traitEnds.at(entry);
    for (let i = runStart(traitEnds, entry); i < end; i += 1) {
      if (names[i] !== code) continue;
      const profile = credits[rows[entry]!]!;
      if (profile >= 0) visit(i, rows[entry]!, profile);
    }
  }
}
