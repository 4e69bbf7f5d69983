/**
 * One message as one binary frame, for transports without structured clone: what `postMessage` would deliver, for the
 * plain data the protocol carries.
 *
 *   u32 length of the text │ JSON text, UTF-8 │ bytes of every typed array, one behind the other
 *
 * The text is `[value, specials]`. Where JSON has no word (NaN, infinities, -0, typed arrays) the value holds null and
 * a special `[kind, byteLength, ...path]` says what belongs there, so no text of a log can be mistaken for a marker.
 * Decoded arrays own their buffers: storing a view would store the whole frame behind it.
 */

import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { Fault } from './fault.ts';

/** Electron's own channel gets slow, then fatal, with very large values; the same bound holds on every transport. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const HEADER_BYTES = 4;
const UTF8_BYTES_PER_UNIT = 3;

const TYPED_ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type TypedArrayName = keyof typeof TYPED_ARRAYS;
type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[TypedArrayName]>;

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

type Step = string | number;
type Special = readonly [kind: string, byteLength: number, ...path: Step[]];

interface Found {
  readonly specials: Special[];
  readonly arrays: TypedArray[];
}

/** Throws a `Fault` when the frame would pass the bound, and a TypeError naming the place of what is not plain data. */
export function encodeMessage(value: unknown): Uint8Array {
  const found: Found = { specials: [], arrays: [] };
  collect(value, [], found);
  const replace = found.specials.length === 0 ? undefined : withoutSpecial;
  const text = JSON.stringify([value, found.specials], replace);
  let arrayBytes = 0;
  for (const array of found.arrays) arrayBytes += array.byteLength;
  assertBounded(HEADER_BYTES + text.length + arrayBytes);

  const room = new Uint8Array(HEADER_BYTES + text.length * UTF8_BYTES_PER_UNIT + arrayBytes);
  const textEnd = encodeUtf8(text, room, HEADER_BYTES);
  assertBounded(textEnd + arrayBytes);
  new DataView(room.buffer).setUint32(0, textEnd - HEADER_BYTES, true);
  let at = textEnd;
  for (const array of found.arrays) {
    room.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return room.subarray(0, at);
}

/** Throws a `Fault` for a frame that `encodeMessage` did not write. */
export function decodeMessage(frame: Uint8Array): unknown {
  assertBounded(frame.byteLength);
  const { root, specials, textEnd } = readText(frame);
  const holder: { value: unknown } = { value: root };
  let at = textEnd;
  for (const special of specials) {
    const [kind, byteLength, ...path] = special;
    const number = NUMBERS.get(kind);
    const value = number === undefined ? readArray(frame, kind, at, byteLength) : number;
    at += byteLength;
    place(holder, path, value);
  }
  if (at !== frame.byteLength) throw damaged('its length differs from what it announces');
  return holder.value;
}

function collect(value: unknown, path: Step[], found: Found): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    const kind = numberKind(value);
    if (kind !== null) found.specials.push([kind, 0, ...path]);
    return;
  }
  if (typeof value !== 'object') throw notPlain(typeof value, path);
  if (ArrayBuffer.isView(value)) {
    found.specials.push([typedArrayName(value, path), value.byteLength, ...path]);
    found.arrays.push(value as TypedArray);
    return;
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) collectAt(value[i], i, { path, found });
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw notPlain('class instance', path);
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) collectAt(field, name, { path, found });
  }
}

function collectAt(value: unknown, step: Step, into: { path: Step[]; found: Found }): void {
  into.path.push(step);
  collect(value, into.path, into.found);
  into.path.pop();
}

function numberKind(value: number): string | null {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : null;
  return String(value);
}

function typedArrayName(value: ArrayBufferView, path: readonly Step[]): TypedArrayName {
  for (const name of Object.keys(TYPED_ARRAYS) as TypedArrayName[]) {
    // Node's Buffer is a Uint8Array too and arrives as one, as it does through structured clone.
    if (value instanceof TYPED_ARRAYS[name]) return name;
  }
  throw notPlain('buffer view', path);
}

function withoutSpecial(_name: string, value: unknown): unknown {
  if (typeof value === 'number') return numberKind(value) === null ? value : null;
  return ArrayBuffer.isView(value) ? null : value;
}

function readText(frame: Uint8Array): { root: unknown; specials: readonly Special[]; textEnd: number } {
  if (frame.byteLength < HEADER_BYTES) throw damaged('it is shorter than its header');
  const textBytes = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES).getUint32(0, true);
  const textEnd = HEADER_BYTES + textBytes;
  if (textEnd > frame.byteLength) throw damaged('its text ends behind its end');
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeUtf8(frame, HEADER_BYTES, textEnd));
  } catch (cause) {
    throw damaged('its text is not JSON', cause);
  }
  if (
    !Array.isArray(parsed) ||
    parsed.length !== 2 ||
    !Array.isArray(parsed[1]) ||
    !parsed[1].every(isSpecial)
  ) {
    throw damaged('its text is not a value with its specials');
  }
  return { root: parsed[0], specials: parsed[1], textEnd };
}

function isSpecial(special: unknown): special is Special {
  return (
    Array.isArray(special) &&
    typeof special[0] === 'string' &&
    Number.isInteger(special[1]) &&
    special[1] >= 0 &&
    special.slice(2).every((step) => typeof step === 'string' || Number.isInteger(step))
  );
}

function readArray(frame: Uint8Array, kind: string, start: number, byteLength: number): TypedArray {
  if (!Object.hasOwn(TYPED_ARRAYS, kind)) throw damaged('it holds an array of an unknown kind');
  const construct = TYPED_ARRAYS[kind as TypedArrayName];
  if (start + byteLength > frame.byteLength || byteLength % construct.BYTES_PER_ELEMENT !== 0) {
    throw damaged('an array ends behind its end');
  }
  // Not `frame.slice`: Node's Buffer overrides it with a view of the same memory.
  const own = new Uint8Array(byteLength);
  own.set(frame.subarray(start, start + byteLength));
  return new construct(own.buffer);
}

function place(holder: { value: unknown }, path: readonly Step[], value: unknown): void {
  let parent: object = holder;
  let last: Step = 'value';
  for (const step of path) {
    const next: unknown = Object.hasOwn(parent, last) ? Reflect.get(parent, last) : null;
    if (typeof next !== 'object' || next === null)
      throw damaged('a value belongs to a place that is not there');
    parent = next;
    last = step;
  }
  // Defined, not assigned: a field named `__proto__` is data.
  Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
}

function assertBounded(bytes: number): void {
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new Fault('bad-request', `a message takes ${bytes} bytes; expected at most ${MAX_MESSAGE_BYTES}`, {
    context: { bytes, limit: MAX_MESSAGE_BYTES },
  });
}

function damaged(why: string, cause?: unknown): Fault {
  return new Fault('bad-request', `a message cannot be read: ${why}`, cause === undefined ? {} : { cause });
}

function notPlain(what: string, path: readonly Step[]): TypeError {
  const place = path.length === 0 ? 'the message' : path.join('.');
  return new TypeError(`${place} is a ${what}; expected plain data`);
}
