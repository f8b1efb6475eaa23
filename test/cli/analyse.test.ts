import { describe, expect, test } from "vitest";
import { file, tidemark } from "./support.ts";

const finishing = file(
  "windows: fixed(1h)\ntrigger: afterWatermark\nallowedLateness: 1m\n",
  "finishing.yaml",
);
const withoutEffect = file(
  JSON.stringify({
    windows: { sessions: { gap: "10m" } },
    trigger: { afterWatermark: { late: { afterCount: 1 } } },
    aggregate: "max(mag)",
    watermark: "bounded 1h",
  }),
  "without-effect.json",
);
const nothing = file("windows: 'calendar(days: 1, zone: Europe/Berlin)'\n", "nothing.yaml");

describe("tidemark analyse", () => {
  test("tells each finding with its part, reason and remedy; a warning is a failure", async () => {
    expect(await tidemark(["analyse", finishing, nothing])).toEqual({
      code: 1,
      stderr: "",
      stdout: `finishing.yaml: 1 warning
  warning TRIGGER_FINISHES at trigger: afterWatermark
    When afterWatermark has fired, the window is closed, and every later element in it is dropped.
    Wrap the trigger in repeatedly(…), or keep it if dropping what comes later is meant.
nothing.yaml: nothing found
`,
    });
  });

  test("a note is no failure, and has the trigger that is left", async () => {
    expect(await tidemark(["analyse", withoutEffect])).toEqual({
      code: 0,
      stderr: "",
      stdout: `without-effect.json: 1 note
  note LATE_CANNOT_FIRE at trigger.late: afterCount(1)
    A window expires the moment it ends, so it never has late elements.
    Give an allowed lateness, or take the late part out.
    The same without it: afterWatermark
`,
    });
  });

  test("as JSON, a finding a line, with the file", async () => {
    const { code, stdout } = await tidemark(["analyse", "--json", withoutEffect, finishing]);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { file: "without-effect.json", code: "LATE_CANNOT_FIRE", instead: { afterWatermark: {} } },
      { file: "finishing.yaml", code: "TRIGGER_FINISHES", level: "warning", instead: null },
    ]);
  });

  test.each([
    [[], "no strategy file is given"],
    [[finishing, "none.yaml"], "none.yaml: there is no such file"],
    [[finishing, file("trigger: default\n", "empty.yaml")], "empty.yaml: windows is missing"],
    [[finishing, file("windows: fixed(0s)\n", "zero.yaml")], "zero.yaml: "],
    [
      [finishing, file("windows: fixed(1h)\nlateness: 1\n", "field.yaml")],
      'has no field "lateness"',
    ],
    [["--jsn", finishing], "unknown option --jsn"],
  ])("%j is bad input, and nothing is written", async (args, message) => {
    const { code, stdout, stderr } = await tidemark(["analyse", ...args]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
