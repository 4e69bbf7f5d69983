import { describe, expect, test } from 'vitest';
import { inOperandOrder } from '#shared/identifier/merge-operands.ts';

describe('fields of a call', () => {
  test('come in the order in which the call takes its operands, as one kind of id', () => {
    const fields = [
      ['$anon_distinct_id', 'a'],
      ['email', 'e'],
      ['distinct_id', 'd'],
    ] as const;
    expect(inOperandOrder('posthog', '$identify', fields)).toEqual([
      ['distinct_id', 'd'],
      ['distinct_id', 'a'],
      ['email', 'e'],
    ]);
  });

  test('that are operands of other calls only are properties', () => {
    const fields = [
      ['distinct_id', 'd'],
      ['$anon_distinct_id', 'a'],
      ['alias', 'b'],
    ] as const;
    expect(inOperandOrder('posthog', 'capture', fields)).toEqual([['distinct_id', 'd']]);
    expect(inOperandOrder('posthog', '$merge_dangerously', fields)).toEqual([
      ['distinct_id', 'd'],
      ['distinct_id', 'b'],
    ]);
    expect(inOperandOrder('mixpanel-original', '$create_alias', fields)).toEqual([
      ['distinct_id', 'd'],
      ['distinct_id', 'b'],
      ['$anon_distinct_id', 'a'],
    ]);
  });

  test('are what they are called where a vendor has several kinds of ids', () => {
    const fields = [['alias', 'b']] as const;
    expect(inOperandOrder('segment-unify', '$create_alias', fields)).toEqual(fields);
  });
});
