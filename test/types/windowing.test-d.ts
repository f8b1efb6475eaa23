import { describe, expectTypeOf, test } from "vitest";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  bounded,
  count,
  fixed,
  max,
  type Pane,
  sum,
  tuple,
  windowing,
} from "tidemark";

interface Score {
  readonly team: string;
  readonly points: number;
  readonly at: number;
}

const source: Score[] = [];
const key = (score: Score): string => score.team;
const timestamp = (score: Score): number => score.at;

describe("windowing", () => {
  test("infers Pane<string, number> from combiner and key", async () => {
    const run = windowing({
      windows: fixed("2m"),
      trigger: afterWatermark({ early: afterProcessingTime("1m"), late: afterCount(1) }),
      allowedLateness: "30m",
      accumulation: "accumulating",
      combine: sum((score: Score) => score.points),
    }).run(source, { key, timestamp, arrival: timestamp, watermark: bounded("30s") });
    for await (const pane of run) expectTypeOf(pane).toEqualTypeOf<Pane<string, number>>();
  });

  test("infers tuples", async () => {
    const both = windowing({
      windows: fixed("2m"),
      combine: tuple({ n: count(), most: max((score: Score) => score.points) }),
    });
    for await (const { value } of both.run(source, { key, timestamp, watermark: bounded("30s") })) {
      expectTypeOf(value).toEqualTypeOf<{ n: number; most: number | null }>();
    }
  });

  test("collects elements by default", async () => {
    const run = windowing<Score>({ windows: fixed("2m") }).run(source, {
      key,
      timestamp,
      watermark: bounded("30s"),
    });
    for await (const pane of run) expectTypeOf(pane).toEqualTypeOf<Pane<string, Score[]>>();
  });

  test("wants a source of its elements", () => {
    const summing = windowing({
      windows: fixed("2m"),
      combine: sum((score: Score) => score.points),
    });
    // @ts-expect-error texts are no scores
    summing.run(["a"], { key, timestamp, watermark: bounded("30s") });
    // @ts-expect-error objects are no keys
    summing.run(source, { key: (score: Score) => score, timestamp, watermark: bounded("30s") });
  });
});
