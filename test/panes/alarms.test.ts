import fc from "fast-check";
import { describe, expect } from "vitest";
import { Alarms } from "../../src/panes/alarms.ts";
import { Cell, NONE } from "../../src/panes/cell.ts";
import { Session } from "../../src/panes/span.ts";
import { law } from "../support/property.ts";

type Span = Session<string, number, number>;

/** What happens to alarms: a span comes, one of those there are grows or dies, the watermark moves. */
type Move =
  | { readonly kind: "watch"; readonly spans: readonly number[] }
  | { readonly kind: "grow"; readonly which: number; readonly by: number }
  | { readonly kind: "kill"; readonly which: number }
  | { readonly kind: "advance"; readonly by: number };

const ends = fc.integer({ min: -200, max: 2_000 });
const which = fc.nat({ max: 10_000 });
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("watch" as const), spans: fc.array(ends, { maxLength: 5 }) }),
    fc.record({
      kind: fc.constant("grow" as const),
      which,
      by: fc.integer({ min: 1, max: 600 }),
    }),
    fc.record({ kind: fc.constant("kill" as const), which }),
    fc.record({ kind: fc.constant("advance" as const), by: fc.integer({ min: 0, max: 300 }) }),
  ),
  { maxLength: 60 },
);

function spanUntil(end: number): Span {
  return new Session(end - 10, end, false, "k", new Cell<number, number>(0, [], 0));
}

/** Takes out everything that is due, as the agenda does. */
function take(alarms: Alarms, watermark: number): Set<unknown> {
  const due = new Set<unknown>();
  for (let span = alarms.first(watermark); span !== null; span = alarms.first(watermark)) {
    expect(span.alarm).toBe(span.end);
    alarms.shift();
    due.add(span);
  }
  return due;
}

describe("alarms", () => {
  law(
    "each span comes up when the watermark reaches its end, however it has grown",
    fc.record({
      /** Beyond a few hundred, alarms that are far away leave the heap. */
      crowd: fc.array(ends, { minLength: 250, maxLength: 400 }),
      stretchMs: fc.constantFrom(1, 7, 100, 1_000, Number.POSITIVE_INFINITY),
      moves,
      peeks: fc.boolean(),
    }),
    ({ crowd, stretchMs, moves: all, peeks }) => {
      const alarms = new Alarms(stretchMs);
      const live = new Set<Span>();
      let watermark = -300;
      const watch = (end: number) => {
        const span = spanUntil(Math.max(end, watermark + 1));
        live.add(span);
        alarms.watch(span);
      };
      crowd.forEach(watch);
      for (const move of all) {
        const chosen = [...live][("which" in move ? move.which : 0) % Math.max(live.size, 1)];
        if (move.kind === "watch") move.spans.forEach(watch);
        else if (move.kind === "grow" && chosen !== undefined) chosen.end += move.by;
        else if (move.kind === "kill" && chosen !== undefined) {
          chosen.dead = true;
          live.delete(chosen);
        } else if (move.kind === "advance") {
          watermark += move.by;
          const due = new Set([...live].filter(({ end }) => end <= watermark));
          const taken = take(alarms, watermark);
          expect([taken.size, [...due].every((span) => taken.has(span))]).toEqual([due.size, true]);
          for (const span of due) live.delete(span);
        }
        if (!peeks) continue;
        const next = Math.min(NONE, ...[...live].map(({ end }) => end));
        expect(alarms.first(NONE)?.alarm ?? NONE).toBe(next);
      }
    },
  );
});
