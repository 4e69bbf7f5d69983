import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from '#shared/protocol/codec.ts';
import { Fault } from '#shared/protocol/fault.ts';

const roundTrip = (value: unknown) => decodeMessage(encodeMessage(value));

const typedArray = fc.oneof(
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
);
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.string({ unit: 'binary' }),
    typedArray,
    fc.array(tie('message'), { maxLength: 6 }),
    fc.dictionary(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'value', '0')),
      tie('message'),
      { maxKeys: 6, noNullPrototype: true },
    ),
  ),
}));

describe('codec', () => {
  it('gives back any plain message as structured clone does', () => {
    fc.assert(
      fc.property(message, (value) => {
        // Not toStrictEqual: it takes a field named `constructor` for the class.
        expect(isDeepStrictEqual(roundTrip(value), structuredClone(value))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps lone surrogates of a text', () => {
    expect(roundTrip({ text: 'a\ud800b' })).toStrictEqual({ text: 'a\ud800b' });
  });

  it('keeps a field named __proto__ as data, its special values included', () => {
    const value: unknown = JSON.parse('{"__proto__": {"x": 1}}');
    Object.defineProperty(value, '__proto__', { value: { x: Number.NaN }, enumerable: true });
    const back = roundTrip(value) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(back, '__proto__')?.value).toStrictEqual({ x: Number.NaN });
  });

  it('drops fields that are undefined and refuses gaps in lists', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toStrictEqual({ b: 1 });
    expect(() => encodeMessage({ rows: [1, undefined] })).toThrow('rows.1');
  });

  it('names the place of what is not plain data', () => {
    expect(() => encodeMessage({ a: [{ at: new Date(0) }] })).toThrow('a.0.at');
    expect(() => encodeMessage({ a: 1n })).toThrow('a is a bigint');
    expect(() => encodeMessage(() => 1)).toThrow('the message');
  });

  it('gives arrays a buffer of their own, also out of a larger one', () => {
    const data = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const frame = encodeMessage({ odd: 'x', data });
    const shifted = new Uint8Array(frame.byteLength + 3);
    shifted.set(frame, 3);
    const back = decodeMessage(shifted.subarray(3)) as { data: Float64Array };
    expect([...back.data]).toEqual([2, 3]);
    expect(back.data.buffer.byteLength).toBe(16);
    const fromBuffer = decodeMessage(Buffer.from(frame)) as { data: Float64Array };
    expect(fromBuffer.data.buffer.byteLength).toBe(16);
  });

  it('passes a Buffer on as a Uint8Array', () => {
    const back = roundTrip({ data: Buffer.from([1, 2]) }) as { data: Uint8Array };
    expect(Object.getPrototypeOf(back.data)).toBe(Uint8Array.prototype);
    expect([...back.data]).toEqual([1, 2]);
  });

  it('refuses a message above the bound, counted in bytes', () => {
    expect(kindOf(() => encodeMessage(new Uint8Array(MAX_MESSAGE_BYTES)))).toBe('bad-request');
    expect(kindOf(() => encodeMessage('é'.repeat(MAX_MESSAGE_BYTES / 2)))).toBe('bad-request');
    expect(kindOf(() => decodeMessage(new Uint8Array(MAX_MESSAGE_BYTES + 1)))).toBe('bad-request');
    expect(encodeMessage(new Uint8Array(MAX_MESSAGE_BYTES - 100)).byteLength).toBeLessThan(MAX_MESSAGE_BYTES);
  });

  it('refuses any damaged frame with a fault, never with another error', () => {
    const frame = encodeMessage({ a: Number.NaN, b: new Uint16Array([1, 2]), c: 'text' });
    for (let length = 0; length < frame.byteLength; length += 1) {
      expect(kindOf(() => decodeMessage(frame.subarray(0, length)))).toBe('bad-request');
    }
    fc.assert(
      fc.property(fc.nat(frame.byteLength - 1), fc.nat(255), (at, byte) => {
        const broken = frame.slice();
        broken[at] = byte;
        expect(['bad-request', 'read']).toContain(kindOf(() => decodeMessage(broken)));
      }),
      { numRuns: 1000 },
    );
  });
});

function kindOf(run: () => unknown): string {
  try {
    run();
    return 'read';
  } catch (thrown) {
    return thrown instanceof Fault ? thrown.kind : `not a fault: ${String(thrown)}`;
  }
}
