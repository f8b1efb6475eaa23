import fc from "fast-check";
import { describe, expect } from "vitest";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import {
  compareWindows,
  contains,
  fixed,
  interval,
  mergeOverlapping,
  sessions,
  sliding,
  type Window,
  type WindowFn,
} from "../../src/windows/index.ts";
import { law } from "../support/property.ts";

const day = 86_400_000;
const timestamp = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: MIN_TIMESTAMP, max: MAX_TIMESTAMP - 1 }),
  fc.integer({ min: MIN_TIMESTAMP, max: MIN_TIMESTAMP + 100 }),
  fc.integer({ min: MAX_TIMESTAMP - 100, max: MAX_TIMESTAMP - 1 }),
);
const size = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 40 * day }));
const offset = fc.integer({ min: -3 * day, max: 3 * day });

describe("Law 1: a window contains its timestamp", () => {
  const check = (windows: WindowFn, at: number): readonly Window[] => {
    const assigned = windows.assign(at, null);
    for (const window of assigned) expect(contains(window, at)).toBe(true);
    expect([...assigned].sort(compareWindows)).toEqual(assigned);
    return assigned;
  };
  law("fixed windows: exactly one", fc.tuple(size, offset, timestamp), ([sizeMs, offsetMs, at]) => {
    const [window, ...others] = check(fixed(sizeMs, { offset: offsetMs }), at);
    expect(others).toEqual([]);
    expect(window).toBeDefined();
  });
  law(
    "sliding windows: every aligned start in (t - size, t]",
    fc.tuple(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      offset,
      fc.integer({ min: -500, max: 500 }),
    ),
    ([sizeMs, period, offsetMs, at]) => {
      const assigned = check(sliding(sizeMs, { period, offset: offsetMs }), at);
      const expected: Window[] = [];
      for (let start = at - sizeMs + 1; start <= at; start++) {
        if ((((start - offsetMs) % period) + period) % period === 0)
          expected.push({ start, end: start + sizeMs });
      }
      expect(assigned).toEqual(expected);
    },
  );
  law(
    "sliding windows at the bounds of time",
    fc.tuple(timestamp, fc.integer({ min: 1, max: 60 })),
    ([at, period]) => {
      const assigned = check(sliding(60, { period }), at);
      expect(assigned.length).toBeGreaterThanOrEqual(1);
    },
  );
  law("sessions: the proto-window", fc.tuple(size, timestamp), ([gap, at]) => {
    expect(check(sessions(gap), at)).toEqual([interval(at, at + gap)]);
  });
});

const window = fc
  .tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 15 }))
  .map(([start, length]) => interval(start, start + length));
const windows = fc.array(window, { maxLength: 12 });

/** The set that is left when all merges of a set have been carried out. */
function merged(set: readonly Window[]): Window[] {
  const left = new Map(set.map((one) => [`${one.start} ${one.end}`, one]));
  for (const { parts, result } of mergeOverlapping([...left.values()])) {
    for (const part of parts) left.delete(`${part.start} ${part.end}`);
    left.set(`${result.start} ${result.end}`, result);
  }
  return [...left.values()].sort(compareWindows);
}

/** Sessions by definition: instants that any window covers, cut where none does or where windows only touch. */
function sortAndCut(set: readonly Window[]): Window[] {
  const cuts: Window[] = [];
  for (const { start, end } of [...set].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = cuts.at(-1);
    if (last !== undefined && start < last.end)
      cuts[cuts.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else cuts.push({ start, end });
  }
  return cuts.sort(compareWindows);
}

describe("Law 2: session merge", () => {
  law("equals sort and cut", windows, (set) => expect(merged(set)).toEqual(sortAndCut(set)));
  law("is commutative", fc.tuple(windows, fc.nat()), ([set, turn]) => {
    const at = set.length === 0 ? 0 : turn % set.length;
    expect(merged([...set.slice(at), ...set.slice(0, at)].reverse())).toEqual(merged(set));
  });
  law("is associative", fc.tuple(windows, windows, windows), ([a, b, c]) => {
    expect(merged([...merged([...a, ...b]), ...c])).toEqual(
      merged([...a, ...merged([...b, ...c])]),
    );
  });
  law("is idempotent", windows, (set) => {
    const once = merged(set);
    expect(mergeOverlapping(once)).toEqual([]);
    expect(merged([...once, ...once])).toEqual(once);
  });
  law("names every window at most once, with a result that spans its parts", windows, (set) => {
    const distinct = [...new Map(set.map((one) => [`${one.start} ${one.end}`, one])).values()];
    const seen = new Set<Window>();
    for (const { parts, result } of mergeOverlapping(distinct)) {
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) {
        expect(seen.has(part)).toBe(false);
        seen.add(part);
      }
      expect(result).toEqual({
        start: Math.min(...parts.map((part) => part.start)),
        end: Math.max(...parts.map((part) => part.end)),
      });
    }
  });
});
