import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { strategy } from "../../src/panes/index.ts";
import { dialects } from "../../src/testing/conform/dialects/index.ts";
import { runUnder } from "../../src/testing/conform/judge.ts";
import type { Observation } from "../../src/testing/conform/observation.ts";
import { backends } from "../../src/testing/backends.ts";
import { profileNamed, profileNames } from "../../src/testing/profiles/index.ts";
import { parseTranscripts } from "../../src/testing/transcript/parse.ts";
import { runCase } from "../../src/testing/transcript/run.ts";
import { recordedAnswers } from "./conform/dialect-suite.ts";
import { parseTrigger, parseWindows } from "../../src/text/index.ts";

const folder = "examples/dialects";
const files = readdirSync(folder);
const cases = files.flatMap((file) =>
  parseTranscripts(readFileSync(`${folder}/${file}`, "utf8"), { file }),
);

describe("the disagreements", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_, transcript) => {
    for (const backend of [backends.memory, backends.immutable]) {
      const result = runCase(transcript, backend);
      expect(result).toMatchObject({ outcome: "passed" });
      // A case that is explained by a rule says so.
      const rules = result.outcome === "passed" ? result.rules : [];
      for (const rule of rules) expect(transcript.json["note"]).toContain(rule);
    }
  });

  test("are what the documentation tells of, each with the model's side and another's", () => {
    const documented = readFileSync("docs/dialects.md", "utf8");
    for (const file of files) {
      expect(documented).toContain(`](../examples/dialects/${file})`);
      const names = cases.filter((one) => one.file === file).map(({ profile }) => profile?.name);
      expect(names).toContain(undefined);
      expect(new Set(names).size).toBeGreaterThan(1);
    }
  });
});

describe("a profile", () => {
  test("has a name that is known", () => {
    for (const name of profileNames) expect(profileNamed(name).name).toBe(name);
    expect(() => profileNamed("storm")).toThrow(
      /There is no profile "storm".*Use one of beam-java/,
    );
  });

  const given = strategy<unknown, unknown>({
    windows: parseWindows("sessions(10ms)"),
    trigger: parseTrigger("default"),
    allowedLateness: 5,
  });

  test("leaves the model alone for Beam", () => {
    for (const name of ["beam-java", "beam-python"])
      expect(profileNamed(name).strategy(given)).toEqual(given);
  });

  test("says by options what the engine does", () => {
    const flink = profileNamed("flink").strategy({
      ...given,
      trigger: parseTrigger("everyEventTime(10ms)"),
    });
    expect(String(flink.windows)).toBe("sessions(10ms, touching: merge, lateness: merged)");
    expect(String(flink.trigger)).toBe("everyEventTime(10ms, offset: 1ms)");
    expect([flink.onTime, flink.closing, flink.allowedLatenessMs]).toEqual([
      "ifNonEmpty",
      "never",
      5,
    ]);
    const spark = profileNamed("spark").strategy(given);
    expect([String(spark.windows), spark.allowedLatenessMs]).toEqual([
      "sessions(10ms, touching: merge)",
      0,
    ]);
    const jet = profileNamed("hazelcast").strategy(given);
    expect([String(jet.windows), jet.allowedLatenessMs]).toEqual(["sessions(10ms)", 0]);
  });

  test("that can have the defects of its engine needs no rule for them", () => {
    for (const dialect of ["kafka-streams", "hazelcast"]) {
      const profile = profileNamed(dialect, { defects: true });
      const rules = dialects[dialect] ?? [];
      expect(profile.defects).toEqual(rules.map(({ name }) => name).sort());
      const answers = recordedAnswers(dialect);
      for (const { name, minimal } of rules) {
        const ours = runUnder(profile)(profile.stated(minimal));
        const theirs = answers[name] as readonly Observation[];
        expect(ours.map(textOf)).toEqual(theirs.map(textOf));
      }
    }
  });

  test("that cannot have them refuses to", () => {
    for (const name of ["beam-java", "beam-python", "spark"]) {
      expect(() => profileNamed(name, { defects: true })).toThrow(
        /cannot have the defects.*the rules of its dialect name them/,
      );
      expect(profileNamed(name, { defects: false }).name).toBe(name);
    }
  });

  function textOf({ outputs, late }: Observation): string {
    const told = outputs.map(({ key, window, value }) => JSON.stringify([key, window, value]));
    return `${told.sort().join(" ")}, late ${late}`;
  }

  test.each([
    ["final results wait for the grace", { emit: "final", graceMs: 7 }, 1],
    ["updates take the grace as lateness", { emit: "updates", graceMs: 7 }, 8],
    ["without a grace the lateness is it", { emit: "updates" }, 6],
  ] as const)("of Kafka Streams: %s, and a session a millisecond more", (_, options, latenessMs) => {
    const kafka = profileNamed("kafka-streams", options).strategy(given);
    expect(kafka.allowedLatenessMs).toBe(latenessMs);
    const fixed = { ...given, windows: parseWindows("fixed(10ms)") };
    const ofFixed = profileNamed("kafka-streams", options).strategy(fixed);
    expect(ofFixed.allowedLatenessMs).toBe(latenessMs - 1);
  });
});
