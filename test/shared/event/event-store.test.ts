import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { EventStore, ROW_ACCEPTED, ROW_SAME, ROW_SAME_CONTENT } from '#shared/event/event-store.ts';
import { logText } from '../../support/log-text.ts';

function append(store: EventStore, events: readonly CanonicalEvent[], firstLine = 1): number[] {
  const builder = new BatchBuilder();
  events.forEach((event, line) => builder.add(event, line, 0));
  return store.append(builder.finish(), 3, firstLine);
}

function storeOf(...batches: string[]): EventStore {
  const store = new EventStore();
  for (const batch of batches) append(store, logText(batch));
  return store;
}

describe('the event store', () => {
  it('keeps rows of several batches with their texts, identifiers, lines and own ids', () => {
    const store = new EventStore();
    append(store, logText('10:00 anon:d email:a@x #first'), 10);
    append(store, logText('10:05 email:a@x anon:e\n10:06 crm:7 ~4 #größe'), 20);
    expect(store.rowCount).toBe(3);
    const words = [0, 1, 2].map((row) => {
      const carried = Array.from(
        store.identifiers.toArray().slice(store.identifierStart(row), store.identifierEnds.at(row)),
      );
      return carried.map((identifier) => Object.values(store.identifierTable.get(identifier)).join(':'));
    });
    expect(words).toEqual([
      ['anonymous_id:d', 'email:a@x'],
      ['email:a@x', 'anonymous_id:e'],
      ['crm_user_id:7'],
    ]);
    expect([0, 1, 2].map((row) => store.line.at(row))).toEqual([10, 20, 21]);
    expect([store.eventId(0), store.eventId(2)]).toEqual(['first', 'größe']);
    expect(store.eventId(1)).toMatch(/^[0-9a-f]{32}$/);
    expect(store.hasOwnId(1)).toBe(false);
    expect(Array.from(store.sequence.toArray())).toEqual([Number.NaN, Number.NaN, 4]);
    expect(store.source.at(2)).toBe(3);
  });

  it('takes a record with equal id and content, or equal content and time, for one event', () => {
    const store = storeOf(`
      10:00  anon:d  #m1
      11:00  anon:d  #m1
      10:00  anon:d
      10:00  anon:d
      10:01  anon:d
      10:00  anon:e  #m1
    `);
    expect(Array.from(store.status.toArray())).toEqual([
      ROW_ACCEPTED,
      ROW_SAME,
      ROW_ACCEPTED,
      ROW_SAME_CONTENT,
      ROW_ACCEPTED,
      ROW_ACCEPTED,
    ]);
    expect(store.counts).toEqual({ same: 1, sameContent: 1, idReused: 1 });
    expect(store.acceptedCount).toBe(4);
    expect([0, 1, 2, 3].map((row) => store.acceptedRowOf(row))).toEqual([0, 0, 2, 2]);
  });

  it('lets the copy received first count and says which rows no longer do', () => {
    const store = new EventStore();
    append(store, logText('10:00 anon:d #m1 <10:30'));
    expect(append(store, logText('10:00 anon:d #m1 <10:20'))).toEqual([0]);
    expect(append(store, logText('10:00 anon:d #m1 <10:25\n10:00 anon:d #m1 <10:10'))).toEqual([1]);
    expect(append(store, logText('10:00 anon:d #m1'))).toEqual([]);
    expect([0, 1, 2, 3, 4].map((row) => store.acceptedRowOf(row))).toEqual([3, 3, 3, 3, 3]);
    expect(store.counts.same).toBe(4);
  });

  it('names no row of the same batch that never counted', () => {
    const store = new EventStore();
    expect(append(store, logText('10:00 anon:d #m1 <10:30\n10:00 anon:d #m1 <10:20'))).toEqual([]);
    expect(store.acceptedRowOf(0)).toBe(1);
  });

  it('accepts the same events in whatever order and batching they come', () => {
    const line = fc
      .record({ id: fc.nat(3), who: fc.constantFrom('d', 'e'), received: fc.integer({ min: 10, max: 20 }) })
      .map(({ id, who, received }) => `10:00 anon:${who} #m${id} <11:${received}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.nat(20), (lines, cut) => {
        const acceptedOf = (store: EventStore): string[] => {
          const accepted: string[] = [];
          for (let row = 0; row < store.rowCount; row += 1)
            if (store.status.at(row) === ROW_ACCEPTED)
              accepted.push(`${store.eventId(row)} ${store.receivedAt.at(row)} ${store.identifiers.at(row)}`);
          return accepted.map((text) => text.replace(/ \d+$/, '')).sort();
        };
        const one = storeOf(lines.join('\n'));
        const other = storeOf(lines.slice(cut).reverse().join('\n'), lines.slice(0, cut).join('\n'));
        expect(acceptedOf(other)).toEqual(acceptedOf(one));
        expect(other.counts).toEqual(one.counts);
      }),
    );
  });

  it('reads a log whose events all have one id without looking at each for each', () => {
    const store = new EventStore();
    const count = 60_000;
    const events = logText('10:00 anon:d #same');
    const builder = new BatchBuilder();
    for (let i = 0; i < count; i += 1) builder.add({ ...events[0]!, name: `event ${i}` }, i, 0);
    store.append(builder.finish(), 0, 1);
    expect(store.counts.idReused).toBe(count - 1);
    expect(store.acceptedCount).toBe(count);
    expect(store.keyLooks).toBeLessThan(count * 8);
  });
});
