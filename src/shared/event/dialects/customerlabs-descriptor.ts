/**
 * CustomerLabs' property descriptor, `{"t": type, "v": value, "ib": true}`, and plain values without it.
 *
 * Seen in the wild: `type` and `value` for `t` and `v`, types in any case, bare values, descriptors within lists and
 * objects. Declared types are not trusted: a "number" may hold text, and text it stays.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { makeBag } from './record.ts';

/** The second spelling is as common; any other has to be folded first. */
const TYPES = new Set(
  ['string', 'number', 'boolean', 'array', 'object', 'integer', 'float'].flatMap((type) => [
    type,
    type.charAt(0).toUpperCase() + type.slice(1),
  ]),
);
/** Deeper values are kept as they are written, so that no record can exhaust the stack. */
const MAX_DEPTH = 64;

/** A view of an object that is a descriptor. */
class Descriptor {
  readonly value: JsonValue;
  readonly identifies: boolean;
  readonly identifiesGroup: boolean;
  readonly #type: string;

  constructor(object: JsonObject, type: string, value: JsonValue) {
    this.value = value;
    this.#type = type;
    this.identifies = isSet(object['ib']);
    this.identifiesGroup = isSet(object['igb']);
  }

  /** The value as an identifier. Digits declared a number lose their `+` on the way, which phones get back. */
  raw(namespace: string): JsonValue {
    const { value } = this;
    const isDigits = namespace === 'phone' && typeof value === 'string' && /^\d{6,15}$/.test(value);
    return isDigits && this.#type.toLowerCase() === 'number' && !value.startsWith('0')
      ? Number(value)
      : value;
  }
}

/** null when the value is no descriptor. */
export function descriptorOf(value: JsonValue | undefined): Descriptor | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const object = value as JsonObject;
  const type = object['t'];
  const inner = object['v'];
  if (inner !== undefined && (isTypeName(type) || isSet(object['ib']) || isSet(object['igb'])))
    return new Descriptor(object, typeof type === 'string' ? type : '', inner);
  const longType = object['type'];
  const longValue = object['value'];
  return longValue !== undefined && isTypeName(longType)
    ? new Descriptor(object, typeof longType === 'string' ? longType : '', longValue)
    : null;
}

/** The value with every descriptor in it replaced by what it holds. Scalars and plain lists are returned as they are. */
export function plainValue(value: JsonValue, depth = 0): JsonValue {
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return value;
  if (Array.isArray(value)) return plainList(value as readonly JsonValue[], depth);
  const object = value as JsonObject;
  const inner = descriptorValue(object);
  if (inner !== undefined) return plainValue(inner, depth + 1);
  const plain = makeBag();
  for (const key in object) plain[key] = plainValue(object[key]!, depth + 1);
  return plain;
}

function plainList(list: readonly JsonValue[], depth: number): JsonValue {
  const hasObjects = list.some((item) => typeof item === 'object' && item !== null);
  return hasObjects ? list.map((item) => plainValue(item, depth + 1)) : list;
}

/** What a descriptor holds, without making a view of it; undefined for other objects. */
function descriptorValue(object: JsonObject): JsonValue | undefined {
  const inner = object['v'];
  if (inner !== undefined && (isTypeName(object['t']) || isSet(object['ib']) || isSet(object['igb'])))
    return inner;
  return object['value'] !== undefined && isTypeName(object['type']) ? object['value'] : undefined;
}

function isTypeName(type: JsonValue | undefined): boolean {
  return typeof type === 'string' && (TYPES.has(type) || TYPES.has(type.toLowerCase()));
}

function isSet(flag: JsonValue | undefined): boolean {
  return flag === true || flag === 'true';
}
