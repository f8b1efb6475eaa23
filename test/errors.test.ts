import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ErrorCode, errorTable, show, TidemarkError } from "../src/errors.ts";

describe("the table of errors", () => {
  const codes = Object.keys(errorTable) as ErrorCode[];
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== "errors.ts")
    .map((file) => readFileSync(`src/${file}`, "utf8"))
    .join("\n");

  test.each(codes)("%s is raised somewhere, and its remedy is a sentence", (code) => {
    expect(sources).toContain(`"${code}"`);
    expect(errorTable[code]).toMatch(/^[A-Z].*\.$/);
  });

  test("a code, a value and a remedy, in one message", () => {
    const value = { x: 1 };
    const error = new TidemarkError("INVALID_KEY", "The key is odd.", value);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.value, error.remedy]).toEqual([
      "TidemarkError",
      "INVALID_KEY",
      value,
      errorTable.INVALID_KEY,
    ]);
    expect(error.message).toBe(`The key is odd. ${errorTable.INVALID_KEY}`);
    expect(String(error)).toBe(`TidemarkError: ${error.message}`);
  });

  test("a remedy of its own", () => {
    const error = new TidemarkError("INVALID_KEY", "No.", undefined, "Try this.");
    expect([error.remedy, error.message]).toEqual(["Try this.", "No. Try this."]);
  });
});

describe("values in messages", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  function named(): void {}
  test.each<readonly [unknown, string]>([
    ["text", '"text"'],
    ['quo"ted', '"quo\\"ted"'],
    ["x".repeat(120), `"${"x".repeat(120)}"`],
    ["x".repeat(121), `"${"x".repeat(117)}…"`],
    [1.5, "1.5"],
    [-0, "-0"],
    [0, "0"],
    [Number.NaN, "NaN"],
    [12n, "12n"],
    [true, "true"],
    [null, "null"],
    [undefined, "undefined"],
    [Symbol("s"), "Symbol(s)"],
    [named, "function named"],
    [(() => () => {})(), "function (anonymous)"],
    [new Date(7), "Date(7)"],
    [new Date(Number.NaN), "Date(NaN)"],
    [{ a: [1] }, '{"a":[1]}'],
    [[], "[]"],
    [{ toJSON: () => undefined }, "[object Object]"],
    [{ long: "x".repeat(200) }, `{"long":"${"x".repeat(108)}…`],
    [cycle, "[object Object]"],
    [{ big: 1n }, "[object Object]"],
    [new Map([[1, 2]]), "{}"],
  ])("%o", (value, text) => {
    expect(show(value)).toBe(text);
  });
});
