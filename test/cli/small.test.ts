import { readFileSync, statSync } from "node:fs";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { AtomicFile } from "../../src/cli/atomic-file.ts";
import { Utf8Gate } from "../../src/cli/input/utf8.ts";
import { nearest } from "../../src/cli/nearest.ts";
import { DropCensus } from "../../src/cli/run/drop-census.ts";
import { DurationHistogram } from "../../src/cli/run/histogram.ts";
import { contentsOf, file, pathOf, tidemark } from "./support.ts";

describe("nearest", () => {
  test.each<[string, string[], string | null]>([
    ["--trigge", ["--trigger", "--timestamp"], "--trigger"],
    ["--tirgger", ["--trigger", "--timestamp"], "--trigger"],
    ["Mag", ["magnitude", "mag"], "mag"],
    ["magn", ["magnitude"], "magnitude"],
    ["b", ["a"], null],
    ["colour", ["size", "weight"], null],
  ])("%s of %j is %s", (wanted, known, name) => {
    expect(nearest(wanted, known)).toBe(name);
  });
});

describe("the histogram of durations", () => {
  property.prop([fc.array(fc.nat({ max: 1e16 }), { minLength: 1, maxLength: 50 })])(
    "has exact bounds, a median within 3 %, and a state that JSON keeps",
    (durations) => {
      const histogram = new DurationHistogram();
      for (const ms of durations) histogram.add(ms);
      const sorted = [...durations].sort((a, b) => a - b);
      const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
      expect(histogram).toMatchObject({ count: sorted.length, min: sorted[0], max: sorted.at(-1) });
      expect(Math.abs(histogram.median - median)).toBeLessThanOrEqual(median * 0.03);
      const loaded = new DurationHistogram();
      loaded.load(JSON.parse(JSON.stringify(histogram.save())));
      expect(loaded).toEqual(histogram);
    },
  );
});

test("the census of dropped rows counts at most a thousand windows by name", () => {
  const census = new DropCensus();
  for (let at = 0; at < 1500; at++) census.add({ start: at, end: at + 1 }, at);
  census.add({ start: 3, end: 4 }, 10);
  expect(census).toMatchObject({ size: 1000, elsewhere: 500 });
  expect(census.top(2)).toEqual([
    { window: { start: 3, end: 4 }, count: 2, leastMs: 3, mostMs: 10 },
    { window: { start: 0, end: 1 }, count: 1, leastMs: 0, mostMs: 0 },
  ]);
});

describe("the gate for UTF-8", () => {
  property.prop([
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
    fc.integer({ min: 1, max: 5 }),
  ])("lets text through whatever its pieces are", (text, size) => {
    const gate = new Utf8Gate();
    const bytes = Buffer.from(text);
    let through = "";
    for (let at = 0; at < bytes.length; at += size) {
      through += (gate.push(bytes.subarray(at, at + size)) as Buffer).toString();
    }
    expect(gate.end()).toBeNull();
    expect(through).toBe(bytes.toString());
  });

  property.prop([
    fc.string({ unit: "binary-ascii", maxLength: 300 }),
    fc.constantFrom([0xff], [0xc3, 0x28], [0xe2, 0x28, 0xa1], [0xed, 0xa0, 0x80]),
    fc.string(),
  ])("finds the first byte that is none", (before, wrong, after) => {
    const text = `${before.replaceAll("\0", "")}é`;
    const found = new Utf8Gate().push(
      Buffer.concat([Buffer.from(text), Buffer.from(wrong), Buffer.from(after)]),
    );
    expect("before" in found && found.before.toString()).toBe(text);
  });
});

describe("a file put in its place when complete", () => {
  test("leaves what was there until then, and for good if it is abandoned", () => {
    const path = file("before", "atomic.txt");
    const abandoned = new AtomicFile(path);
    abandoned.write("half");
    expect(contentsOf(path)).toBe("before");
    abandoned.abandon();
    expect(contentsOf(path)).toBe("before");
    const complete = new AtomicFile(path);
    complete.write("x".repeat(100_000));
    complete.complete();
    complete.abandon();
    expect(contentsOf(path)).toHaveLength(100_000);
    expect(statSync(`${path}.partial`, { throwIfNoEntry: false })).toBeUndefined();
  });

  test("never takes the place of a device", () => {
    const sink = new AtomicFile("/dev/null");
    sink.write("gone");
    sink.complete();
    expect(statSync("/dev/null").isFile()).toBe(false);
  });
});

describe("the shipped examples", () => {
  test.each([
    "earthquakes",
    "flights",
  ])("%s run, and show early, on-time and late panes", async (name) => {
    const { args } = JSON.parse(readFileSync(`examples/${name}.json`, "utf8")) as {
      args: string[];
    };
    const { code, stdout, stderr } = await tidemark(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^panes .* [1-9]\d* early \+ [1-9]\d* on time \+ [1-9]\d* late$/m);
    expect(stdout.split("\n").length).toBeLessThan(70);
    if (name === "earthquakes")
      expect(stdout).toMatch(/^assignments .* [1-9]\d* late \+ 0 closed$/m);
  });
});

test("what is written while it is not complete has another name", () => {
  const open = new AtomicFile(pathOf("open.txt"));
  expect(statSync(pathOf("open.txt"), { throwIfNoEntry: false })).toBeUndefined();
  open.abandon();
});
