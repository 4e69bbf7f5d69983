/**
 * Every identifier of a workspace, once: (namespace, value) ↔ dense IdentifierIndex.
 *
 * Namespaces get small dense numbers of their own. The table probes on the pair of codes; texts live in the
 * dictionary. Person, recorded and company identifiers share the table: what they may do is a matter of rules.
 */

import { invariant } from '../base/assert.ts';
import { uint16Column, uint32Column } from '../base/columns.ts';
import type { Dictionary, TextCode } from '../base/dictionary.ts';
import type { Hash128 } from '../base/hash.ts';
import type { Identifier } from './event.ts';

/** Dense number of an identifier; stable for the life of the event store. */
export type IdentifierIndex = number;
/** Dense number of a namespace; stable for the life of the event store. */
export type NamespaceIndex = number;

const MAX_NAMESPACES = 65_535;
const FIRST_SLOTS = 1 << 10;

export class IdentifierTable {
  /** IdentifierIndex → NamespaceIndex. */
  readonly namespace = uint16Column();
  /** IdentifierIndex → TextCode of the value. */
  readonly value = uint32Column();
  /** NamespaceIndex → name. */
  readonly namespaceNames: string[] = [];
  readonly #namespaceIndexes = new Map<string, NamespaceIndex>();
  readonly #dictionary: Dictionary;
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  get size(): number {
    return this.value.length;
  }

  get bytes(): number {
    return this.namespace.bytes + this.value.bytes + this.#slots.byteLength;
  }

  get(identifier: IdentifierIndex): Identifier {
    return { namespace: this.namespaceName(identifier), value: this.valueText(identifier) };
  }

  namespaceName(identifier: IdentifierIndex): string {
    return this.namespaceNames[this.namespace.at(identifier)]!;
  }

  valueText(identifier: IdentifierIndex): string {
    return this.#dictionary.text(this.value.at(identifier));
  }

  /** Writes `hashText` of the value under `seed` into `out`. */
  writeValueHash(identifier: IdentifierIndex, seed: number, out: Hash128): void {
    this.#dictionary.writeHash(this.value.at(identifier), seed, out);
  }

  /** IdentifierIndex, or -1 when no event carries it. */
  find(namespace: string, value: string): IdentifierIndex {
    const namespaceIndex = this.#namespaceIndexes.get(namespace);
    const valueCode = this.#dictionary.find(value);
    if (namespaceIndex === undefined || valueCode < 0) return -1;
    return this.#slots[this.#probe(namespaceIndex, valueCode)]!;
  }

  /** Number of a namespace, or -1 when no event carries it. */
  findNamespace(name: string): NamespaceIndex {
    return this.#namespaceIndexes.get(name) ?? -1;
  }

  namespaceIndex(name: string): NamespaceIndex {
    const known = this.#namespaceIndexes.get(name);
    if (known !== undefined) return known;
    const index = this.namespaceNames.length;
    invariant(index < MAX_NAMESPACES, `at most ${MAX_NAMESPACES} namespaces`);
    this.namespaceNames.push(name);
    this.#namespaceIndexes.set(name, index);
    return index;
  }

  intern(namespace: NamespaceIndex, value: TextCode): IdentifierIndex {
    const slot = this.#probe(namespace, value);
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    const identifier = this.value.length;
    this.namespace.push(namespace);
    this.value.push(value);
    this.#slots[slot] = identifier;
    if (identifier * 2 > this.#slots.length) this.#grow();
    return identifier;
  }

  /** IdentifierIndex of a value, entered if no event carries it: rules can know a key by a spelling of their own. */
  enter(namespace: NamespaceIndex, value: string): IdentifierIndex {
    return this.intern(namespace, this.#dictionary.intern(value));
  }

  #probe(namespace: NamespaceIndex, value: TextCode): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const namespaces = this.namespace.values;
    const values = this.value.values;
    let slot = slotHash(namespace, value) & mask;
    for (;;) {
      const identifier = slots[slot]!;
      if (identifier < 0 || (values[identifier] === value && namespaces[identifier] === namespace))
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let identifier = 0; identifier < this.value.length; identifier += 1) {
      let slot = slotHash(this.namespace.at(identifier), this.value.at(identifier)) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = identifier;
    }
    this.#slots = slots;
  }
}

function slotHash(namespace: number, value: number): number {
  let h = Math.imul(value, 0x9e3779b1) ^ Math.imul(namespace + 1, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae3d);
  return (h ^ (h >>> 13)) >>> 0;
}
