import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { describe, expect, test } from "vitest";
import { strategyFields } from "../../src/text/index.ts";
import { TidemarkError } from "../../src/errors.ts";
import { transcriptFromJson } from "../../src/testing/index.ts";
import { caseFields } from "../../src/testing/transcript/parse.ts";
import { expectationFields, stepNames } from "../../src/testing/transcript/read-step.ts";
import { law } from "../support/property.ts";
import { follows } from "./json-schema.ts";

const schema = JSON.parse(readFileSync("docs/transcript.schema.json", "utf8")) as never;
const definitions = (schema as { $defs: Record<string, { properties: object; anyOf: unknown[] }> })
  .$defs;

const folder = "test/transcripts";
const corpus: unknown[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .flatMap((file) => parseAllDocuments(readFileSync(`${folder}/${file}`, "utf8")))
  .flatMap((document) => (document as { toJS(): unknown }).toJS() as unknown[]);

/** Every form that the corpus may lack, so that mutations reach all of the schema. */
const forms: unknown[] = [
  {
    name: "forms",
    source: "s",
    note: "n",
    basis: "derived",
    windows: { sliding: { size: "2m", period: 5, offset: "-PT1S" } },
    trigger: {
      afterEach: [
        { orFinally: { main: { afterAll: ["never", "always"] }, finally: { afterCount: 1 } } },
        {
          afterWatermark: {
            early: { afterProcessingTime: { delay: 1, alignTo: { period: 2, offset: 1 } } },
          },
        },
        { everyEventTime: { period: "1m", offset: -3 } },
        { everyProcessingTime: { period: 5 } },
        { repeatedly: { afterAny: [{ afterSynchronizedProcessingTime: {} }, "default"] } },
      ],
    },
    allowedLateness: "1h30m",
    requires: ["x"],
    steps: [
      {
        elements: [
          [{ a: 1 }, "2015-04-01T12:00:26Z", "b"],
          [null, 0],
        ],
      },
      "checkpoint",
      { advanceTogether: { watermark: "max", processingTime: 5 } },
      { expect: [{ window: "global", values: [1], timing: "unknown", nonSpeculativeIndex: -1 }] },
      { expect: [{ window: [0, "max"], value: 1, onTimeIndex: 0, replaces: [[0, 1]] }] },
      { expectDropped: { closedWindow: 0, lateness: 0 } },
      { expectHold: null },
      { expectOutputWatermark: 3 },
      { expectClosed: [[0, 1]] },
      { expectOpen: ["global"] },
      { expectEmptyState: true },
      { expectLateOutput: [[1, 2, true]] },
    ],
  },
  { name: "text", windows: "fixed(2m)", trigger: "repeatedly(afterCount(2))", steps: [] },
  { name: "touching", windows: { sessions: { gap: 1, touching: "separate" } }, steps: [] },
  { name: "profile", profile: { engine: "flink", grace: 1 }, windows: "global", steps: [] },
  { name: "calendar", windows: { calendar: { days: 1, zone: "UTC" } }, steps: [] },
  {
    name: "cut",
    windows: { sessions: { gap: "1m", touching: "merge", maxDuration: "1h", offset: 5 } },
    steps: [],
  },
  {
    name: "weeks",
    windows: { calendar: { weeks: 2, zone: "Europe/Berlin", weekStart: "sunday" } },
    steps: [],
  },
  { name: "months", windows: { calendar: { months: 1, dayOfMonth: 31 } }, steps: [] },
  { name: "quarters", windows: { calendar: { quarters: 1, start: "2015-02-28" } }, steps: [] },
  { name: "years", windows: "calendar(years: 1, zone: UTC)", steps: [] },
];

function isRead(json: unknown): boolean {
  try {
    transcriptFromJson(json);
    return true;
  } catch (error) {
    if (error instanceof TidemarkError) return false;
    throw error;
  }
}

describe("docs/transcript.schema.json", () => {
  test("has the fields that the reader has", () => {
    const fields = (name: string): string[] => Object.keys(definitions[name]?.properties ?? {});
    const steps = definitions["step"]?.anyOf[1] as { properties: object };
    expect(fields("transcript").sort()).toEqual([...caseFields].sort());
    expect(fields("transcript")).toEqual(expect.arrayContaining([...strategyFields]));
    expect(fields("expectation").sort()).toEqual([...expectationFields].sort());
    expect(Object.keys(steps.properties).sort()).toEqual([...stepNames].sort());
  });

  test("accepts what the reader accepts: the corpus and every form", () => {
    for (const json of [...corpus, ...forms]) {
      expect([json, isRead(json), follows(schema, json)]).toEqual([json, true, true]);
    }
  });

  const mutated = fc.constantFrom(...forms, ...corpus.slice(0, 40)).chain((json) => {
    const places = placesIn(json);
    return fc.record({
      json: fc.constant(json),
      place: fc.constantFrom(...places),
      change: fc.oneof(
        fc.constantFrom("drop" as const, "rename" as const),
        fc.record({
          put: fc.constantFrom<unknown>(
            null,
            1.5,
            -1,
            0,
            7,
            true,
            "junk",
            "max",
            "global",
            "2m",
            "",
            [],
            [1],
            [[]],
            {},
            { a: 1 },
          ),
        }),
      ),
    });
  });

  law(
    "accepts and refuses changed cases as the reader does",
    mutated,
    ({ json, place, change }) => {
      const candidate = structuredClone({ json }) as Record<string, unknown>;
      const path = ["json", ...place];
      const last = path.pop() as string | number;
      const parent = path.reduce<unknown>((at, step) => (at as never)[step], candidate) as Record<
        string | number,
        unknown
      >;
      if (change === "drop") {
        if (Array.isArray(parent)) parent.splice(Number(last), 1);
        else delete parent[last];
      } else if (change === "rename" && !Array.isArray(parent)) {
        parent[`${last}x`] = parent[last];
        delete parent[last];
      } else if (typeof change === "object") {
        parent[last] = change.put;
      }
      // What only the reader knows: an order of two bounds, and the names of zones.
      if (candidate["json"] === undefined || hasEmptyWindow(candidate["json"])) return;
      if (last === "zone" && typeof parent[last] === "string") return;
      expect([candidate["json"], follows(schema, candidate["json"])]).toEqual([
        candidate["json"],
        isRead(candidate["json"]),
      ]);
    },
  );
});

type Place = readonly (string | number)[];

function placesIn(json: unknown): Place[] {
  if (typeof json !== "object" || json === null) return [[]];
  const inside = Object.entries(json).flatMap(([name, part]) => {
    const at = Array.isArray(json) ? Number(name) : name;
    return placesIn(part).map((place) => [at, ...place]);
  });
  return [[], ...inside];
}

function hasEmptyWindow(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  return Object.entries(json).some(([name, part]) => {
    const isEmpty = (window: unknown): boolean =>
      Array.isArray(window) &&
      typeof window[0] === "number" &&
      typeof window[1] === "number" &&
      window[0] >= window[1];
    const maxFirst = (window: unknown): boolean => Array.isArray(window) && window[0] === "max";
    if (name === "window" && (isEmpty(part) || maxFirst(part))) return true;
    if (["replaces", "expectClosed", "expectOpen"].includes(name) && Array.isArray(part)) {
      if (part.some((window) => isEmpty(window) || maxFirst(window))) return true;
    }
    return hasEmptyWindow(part);
  });
}
