import { describe, expect, test } from "vitest";
import {
  afterProcessingTime,
  afterWatermark,
  bounded,
  fixed,
  monotonous,
  type Pane,
  repeatedly,
  sum,
  windowing,
} from "../../src/index.ts";
import { windowingTransform } from "../../src/run/web/index.ts";

const totals = windowing({
  windows: fixed(10),
  combine: sum((one: { at: number; n: number }) => one.n),
});
const reading = {
  key: () => "k",
  timestamp: (one: { at: number }) => one.at,
  watermark: bounded(0),
};
const values = [
  { at: 1, n: 1 },
  { at: 5, n: 2 },
  { at: 12, n: 4 },
];

async function through<T, P>(source: readonly T[], transform: TransformStream<T, P>): Promise<P[]> {
  const panes: P[] = [];
  const readable = new ReadableStream<T>({
    start(controller) {
      for (const value of source) controller.enqueue(value);
      controller.close();
    },
  });
  const reader = readable.pipeThrough(transform).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    panes.push(next.value);
  return panes;
}

describe("windowingTransform", () => {
  test("gives the panes that run gives", async () => {
    const expected: Pane<string, number>[] = [];
    for await (const pane of totals.run(values, reading)) expected.push(pane);
    expect(await through(values, windowingTransform(totals, reading))).toEqual(expected);
    expect(expected.map(({ value }) => value)).toEqual([3, 4]);
  });

  test("an error in an element errors the stream", async () => {
    await expect(
      through([{ at: Number.NaN, n: 1 }], windowingTransform(totals, reading)),
    ).rejects.toThrow("timestamp");
  });

  test("deadlines of a clock fire between values, and its timer is called off at the end", async () => {
    let time = 0;
    const alarms = new Set<() => void>();
    const clock = {
      now: () => time,
      wakeAt: (_at: number, wake: () => void) => {
        alarms.add(wake);
        return () => alarms.delete(wake);
      },
    };
    const early = windowing({
      windows: fixed(100),
      trigger: afterWatermark({
        early: afterProcessingTime(10),
        late: repeatedly(afterProcessingTime(1)),
      }),
      combine: sum((one: { at: number; n: number }) => one.n),
    });
    const { readable, writable } = windowingTransform(early, {
      ...reading,
      watermark: monotonous(),
      clock,
    });
    const reader = readable.getReader();
    const writer = writable.getWriter();
    const first = reader.read();
    void writer.write({ at: 1, n: 7 });
    await new Promise((resolve) => setTimeout(resolve, 2));
    time = 10;
    for (const wake of Array.from(alarms)) wake();
    expect((await first).value).toMatchObject({ value: 7, timing: "early" });
    const second = reader.read();
    void writer.close();
    expect((await second).value).toMatchObject({ value: 0, timing: "onTime", isLast: true });
    expect((await reader.read()).done).toBe(true);
    expect(alarms.size).toBe(0);
  });
});
