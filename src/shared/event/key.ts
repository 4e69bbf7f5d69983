/**
 * The key that makes two records one event.
 *
 * With an id: 64 bits of (scope, id) and 64 bits of the content, so that one id with other content is seen as such.
 * Without: 128 bits of scope, content and event time. Content is type, name, identifiers, traits, properties and
 * company; members of objects and lists of identifiers and traits are added up, so that their order in the record
 * does not matter. Source, line, received and sent time never count.
 */

import type { Hash128 } from '../base/hash.ts';
import { addHash, combineHash, combineNumber, hashText, makeHash } from '../base/hash.ts';
import type { JsonValue } from '../base/types.ts';
import type { CanonicalEvent, Identifier, TraitEntry } from './event.ts';
import { EVENT_TYPES } from './event.ts';

const SEED_TEXT = 0x7465;
const SEED_ID = 0x6964;
/** Lowest bit of word 1: set when the key has an id half. */
export const KEY_HAS_ID = 1;

const SCALAR_TAGS = new Map<unknown, number>([
  [true, 2],
  [false, 3],
]);

const MAX_CACHED_NAMES = 4096;
const nameHashes = new Map<string, Hash128>();

/** What lies deeper than this does not count, so that no record can exhaust the stack. */
const MAX_DEPTH = 256;
/** Reused from event to event, so that hashing a record allocates nothing; values nest, hence one a depth. */
const contentHash = makeHash();
const sumHash = makeHash();
const partHash = makeHash();
const valueHashes: Hash128[] = [];

/** Writes the key of an event into `out`. Cost: linear in the size of the record. */
export function writeEventKey(event: CanonicalEvent, out: Hash128): void {
  const content = contentHash;
  writeContent(event, content);
  if (event.id === null) {
    combineHash(content, nameHash(event.scope));
    combineNumber(content, event.at ?? Number.NaN);
    out.set(content);
    out[1] = out[1]! & ~KEY_HAS_ID;
    return;
  }
  hashText(event.id, SEED_ID, partHash);
  combineHash(partHash, nameHash(event.scope));
  out[0] = partHash[0]!;
  out[1] = partHash[1]! | KEY_HAS_ID;
  out[2] = content[0]!;
  out[3] = content[1]!;
}

function writeContent(event: CanonicalEvent, out: Hash128): void {
  hashText(event.name ?? '', SEED_TEXT + (event.name === null ? 1 : 0), out);
  combineNumber(out, EVENT_TYPES.indexOf(event.type));
  combineHash(out, identifiersHash(event.identifiers));
  combineHash(out, traitsHash(event.traits));
  combineHash(out, valueHash(event.properties, 0));
  if (event.company === null) return;
  combineHash(out, identifiersHash(event.company.identifiers));
  combineHash(out, traitsHash(event.company.traits));
  combineNumber(out, event.company.leaves === true ? 1 : 0);
}

/** The result is overwritten by the next sum. */
function identifiersHash(identifiers: readonly Identifier[]): Hash128 {
  sumHash.fill(0);
  for (const identifier of identifiers) {
    hashText(identifier.value, SEED_TEXT, partHash);
    combineHash(partHash, nameHash(identifier.namespace));
    addHash(sumHash, partHash);
  }
  return sumHash;
}

/** The result is overwritten by the next sum. */
function traitsHash(traits: readonly TraitEntry[]): Hash128 {
  sumHash.fill(0);
  for (const trait of traits) {
    const one = valueHash(trait.value, 0);
    combineHash(one, nameHash(trait.name));
    addHash(sumHash, one);
  }
  return sumHash;
}

/** The result is overwritten by the next value of the same depth. */
function valueHash(value: JsonValue | undefined, depth: number): Hash128 {
  const out = hashAtDepth(depth);
  if (typeof value === 'string') {
    hashText(value, SEED_TEXT, out);
    return out;
  }
  out.fill(0);
  if (typeof value === 'number') {
    out[3] = 1;
    combineNumber(out, value);
    return out;
  }
  if (value === null || value === undefined || typeof value === 'boolean') {
    out[0] = SCALAR_TAGS.get(value) ?? 4;
    return out;
  }
  if (depth >= MAX_DEPTH) {
    out[0] = 7;
    return out;
  }
  return Array.isArray(value)
    ? listHash(value, depth, out)
    : objectHash(value as { [key: string]: JsonValue }, depth, out);
}

function listHash(list: readonly JsonValue[], depth: number, out: Hash128): Hash128 {
  out[0] = 5;
  for (const item of list) combineHash(out, valueHash(item, depth + 1));
  return out;
}

function objectHash(object: { readonly [key: string]: JsonValue }, depth: number, out: Hash128): Hash128 {
  out[0] = 6;
  for (const key of Object.keys(object)) {
    const one = valueHash(object[key], depth + 1);
    combineHash(one, nameHash(key));
    addHash(out, one);
  }
  return out;
}

function hashAtDepth(depth: number): Hash128 {
  let hash = valueHashes[depth];
  if (hash === undefined) {
    hash = makeHash();
    valueHashes[depth] = hash;
  }
  return hash;
}

/** Hash of a field name; names repeat, so the first few thousand are remembered. */
function nameHash(name: string): Hash128 {
  const known = nameHashes.get(name);
  if (known !== undefined) return known;
  const hash = makeHash();
  hashText(name, SEED_TEXT, hash);
  if (nameHashes.size < MAX_CACHED_NAMES) nameHashes.set(name, hash);
  return hash;
}
