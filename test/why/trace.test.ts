import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Engine, type Key, type Output, strategy } from "../../src/panes/index.ts";
import { cases } from "../../src/testing/arbitraries/index.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import type { Case, CaseStep } from "../../src/testing/cases/case.ts";
import { afterCount, afterWatermark } from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP } from "../../src/watermark/index.ts";
import { type TraceEvent, traced, traceLine } from "../../src/why/index.ts";
import { fixed } from "../../src/windows/index.ts";
import { law } from "../support/property.ts";
import { follows } from "../testing/json-schema.ts";

const schema = JSON.parse(readFileSync("docs/trace.schema.json", "utf8")) as never;

type AnyEngine = Engine<Key, unknown, unknown>;
type Make = (output: Output<Key, unknown, unknown>) => AnyEngine;

function take(engine: AnyEngine, step: CaseStep): void {
  if ("elements" in step) {
    engine.addBatch({
      keys: step.elements.map(([, , key]) => key),
      values: step.elements.map(([value]) => value),
      timestamps: step.elements.map(([, timestamp]) => timestamp),
    });
  } else engine.advance("advanceTogether" in step ? step.advanceTogether : step);
}

/** Everything that comes out of a case that is played to the end of time. */
function runOf({ steps }: Case, make: Make) {
  const panes: unknown[] = [];
  const dropped: unknown[] = [];
  const engine = make({
    onPane: (pane) => panes.push(pane),
    onDropped: (drop) => dropped.push(drop),
  });
  for (const step of [...steps, { watermark: MAX_TIMESTAMP }]) take(engine, step);
  const { counters, outputWatermark } = engine;
  return { panes, dropped, counters, outputWatermark };
}

const played = (input: Case) => {
  const events: TraceEvent[] = [];
  const built = buildStrategy(input.strategy);
  const run = runOf(input, (output) => traced(built, output, (event) => events.push(event)));
  return { events, run };
};

const named = <N extends TraceEvent["event"]>(
  events: readonly TraceEvent[],
  ...names: readonly N[]
) =>
  events.filter(({ event }) => names.includes(event as N)) as Extract<TraceEvent, { event: N }>[];

type Of = Pick<Extract<TraceEvent, { event: "asked" }>, "step" | "key" | "window">;

describe("a trace", () => {
  law("changes nothing of what comes out", cases(), (input) => {
    const built = buildStrategy(input.strategy);
    expect(played(input).run).toEqual(runOf(input, (output) => new Engine(built, output)));
  });

  law("follows its schema, line by line", cases(), (input) => {
    for (const event of played(input).events) {
      const line = traceLine(event);
      expect([follows(schema, JSON.parse(line)), line]).toEqual([true, line]);
    }
  });

  law("accounts for every element, pane, window and hold", cases(), (input) => {
    const { events, run } = played(input);
    const { counters } = run;
    const drops = named(events, "dropped").map(({ reason }) => reason);
    expect({
      read: named(events, "bundle").reduce((sum, { elements }) => sum + elements, 0),
      accepted: named(events, "added").length,
      late: drops.filter((reason) => reason === "late").length,
      closed: drops.filter((reason) => reason === "closed").length,
      unassigned: drops.filter((reason) => reason === "unassigned").length,
      panes: named(events, "pane", "retraction").length,
    }).toEqual({
      read: counters.read,
      accepted: counters.accepted,
      late: counters.late,
      closed: counters.closed,
      unassigned: counters.unassigned,
      panes: run.panes.length,
    });
    // At the end of time every window has expired, or was merged away, and nothing holds.
    const nameOf = (key: unknown, window: object): string => JSON.stringify([key, window]);
    const open = new Set<string>();
    const holds = new Map<string, number>();
    for (const one of events) {
      if (one.event === "added") open.add(nameOf(one.key, one.window));
      if (one.event === "merged") {
        for (const from of one.from) {
          open.delete(nameOf(one.key, from));
          holds.delete(nameOf(one.key, from));
        }
        open.add(nameOf(one.key, one.window));
      }
      if (one.event === "hold" && one.at !== null) holds.set(nameOf(one.key, one.window), one.at);
      if (one.event === "hold" && one.at === null) holds.delete(nameOf(one.key, one.window));
      if (one.event === "expired") open.delete(nameOf(one.key, one.window));
    }
    expect([...open]).toEqual([]);
    expect([...holds]).toEqual([]);
  });

  law("every pane has its reason: a trigger that was due, or the expiry", cases(), (input) => {
    const { events } = played(input);
    for (const pane of named(events, "pane")) {
      const nameOf = ({ step, key, window }: Of): string => JSON.stringify([step, key, window]);
      const isOf = (one: Of): boolean => nameOf(one) === nameOf(pane);
      const asked = named(events, "asked").filter((one) => isOf(one) && one.isDue);
      const expired = named(events, "expired").filter(isOf);
      expect(asked.length + expired.length).toBeGreaterThan(0);
      for (const { trigger } of asked) expect(trigger.state).toBe("due");
    }
  });
});

test("an engine that is not traced has no trace of it", () => {
  const of = strategy<number>({
    windows: fixed(10),
    trigger: afterWatermark({ early: afterCount(2) }),
  });
  const plain = new Engine<string, number, number[]>(of, { onPane: () => {} });
  traced(of, { onPane: () => {} }, () => {});
  expect(plain.core.journal).toBe(null);
  for (const object of [plain.core, plain.core.agenda, plain.layout])
    expect(
      Object.keys(object).filter((name) => typeof Reflect.get(object, name) === "function"),
    ).toEqual([]);
});

test("the trace of a window from its first element to its expiry", () => {
  const lines: string[] = [];
  const engine = traced<string, number, number[]>(
    strategy<number>({ windows: fixed(10), trigger: afterWatermark({ early: afterCount(2) }) }),
    { onPane: () => {} },
    (event) => {
      const { step, event: name } = event;
      const detail =
        event.event === "asked"
          ? event.isDue
          : event.event === "timerSet" || event.event === "timerFired"
            ? event.time
            : event.event === "hold"
              ? event.at
              : event.event === "pane"
                ? event.timing
                : "";
      lines.push(`${step} ${name} ${detail}`.trim());
    },
  );
  engine.add("k", 1, 1);
  engine.add("k", 2, 2);
  engine.advanceWatermark(4);
  engine.advanceWatermark(10);
  expect(lines).toMatchInlineSnapshot(`
    [
      "1 bundle",
      "1 timerSet 10",
      "1 added",
      "1 hold 9",
      "1 asked false",
      "2 bundle",
      "2 added",
      "2 asked true",
      "2 hold null",
      "2 pane early",
      "3 clocks",
      "3 outputWatermark",
      "4 clocks",
      "4 timerFired 10",
      "4 expired",
      "4 outputWatermark",
      "4 pane onTime",
    ]
  `);
});
