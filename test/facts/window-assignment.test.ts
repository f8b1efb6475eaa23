import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { TidemarkError } from "../../src/errors.ts";
import {
  compareWindows,
  GLOBAL_WINDOW,
  type MergingWindowFn,
  type Window,
  windowsFromJson,
} from "../../src/windows/index.ts";

type WindowText = "global" | readonly [start: number, end: number];
interface Fact {
  readonly kind: "assign" | "sessionMerge" | "sideInputWindow" | "invalid";
  readonly name: string;
  readonly why: string;
  readonly windowFn: unknown;
  readonly cases: unknown;
  readonly timestamps: readonly number[];
  readonly windows: readonly {
    readonly window: WindowText;
    readonly timestamps: readonly number[];
  }[];
}

const facts = parse(readFileSync("test/facts/window-assignment.yaml", "utf8")) as readonly Fact[];

const toWindow = (text: WindowText): Window =>
  text === "global" ? GLOBAL_WINDOW : { start: text[0], end: text[1] };

/** The sets of timestamps that share a window once all have been merged, in the order of windows. */
function mergeAll(windows: MergingWindowFn, timestamps: readonly number[]): unknown[] {
  const members = new Map<string, { window: Window; timestamps: number[] }>();
  for (const timestamp of timestamps) {
    for (const window of windows.assign(timestamp, null)) {
      const name = JSON.stringify(window);
      const known = members.get(name) ?? { window, timestamps: [] };
      known.timestamps.push(timestamp);
      members.set(name, known);
    }
  }
  const set = [...members.values()].map(({ window }) => window).sort(compareWindows);
  for (const { parts, result } of windows.merge(set)) {
    const merged = parts.flatMap((part) => members.get(JSON.stringify(part))?.timestamps ?? []);
    for (const part of parts) members.delete(JSON.stringify(part));
    members.set(JSON.stringify(result), { window: result, timestamps: merged });
  }
  return [...members.values()]
    .map(({ window, timestamps: own }) => ({ window, timestamps: own.sort((a, b) => a - b) }))
    .sort((a, b) => compareWindows(a.window, b.window));
}

describe("window-assignment.yaml", () => {
  test.each(facts.filter((fact) => fact.kind === "assign"))("$name: $why", ({
    windowFn,
    cases,
  }) => {
    const windows = windowsFromJson(windowFn);
    for (const { timestamp, windows: expected } of cases as readonly {
      timestamp: number;
      windows: WindowText[];
    }[]) {
      expect(windows.assign(timestamp, null), `${timestamp}`).toEqual(
        expected.map(toWindow).sort(compareWindows),
      );
    }
  });

  test.each(facts.filter((fact) => fact.kind === "sessionMerge"))("$name: $why", ({
    windowFn,
    timestamps,
    windows,
  }) => {
    const expected = windows
      .map(({ window, timestamps: own }) => ({ window: toWindow(window), timestamps: own }))
      .sort((a, b) => compareWindows(a.window, b.window));
    expect(mergeAll(windowsFromJson(windowFn) as MergingWindowFn, timestamps)).toEqual(expected);
  });

  test.each(facts.filter((fact) => fact.kind === "sideInputWindow"))("$name: $why", ({
    windowFn,
    cases,
  }) => {
    const windows = windowsFromJson(windowFn);
    for (const { mainWindow, sideWindow } of cases as readonly {
      mainWindow: WindowText;
      sideWindow: WindowText;
    }[]) {
      expect(windows.toSideInputWindow?.(toWindow(mainWindow)), `${mainWindow}`).toEqual(
        toWindow(sideWindow),
      );
    }
  });

  test.each(facts.filter((fact) => fact.kind === "invalid"))("$name: $why", ({ cases }) => {
    for (const json of cases as readonly unknown[]) {
      expect(() => windowsFromJson(json), JSON.stringify(json)).toThrow(TidemarkError);
    }
  });
});
