/**
 * Which profiles a typed text finds.
 *
 * The text is first read as a profile id, former ones included, and as an identifier in every spelling the engine
 * would normalise it from. Who holds or ever held such an identifier is found, and for values that are no keys whoever
 * has an event that carries it. When nothing carries it, every word must occur in an identifier the profile holds or
 * in its name.
 */

import type { IdentifierIndex, NamespaceIndex } from '#shared/event/identifier-table.ts';
import type { Identifier } from '#shared/identifier/identifier.ts';
import { ANY_NAMESPACE, searchSpellings } from '#shared/identifier/search-spellings.ts';
import { markCarriers } from '#shared/profile/carriers.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { perRevision, presentProfiles } from '#shared/profile/engine-view.ts';
import { nameColumns } from '#shared/profile/names.ts';

export interface ProfileSearch {
  /** ProfileIndex → 1 where found. */
  readonly found: Uint8Array;
  /** What was looked up: `phone +14155550100`, or the words. */
  readonly searched: string;
}

const KEPT_SEARCHES = 4;
/** More words than this are looked up as one text: each costs a pass over all texts. */
const MAX_WORDS = 6;

const keptSearches = perRevision(() => new Map<string, ProfileSearch>());

/** Assumes a text that is not blank. */
export function searchProfiles(engine: EngineView, text: string, country: string | null): ProfileSearch {
  const searches = keptSearches(engine);
  const key = `${country ?? ''} ${text}`;
  const known = searches.get(key);
  if (known !== undefined) return known;
  const search = findById(engine, text) ?? findBySpelling(engine, text, country) ?? findByWords(engine, text);
  const [oldest] = searches.keys();
  if (searches.size >= KEPT_SEARCHES && oldest !== undefined) searches.delete(oldest);
  searches.set(key, search);
  return search;
}

function findById(engine: EngineView, text: string): ProfileSearch | null {
  if (!/^[0-9a-f]{32}$/i.test(text)) return null;
  const id = text.toLowerCase();
  const profile = engine.findProfile(id);
  if (profile < 0) return null;
  const found = new Uint8Array(engine.profileCount);
  found[profile] = 1;
  return { found, searched: `profile ${id}` };
}

function findBySpelling(engine: EngineView, text: string, country: string | null): ProfileSearch | null {
  for (const spelling of searchSpellings(text, country)) {
    const identifiers = lookUp(engine, spelling);
    if (identifiers.length === 0) continue;
    const found = new Uint8Array(engine.profileCount);
    if (!markHolders(engine, identifiers, found)) continue;
    const namespaces = identifiers.map((identifier) =>
      engine.store.identifierTable.namespaceName(identifier),
    );
    return { found, searched: `${namespaces.join(', ')} ${spelling.value}` };
  }
  return null;
}

function lookUp(engine: EngineView, { namespace, value }: Identifier): IdentifierIndex[] {
  const table = engine.store.identifierTable;
  const namespaces = namespace === ANY_NAMESPACE ? table.namespaceNames : [namespace];
  return namespaces.map((name) => engine.find(name, value)).filter((identifier) => identifier >= 0);
}

/** True when anybody holds, held or has been seen with one of the identifiers. */
function markHolders(
  engine: EngineView,
  identifiers: readonly IdentifierIndex[],
  found: Uint8Array,
): boolean {
  const carried = new Uint8Array(engine.store.identifierTable.size);
  let isCarried = false;
  for (const identifier of identifiers) {
    const memberships = engine.membershipsOfIdentifier(identifier);
    for (const { profile } of memberships) found[engine.canonical(profile)] = 1;
    if (memberships.length > 0) continue;
    carried[identifier] = 1;
    isCarried = true;
  }
  if (isCarried) markCarriers(engine, carried, found);
  return found.includes(1);
}

function findByWords(engine: EngineView, text: string): ProfileSearch {
  const { namespace, rest } = splitNamespace(engine, text);
  const split = rest.split(/\s+/);
  const words = split.length > MAX_WORDS ? [rest] : split;
  const profiles = presentProfiles(engine);
  const found = new Uint8Array(engine.profileCount);
  for (const profile of profiles) found[profile] = 1;
  for (const word of words) {
    const matches = matchWord(engine, word, namespace);
    for (const profile of profiles) found[profile]! &= matches[profile]!;
  }
  return { found, searched: text };
}

/** `email:ada` looks for `ada` in addresses only; -1 when the text names no namespace of the log. */
function splitNamespace(engine: EngineView, text: string): { namespace: NamespaceIndex; rest: string } {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1).trim();
  const namespace =
    colon < 1 || rest === '' ? -1 : engine.store.identifierTable.findNamespace(text.slice(0, colon));
  return namespace < 0 ? { namespace, rest: text } : { namespace, rest };
}

/** ProfileIndex → 1 where a held identifier contains the word or, unless a namespace is named, a part of the name does. */
function matchWord(engine: EngineView, word: string, namespace: NamespaceIndex): Uint8Array {
  const { dictionary, identifierTable } = engine.store;
  const marks = dictionary.mark(word);
  const matches = new Uint8Array(engine.profileCount);
  const values = identifierTable.value.values;
  for (let identifier = 0; identifier < identifierTable.size; identifier += 1) {
    if (marks[values[identifier]!] === 0) continue;
    if (namespace >= 0 && identifierTable.namespace.at(identifier) !== namespace) continue;
    for (const owner of engine.ownersOf(identifier)) matches[owner] = 1;
  }
  if (namespace >= 0) return matches;
  for (const column of nameColumns(engine))
    for (const profile of presentProfiles(engine)) if (marks[column[profile]!] === 1) matches[profile] = 1;
  return matches;
}
