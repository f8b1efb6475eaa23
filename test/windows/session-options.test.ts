import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Engine, strategy } from "../../src/panes/index.ts";
import { checkWindows } from "../../src/testing/index.ts";
import { parseWindows } from "../../src/text/index.ts";
import {
  customMergingWindows,
  customForm,
  customWindows,
  fixed,
  interval,
  type MergingWindowFn,
  mergeOverlapping,
  sessions,
  type SessionOptions,
  sessionsBy,
  sliding,
  staggered,
  type WindowFn,
  windowsFromJson,
} from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";
import { law } from "../support/property.ts";

const runs = Number(process.env["TIDEMARK_RUNS"] ?? 300);

/** Sessions of one key by definition: times in order, cut at gaps and where a cut comes between. */
function byDefinition(times: readonly number[], gap: number, options: SessionOptions): string[] {
  const { maxDuration, offset: from = 0 } = options as Record<string, number | undefined>;
  const most = maxDuration ?? 2e9;
  const offset = maxDuration === undefined ? -1e9 : from;
  const cellOf = (time: number): number => Math.floor((time - offset) / most);
  const found: number[][] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const last = found.at(-1);
    const before = last?.at(-1) ?? Number.NEGATIVE_INFINITY;
    const isFar = options.touching === "merge" ? time - before > gap : time - before >= gap;
    if (last === undefined || isFar || cellOf(time) !== cellOf(before)) found.push([time]);
    else last.push(time);
  }
  return found.map((session) => {
    const last = session.at(-1) as number;
    const cut = (cellOf(last) + 1) * most + offset;
    return `${session[0]} ${Math.min(last + gap, cut)}`;
  });
}

const options: fc.Arbitrary<SessionOptions> = fc.record(
  {
    touching: fc.constantFrom("separate" as const, "merge" as const),
    maxDuration: fc.integer({ min: 1, max: 25 }),
  },
  { requiredKeys: [] },
);
const cut = options.chain((given) =>
  given.maxDuration === undefined
    ? fc.constant(given)
    : fc.integer({ min: -30, max: 30 }).map((offset) => ({ ...given, offset })),
);

describe("sessions with options", () => {
  law(
    "Law 2: are a key's times, sorted and cut",
    fc.tuple(fc.integer({ min: 1, max: 12 }), cut, fc.array(fc.integer({ min: -40, max: 60 }))),
    ([gap, given, times]) => {
      const seen: string[] = [];
      const engine = new Engine<string, number, unknown>(
        strategy({ windows: sessions(gap, given) }),
        {
          onPane: ({ window }) => seen.push(`${window.start} ${window.end}`),
        },
      );
      for (const time of times) engine.add("k", 1, time);
      engine.advanceWatermark(1_000);
      const byStart = (a: string, b: string): number => Number.parseInt(a) - Number.parseInt(b);
      expect(seen.sort(byStart)).toEqual(byDefinition(times, gap, given));
    },
  );

  law("text, plain data and values are the same", fc.tuple(fc.nat(1e6), cut), ([gap, given]) => {
    const windows = sessions(gap + 1, given);
    expect(parseWindows(String(windows))).toEqual(windows);
    expect(windowsFromJson(JSON.parse(JSON.stringify(windows)))).toEqual(windows);
  });

  law("no session is longer than it may be", fc.tuple(fc.nat(30), cut), ([at, given]) => {
    const { maxDuration } = given;
    if (typeof maxDuration !== "number") return;
    const [window] = sessions(1_000, given).assign(at, null);
    expect(window!.end - window!.start).toBeLessThanOrEqual(maxDuration);
  });

  test("are plain sessions without options, and say why they are not", () => {
    expect(sessions(10, { touching: "separate" })).toEqual(sessions(10));
    const planOf = (windows: MergingWindowFn) =>
      new Engine<string, unknown, unknown>(strategy({ windows }), { onPane: () => {} }).plan;
    expect(planOf(sessions(10, {}))).toEqual({ name: "sessions", because: [] });
    expect(planOf(sessions(10, { touching: "merge" }))).toEqual({
      name: "general",
      because: ["sessions are not of one gap, are cut, or merge where they touch"],
    });
  });

  test.each<[SessionOptions, string]>([
    [{ touching: "merge" }, "sessions(10s, touching: merge)"],
    [{ lateness: "merged" }, "sessions(10s, lateness: merged)"],
    [{ maxDuration: "4h" }, "sessions(10s, maxDuration: 4h)"],
    [
      { touching: "merge", maxDuration: "4h", offset: "5h" },
      "sessions(10s, touching: merge, maxDuration: 4h, offset: 1h)",
    ],
  ])("%o is %s", (given, text) => {
    expect(String(sessions("10s", given))).toBe(text);
  });

  test("malformed ones are refused", () => {
    const make = (given: object) => () => sessions(10, given);
    expectError("INVALID_WINDOWS", make({ touching: "join" }), '"join"');
    expectError("INVALID_WINDOWS", make({ lateness: "later" as never }), '"later"');
    expectError("INVALID_WINDOWS", make({ offset: 5 }), "no maxDuration");
    expectError("INVALID_DURATION", make({ maxDuration: 0 }), "longest session");
    expectError("INVALID_DURATION", make({ maxDuration: 5, offset: 0.5 }), "offset of cuts");
  });
});

