/**
 * The key that makes two records one event.
 *
 * With an id: 64 bits of (scope, id) and 64 bits of the content, so that one id with other content is seen as such.
 * Without: 128 bits of scope, content and event time. Content is type, name, identifiers, traits, properties and
 * company; members of objects and lists of identifiers and traits are added up, so that their order in the record
 * does not matter. Source, line, received and sent time never count.
 *
 * A hash is a state that absorbs one value after the other; a member starts from the remembered state of its name.
 */

import type { Hash128 } from '../base/hash.ts';
import { absorbText, addWords, combineHash, combineNumber, hashText, makeHash } from '../base/hash.ts';
import type { JsonValue } from '../base/types.ts';
import type { CanonicalEvent, Identifier, TraitEntry } from './event.ts';
import { EVENT_TYPES } from './event.ts';

const SEED_TEXT = 0x7465;
const SEED_ID = 0x6964;
/** Lowest bit of word 1: set when the key has an id half. */
export const KEY_HAS_ID = 1;

/** What stands for values that are neither text nor number, and for what encloses others. */
const TAG_NULL = constantHash('null');
const TAG_TRUE = constantHash('true');
const TAG_FALSE = constantHash('false');
const TAG_LIST = constantHash('list');
const TAG_OBJECT = constantHash('object');
const TAG_TOO_DEEP = constantHash('deep');
const NO_NAME = constantHash('no name');
const NAMED = constantHash('name');

const MAX_CACHED_NAMES = 4096;
const nameHashes = new Map<string, Hash128>();

/** What lies deeper than this does not count, so that no record can exhaust the stack. */
const MAX_DEPTH = 256;
/** Reused from event to event, so that hashing a record allocates nothing; objects nest, hence two a depth. */
const contentHash = makeHash();
const idHash = makeHash();
const traitSum = makeHash();
const memberHash = makeHash();
const sumsAtDepth: Hash128[] = [];
const membersAtDepth: Hash128[] = [];

/** Sums of `writeIdentifierHash` over the identifiers of an event and of its company. */
export interface IdentifierSums {
  readonly people: Hash128;
  readonly company: Hash128;
}

/** Writes the key of an event into `out`. Cost: linear in the size of the record. */
export function writeEventKey(event: CanonicalEvent, out: Hash128): void {
  const sums = {
    people: identifierSum(event.identifiers),
    company: identifierSum(event.company?.identifiers ?? []),
  };
  writeKeyOfSums(event, sums, out);
}

/** The same for whoever remembers the hashes of identifiers, which repeat from event to event. */
export function writeKeyOfSums(event: CanonicalEvent, sums: IdentifierSums, out: Hash128): void {
  const content = contentHash;
  writeContent(event, sums, content);
  if (event.id === null) {
    combineHash(content, nameHash(event.scope));
    combineNumber(content, event.at ?? Number.NaN);
    copy(content, out);
    out[1] = out[1]! & ~KEY_HAS_ID;
    return;
  }
  hashText(event.id, SEED_ID, idHash);
  combineHash(idHash, nameHash(event.scope));
  out[0] = idHash[0]!;
  out[1] = idHash[1]! | KEY_HAS_ID;
  out[2] = content[0]!;
  out[3] = content[1]!;
}

export function writeIdentifierHash(identifier: Identifier, out: Hash128): void {
  copy(nameHash(identifier.namespace), out);
  absorbText(out, identifier.value);
}

function identifierSum(identifiers: readonly Identifier[]): Hash128 {
  const sum = makeHash();
  for (const identifier of identifiers) {
    writeIdentifierHash(identifier, memberHash);
    addWords(sum, memberHash);
  }
  return sum;
}

function writeContent(event: CanonicalEvent, sums: IdentifierSums, out: Hash128): void {
  copy(event.name === null ? NO_NAME : NAMED, out);
  if (event.name !== null) absorbText(out, event.name);
  combineNumber(out, EVENT_TYPES.indexOf(event.type));
  combineHash(out, sums.people);
  absorbTraits(out, event.traits);
  absorb(out, event.properties, 0);
  if (event.company === null) return;
  combineHash(out, sums.company);
  absorbTraits(out, event.company.traits);
  combineNumber(out, event.company.leaves === true ? 1 : 0);
}

function absorbTraits(into: Hash128, traits: readonly TraitEntry[]): void {
  traitSum.fill(0);
  for (const trait of traits) {
    copy(nameHash(trait.name), memberHash);
    absorb(memberHash, trait.value, 0);
    addWords(traitSum, memberHash);
  }
  combineHash(into, traitSum);
}

function absorb(into: Hash128, value: JsonValue | undefined, depth: number): void {
  if (typeof value === 'string') absorbText(into, value);
  else if (typeof value === 'number') combineNumber(into, value);
  else if (value === null || value === undefined) combineHash(into, TAG_NULL);
  else if (typeof value === 'boolean') combineHash(into, value ? TAG_TRUE : TAG_FALSE);
  else if (depth >= MAX_DEPTH) combineHash(into, TAG_TOO_DEEP);
  else if (Array.isArray(value)) absorbList(into, value as readonly JsonValue[], depth);
  else absorbObject(into, value as { readonly [key: string]: JsonValue }, depth);
}

function absorbList(into: Hash128, list: readonly JsonValue[], depth: number): void {
  combineHash(into, TAG_LIST);
  combineNumber(into, list.length);
  for (const item of list) absorb(into, item, depth + 1);
}

function absorbObject(into: Hash128, object: { readonly [key: string]: JsonValue }, depth: number): void {
  const sum = hashAt(sumsAtDepth, depth);
  const member = hashAt(membersAtDepth, depth);
  copy(TAG_OBJECT, sum);
  for (const key of Object.keys(object)) {
    copy(nameHash(key), member);
    absorb(member, object[key], depth + 1);
    addWords(sum, member);
  }
  combineHash(into, sum);
}

function hashAt(hashes: Hash128[], depth: number): Hash128 {
  let hash = hashes[depth];
  if (hash === undefined) {
    hash = makeHash();
    hashes[depth] = hash;
  }
  return hash;
}

/** `out.set(from)`, without the price of a call into the runtime. */
function copy(from: Hash128, out: Hash128): void {
  out[0] = from[0]!;
  out[1] = from[1]!;
  out[2] = from[2]!;
  out[3] = from[3]!;
}

function constantHash(text: string): Hash128 {
  const hash = makeHash();
  hashText(text, SEED_TEXT + 1, hash);
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
