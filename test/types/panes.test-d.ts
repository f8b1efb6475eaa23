import { describe, expectTypeOf, test } from "vitest";
import { count, list, max, mean, min, sum, top, tuple } from "tidemark/combine";
import { type Dropped, Engine, type Key, type Pane, type Strategy, strategy } from "tidemark/panes";
import { Driver, restoreEngine } from "tidemark/state";
import { EngineState, step } from "tidemark/persistent";
import { afterCount, repeatedly } from "tidemark/triggers";
import { type Window, customWindows, fixed, type WindowFn } from "tidemark/windows";

interface Score {
  readonly team: string;
  readonly points: number;
}

const windows = fixed("2m");
const points = (score: Score): number => score.points;

describe("a strategy", () => {
  test("takes the types of its combiner", () => {
    expectTypeOf(strategy({ windows, combine: sum(points) })).toEqualTypeOf<
      Strategy<Score, number>
    >();
    expectTypeOf(strategy({ windows, combine: sum() })).toEqualTypeOf<Strategy<number, number>>();
    expectTypeOf(strategy({ windows, combine: max(points) })).toEqualTypeOf<
      Strategy<Score, number | null>
    >();
    expectTypeOf(strategy({ windows, combine: list<Score>() })).toEqualTypeOf<
      Strategy<Score, Score[]>
    >();
  });

  test("collects its elements by default", () => {
    expectTypeOf(strategy<Score>({ windows })).toEqualTypeOf<Strategy<Score, Score[]>>();
  });

  test("has one type of elements", () => {
    const ofScores: WindowFn<Score> = customWindows<Score>({
      name: "by team",
      version: 1,
      assign: () => [],
    });
    expectTypeOf(strategy({ windows: ofScores, combine: sum(points) })).toEqualTypeOf<
      Strategy<Score, number>
    >();
    // @ts-expect-error windows of scores cannot place numbers
    strategy<number, number>({ windows: ofScores, combine: sum() });
    // @ts-expect-error a sum of scores needs to know which number
    strategy<Score, number>({ windows, combine: sum() });
  });

  test("knows its fields", () => {
    // @ts-expect-error a strategy has windows
    strategy({ combine: count() });
    // @ts-expect-error misspelt
    strategy<Score>({ windows, accumulation: "accumulate" });
    // @ts-expect-error unknown
    strategy<Score>({ windows, lateness: 5 });
    // @ts-expect-error a trigger is not plain data
    strategy<Score>({ windows, trigger: { afterCount: 1 } });
  });
});

describe("an engine", () => {
  const summing = strategy({ windows, trigger: repeatedly(afterCount(1)), combine: sum(points) });

  test("hands over panes of its key and result", () => {
    const engine = new Engine<string, Score, number>(summing, {
      onPane: (pane) => expectTypeOf(pane).toEqualTypeOf<Pane<string, number>>(),
      onDropped: (dropped) => expectTypeOf(dropped).toEqualTypeOf<Dropped<string, Score>>(),
    });
    engine.add("k", { team: "a", points: 1 }, 0);
    engine.add("k", { team: "a", points: 1 }, new Date(0));
    // @ts-expect-error keys are text here
    engine.add(1, { team: "a", points: 1 }, 0);
    // @ts-expect-error no score
    engine.add("k", { team: "a" }, 0);
    // @ts-expect-error no timestamp
    engine.add("k", { team: "a", points: 1 }, "2020-01-01");
    expectTypeOf(engine.windows("k")[0]?.key).toEqualTypeOf<string | undefined>();
  });

  test("takes key and value types from its output where they are not given", () => {
    const engine = new Engine(summing, { onPane: (_pane: Pane<number, number>) => {} });
    expectTypeOf(engine).toEqualTypeOf<Engine<number, Score, number>>();
  });

  test("has keys that are plain", () => {
    expectTypeOf<Key>().toEqualTypeOf<string | number | bigint | boolean>();
    // @ts-expect-error objects are no keys
    type _Bad = Engine<{ id: number }, Score, number>;
  });

  test("is restored with the same types", () => {
    const engine = restoreEngine(summing, {}, { onPane: (_pane: Pane<"a" | "b", number>) => {} });
    expectTypeOf(engine).toEqualTypeOf<Engine<"a" | "b", Score, number>>();
  });
});

describe("a pane", () => {
  const pane = {} as Pane<string, number>;

  test("is read only", () => {
    // @ts-expect-error panes are values
    pane.value = 1;
    // @ts-expect-error so are their windows
    pane.window.end = 1;
    expectTypeOf(pane.replaces).toEqualTypeOf<readonly Window[]>();
    expectTypeOf(pane.timing).toEqualTypeOf<"early" | "onTime" | "late">();
  });

  test("a drop says by its reason what it has", () => {
    const dropped = {} as Dropped<string, Score>;
    if (dropped.reason === "late") expectTypeOf(dropped.lateByMs).toBeNumber();
    if (dropped.reason === "closed") expectTypeOf(dropped.window).toEqualTypeOf<Window>();
    if (dropped.reason === "unassigned") expectTypeOf(dropped.window).toBeNull();
    expectTypeOf(dropped.value).toEqualTypeOf<Score>();
  });
});

describe("combiners", () => {
  test("say what they take and what they make", () => {
    expectTypeOf(count().extract).returns.toBeNumber();
    expectTypeOf(mean(points).extract).returns.toEqualTypeOf<number | null>();
    expectTypeOf(min(points).add).parameter(1).toEqualTypeOf<Score>();
    expectTypeOf(top<Score>(3, { by: points }).extract).returns.toEqualTypeOf<Score[]>();
    // @ts-expect-error which number of a score?
    sum<Score>();
    // @ts-expect-error a selector makes numbers
    max((score: Score) => score.team);
  });

  test("a tuple has the types of its parts by name", () => {
    const it = tuple({ n: count(), total: sum(points), most: max(points), all: list<Score>() });
    expectTypeOf(it.extract).returns.toEqualTypeOf<{
      n: number;
      total: number;
      most: number | null;
      all: Score[];
    }>();
    const of = strategy({ windows, combine: it });
    expectTypeOf(of.combine.extract).returns.toEqualTypeOf<{
      n: number;
      total: number;
      most: number | null;
      all: Score[];
    }>();
  });
});

describe("drivers and states", () => {
  const summing = strategy({ windows, combine: sum(points) });

  test("carry the types of their strategy", () => {
    const driver = new Driver<string, Score, number>(summing);
    const commit = driver.step(null, {
      key: "k",
      elements: [{ value: { team: "a", points: 1 }, timestamp: 0 }],
    });
    expectTypeOf(commit.panes).toEqualTypeOf<readonly Pane<string, number>[]>();
    // @ts-expect-error no score
    driver.step(null, { key: "k", elements: [{ value: 1, timestamp: 0 }] });
    // @ts-expect-error no key
    driver.step(null, {});
  });

  test("a step makes a state of the same types", () => {
    const initial = EngineState.initial<string, Score, number>(summing);
    const { state, outputs } = step(initial, { watermark: 5 });
    expectTypeOf(state).toEqualTypeOf(initial);
    expectTypeOf(outputs.panes).toEqualTypeOf<readonly Pane<string, number>[]>();
  });
});
