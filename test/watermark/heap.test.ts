import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heap } from "../../src/watermark/heap.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import { law } from "../support/property.ts";

interface Entry {
  readonly at: number;
  readonly id: number;
}
const compare = (a: Entry, b: Entry): number => a.at - b.at || a.id - b.id;
const entries = fc
  .array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 })
  .map((list) => list.map((at, id): Entry => ({ at, id })));

function filled(list: readonly Entry[]): Heap<Entry> {
  const heap = new Heap<Entry>();
  for (const entry of list) heap.push(entry.at, entry);
  return heap;
}

/** Everything that is in a heap, in the order of its times; the entries of one time by their id. */
function drained(heap: Heap<Entry>): (Entry & { readonly time: number })[] {
  const list: (Entry & { readonly time: number })[] = [];
  for (let time = heap.time, top = heap.pop(); top !== undefined; top = heap.pop()) {
    list.push({ ...top, time });
    ({ time } = heap);
  }
  expect(list.map(({ time }) => time)).toEqual(list.map(({ time }) => time).sort((a, b) => a - b));
  return list.sort((a, b) => a.time - b.time || a.id - b.id);
}

const timed = (list: readonly Entry[]) =>
  list.map((entry) => ({ ...entry, time: entry.at })).sort(compare);

describe("heap", () => {
  test("empty: nothing to see, nothing to take", () => {
    const heap = filled([]);
    expect([heap.size, heap.peek(), heap.pop(), heap.size]).toEqual([0, undefined, undefined, 0]);
    heap.postponeTop(5);
    heap.compact(() => true);
    expect([heap.size, heap.time]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test("one entry comes and goes", () => {
    const entry = { at: 1, id: 0 };
    const heap = filled([entry]);
    expect(heap.time).toBe(1);
    heap.postponeTop(3);
    expect([heap.size, heap.time, heap.peek(), heap.pop()]).toEqual([1, 3, entry, entry]);
    expect([heap.size, heap.time, heap.peek()]).toEqual([0, Number.POSITIVE_INFINITY, undefined]);
  });

  law("pops in order, whatever the order of pushing", entries, (list) => {
    const heap = filled(list);
    expect(heap.size).toBe(list.length);
    expect(heap.time).toBe(Math.min(...list.map(({ at }) => at)));
    expect(drained(heap)).toEqual(timed(list));
    expect(heap.size).toBe(0);
  });

  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  law("pushes and pops may alternate", steps, (list) => {
    const heap = filled([]);
    let model: Entry[] = [];
    for (const [id, at] of list.entries()) {
      if (at === null) {
        const popped = heap.pop();
        expect(popped?.at).toBe(model[0]?.at);
        model = model.filter((entry) => entry !== popped);
      } else {
        const entry = { at, id };
        heap.push(at, entry);
        model = [...model, entry].sort(compare);
      }
      expect(heap.size).toBe(model.length);
      expect(heap.peek()?.at).toBe(model[0]?.at);
    }
  });

  const moves = fc.tuple(entries, fc.integer({ min: 0, max: 30 }));
  law("a top that is postponed sinks to its place", moves, ([list, later]) => {
    const heap = filled(list);
    const top = heap.peek();
    const moved = { at: heap.time + later, id: top?.id ?? 0 };
    heap.postponeTop(moved.at);
    const expected = timed(list.map((entry) => (entry === top ? moved : entry)));
    expect(drained(heap).map(({ time, id }) => [time, id])).toEqual(
      expected.map(({ time, id }) => [time, id]),
    );
  });

  const compactions = fc.tuple(entries, fc.integer({ min: 1, max: 4 }));
  law("compact keeps what it is told to, in order", compactions, ([list, modulus]) => {
    const heap = filled(list);
    const keep = (entry: Entry): boolean => entry.id % modulus === 0;
    heap.compact(keep);
    const kept = list.filter(keep);
    expect(heap.size).toBe(kept.length);
    expect(drained(heap)).toEqual(timed(kept));
  });

  test("times from one end of time to the other", () => {
    const heap = new Heap<string>();
    heap.push(MAX_TIMESTAMP, "last");
    heap.push(0.5 - MAX_TIMESTAMP / 4, "second");
    heap.push(MIN_TIMESTAMP, "first");
    heap.push(Number.POSITIVE_INFINITY, "never");
    expect([heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual([
      "first",
      "second",
      "last",
      "never",
    ]);
  });
});
