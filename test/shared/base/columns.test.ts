import { describe, expect, it } from 'vitest';
import {
  appendMapped,
  appendShifted,
  float64Column,
  int32Column,
  uint8Column,
  uint16Column,
  uint32Column,
} from '#shared/base/columns.ts';

describe('a column', () => {
  it.each([
    ['uint8', () => uint8Column(1), 255],
    ['uint16', () => uint16Column(1), 65_535],
    ['uint32', () => uint32Column(1), 4_294_967_295],
    ['int32', () => int32Column(1), -1],
    ['float64', () => float64Column(1), 0.5],
  ])('of %s keeps its rows while it grows', (_, make, value) => {
    const column = make();
    for (let row = 0; row < 1000; row += 1) column.push(row % 200);
    column.push(value);
    column.append([1, 2]);
    column.extend(2, 3);
    column.extend(-1, 9);
    column.set(0, 7);
    expect(column.length).toBe(1005);
    expect(Array.from(column.toArray().slice(-5))).toEqual([value, 1, 2, 3, 3]);
    expect([column.at(0), column.at(199), column.at(200)]).toEqual([7, 199, 0]);
    column.clear();
    expect([column.length, column.toArray().length]).toEqual([0, 0]);
  });

  it('grows by half, or to what an append needs', () => {
    const column = uint32Column(100);
    column.extend(101, 1);
    expect(column.bytes).toBe(150 * 4);
    column.append(new Uint32Array(900));
    expect(column.bytes).toBe(1001 * 4);
  });

  it('takes codes through a map, and ends by a shift', () => {
    const codes = uint32Column();
    appendMapped(codes, Uint32Array.of(1, 0, 1), Uint32Array.of(40, 41));
    expect(Array.from(codes.toArray())).toEqual([41, 40, 41]);
    const ends = float64Column();
    appendShifted(ends, Uint32Array.of(1, 4), 2 ** 33);
    expect(Array.from(ends.toArray())).toEqual([2 ** 33 + 1, 2 ** 33 + 4]);
  });
});
