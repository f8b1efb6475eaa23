import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heap } from "../../src/watermark/heap.ts";
import { law } from "../support/property.ts";

interface Entry {
  at: number;
  readonly id: number;
}
/** Ties of `at` are broken by `id`: a total order, as the heap demands. */
const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
const compare = (a: Entry, b: Entry): number => a.at - b.at || a.id - b.id;
const entries = fc
  .array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 })
  .map((list) => list.map((at, id): Entry => ({ at, id })));

function filled(list: readonly Entry[]): Heap<Entry> {
  const heap = new Heap(before);
  for (const entry of list) heap.push(entry);
  return heap;
}

function drained(heap: Heap<Entry>): Entry[] {
  const list: Entry[] = [];
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) list.push(top);
  return list;
}

describe("heap", () => {
  test("empty: nothing to see, nothing to take", () => {
    const heap = filled([]);
    expect([heap.size, heap.peek(), heap.pop(), heap.size]).toEqual([0, undefined, undefined, 0]);
    heap.topMovedLater();
    heap.compact(() => true);
    expect(heap.size).toBe(0);
  });

  test("one entry comes and goes", () => {
    const entry = { at: 1, id: 0 };
    const heap = filled([entry]);
    heap.topMovedLater();
    expect([heap.size, heap.peek(), heap.pop(), heap.peek(), heap.size]).toEqual([
      1,
      entry,
      entry,
      undefined,
      0,
    ]);
  });

  law("pops in order, whatever the order of pushing", entries, (list) => {
    const heap = filled(list);
    expect(heap.size).toBe(list.length);
    expect(heap.peek()).toBe([...list].sort(compare)[0]);
    expect(drained(heap)).toEqual([...list].sort(compare));
    expect(heap.size).toBe(0);
  });

  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  law("pushes and pops may alternate", steps, (list) => {
    const heap = filled([]);
    let model: Entry[] = [];
    for (const [id, at] of list.entries()) {
      if (at === null) {
        expect(heap.pop()).toEqual(model[0]);
        model = model.slice(1);
      } else {
        heap.push({ at, id });
        model = [...model, { at, id }].sort(compare);
      }
      expect(heap.size).toBe(model.length);
      expect(heap.peek()).toEqual(model[0]);
    }
  });

  const moves = fc.tuple(entries, fc.integer({ min: 0, max: 30 }));
  law("a top that moves later sinks to its place", moves, ([given, later]) => {
    const list = given.map((entry) => ({ ...entry }));
    const heap = filled(list);
    const top = heap.peek();
    if (top !== undefined) top.at += later;
    heap.topMovedLater();
    expect(drained(heap)).toEqual([...list].sort(compare));
  });

  const compactions = fc.tuple(entries, fc.integer({ min: 1, max: 4 }));
  law("compact keeps what it is told to, in order", compactions, ([list, modulus]) => {
    const heap = filled(list);
    const keep = (entry: Entry): boolean => entry.id % modulus === 0;
    heap.compact(keep);
    const kept = list.filter(keep).sort(compare);
    expect(heap.size).toBe(kept.length);
    expect(drained(heap)).toEqual(kept);
  });

  test("costs a logarithm of comparisons", () => {
    let comparisons = 0;
    const heap = new Heap<number>((a, b) => {
      comparisons++;
      return a < b;
    });
    for (let n = 1024; n > 0; n--) heap.push(n);
    expect(comparisons).toBeLessThan(1024 * 10);
    comparisons = 0;
    expect(heap.pop()).toBe(1);
    expect(comparisons).toBeLessThanOrEqual(20);
    comparisons = 0;
    heap.push(2000);
    expect(comparisons).toBe(1);
  });
});