describe("sessionsBy", () => {
  const windows = sessionsBy<number>({ name: "by value", version: 1, gapOf: (value) => value });

  test("an element claims its own gap", () => {
    expect(windows.assign(5, 3)).toEqual([{ start: 5, end: 8 }]);
    expect(String(windows)).toBe('sessionsBy("by value", version: 1)');
    expect(windows.toJSON()).toEqual({
      sessions: { gapOf: { name: "by value", version: 1 }, touching: "separate" },
    });
  });

  test("a gap that is none is refused, and nothing has happened", () => {
    const engine = new Engine<string, number, unknown>(strategy({ windows }), { onPane: () => {} });
    engine.add("k", 5, 0);
    expectError(
      "INVALID_DURATION",
      () => engine.addBatch({ keys: ["k", "k"], values: [1, 0], timestamps: [1, 2] }),
      "gap that by value gives",
    );
    expect(engine.windows()).toHaveLength(1);
    expect(engine.counters.read).toBe(1);
    expectError("INVALID_STRATEGY", () => sessionsBy({ name: "", version: 1, gapOf: () => 1 }));
  });
});

describe("staggered", () => {
  const windows = staggered<number>(fixed(10), {
    name: "x",
    version: 1,
    offsetOf: (value) => value,
  });

  test("windows are those of an offset of the value's own", () => {
    expect(windows.assign(12, 3)).toEqual([{ start: 3, end: 13 }]);
    expect(windows.assign(13, 3)).toEqual([{ start: 13, end: 23 }]);
    expect(windows.assign(-8, 3)).toEqual([{ start: -17, end: -7 }]);
    expect(String(windows)).toBe("staggered(fixed(10ms), x, version: 1)");
    expect(JSON.stringify(windows)).toBe(
      '{"staggered":{"windows":{"fixed":{"size":10,"offset":0}},"offsetOf":{"name":"x","version":1}}}',
    );
  });

  law(
    "is a window function with that offset",
    fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -50, max: 50 })),
    ([at, offset]) => {
      expect(windows.assign(at, offset)).toEqual(fixed(10, { offset }).assign(at, null));
      const moved = staggered<number>(sliding(10, { period: 3 }), {
        name: "x",
        version: 1,
        offsetOf: (value) => value,
      });
      expect(moved.assign(at, offset)).toEqual(sliding(10, { period: 3, offset }).assign(at, null));
    },
  );

  test("an offset that is no duration is refused", () => {
    expectError("INVALID_DURATION", () => windows.assign(1, 0.5), "offset that x gives");
    expectError("INVALID_STRATEGY", () =>
      staggered(fixed(1), { name: "", version: 1, offsetOf: () => 0 }),
    );
  });
});

describe("checkWindows", () => {
  test.each<[string, WindowFn<never>]>([
    ["fixed", fixed(7)],
    ["sliding", sliding(20, { period: 6 })],
    ["sessions", sessions(9)],
    ["sessions that touch", sessions(9, { touching: "merge" })],
    ["sessions that are cut", sessions(9, { touching: "merge", maxDuration: 20, offset: 3 })],
    [
      "sessions by value",
      sessionsBy<number>({ name: "x", version: 1, gapOf: (value) => value * 2 }),
    ],
    [
      "staggered",
      staggered<number>(fixed(10), { name: "x", version: 1, offsetOf: (value) => value }),
    ],
  ])("%s hold", (_, windows) => {
    expect(() => checkWindows(windows as WindowFn<number>, { runs })).not.toThrow();
  });

  const merging = (merge: MergingWindowFn["merge"]): WindowFn<number> =>
    customMergingWindows<number>({
      name: "x",
      version: 1,
      assign: (at) => [interval(at, at + 10)],
      merge,
    });

  test("finds sessions that are capped at a length, whose order of arrival shows", () => {
    const capped = merging((windows) =>
      mergeOverlapping(windows).filter(({ result }) => result.end - result.start <= 14),
    );
    expect(() => checkWindows(capped)).toThrow("Law 2: ");
  });

  test("finds what merges again", () => {
    const halting = merging((windows) => mergeOverlapping(windows.slice(0, 2)));
    expect(() => checkWindows(halting)).toThrow("Law 2: ");
  });

  test("finds what is not pure", () => {
    let turn = 0;
    const turning = customWindows<number>({
      name: "x",
      version: 1,
      assign: (at) => [interval(at, at + (turn++ % 2) + 1)],
    });
    expect(() => checkWindows(turning)).toThrow("Law 1: asked twice");
  });
});

describe("customForm", () => {
  const assign = () => [];
  const one = customWindows({ name: "by day", version: "v3", assign });
  const two = customWindows({ name: "by day", version: 3, assign });
  const forms = [customForm(one), customForm(two)];

  test("readers find a window function by its name and version", () => {
    for (const windows of [one, two]) {
      expect(parseWindows(String(windows), { forms })).toBe(windows);
      expect(windowsFromJson(windows.toJSON(), { forms })).toBe(windows);
    }
  });

  test("what has no form is refused", () => {
    const text = "custom(other, version: 1)";
    expectError("INVALID_WINDOWS", () => parseWindows(text, { forms }), text);
    const json = { custom: { name: "by day", version: 4 } };
    expectError("INVALID_WINDOWS", () => windowsFromJson(json, { forms }), "is no window function");
    expectError("INVALID_WINDOWS", () => customForm(fixed(1)), "no custom window function");
  });
});
