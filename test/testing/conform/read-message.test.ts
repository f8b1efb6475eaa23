import { describe, expect, test } from "vitest";
import { readEngineLine } from "../../../src/testing/conform/read-message.ts";

const read = (message: unknown) =>
  readEngineLine(typeof message === "string" ? message : JSON.stringify(message), (id) =>
    id === 7 ? 2 : null,
  );
const hello = { type: "hello", protocol: 1, engine: "e", capabilities: {} };
const output = { key: "k", window: [0, 10], value: 1 };

describe("a line of an engine", () => {
  test("that is a hello", () => {
    expect(
      read({ ...hello, version: "2", capabilities: { windows: ["fixed"], keys: false } }),
    ).toEqual({
      kind: "hello",
      hello: { ...hello, version: "2", capabilities: { windows: ["fixed"], keys: false } },
    });
    expect(read({ type: "hello", protocol: 1, engine: "e" })).toEqual({ kind: "hello", hello });
  });

  test("that is an answer", () => {
    const steps = [{ outputs: [output] }, { outputs: [], late: 1 }];
    expect(read({ type: "outputs", id: 7, steps })).toEqual({
      kind: "answer",
      id: 7,
      answer: { kind: "outputs", steps },
    });
    expect(read({ type: "unsupported", id: 7, reason: "no" })).toMatchObject({
      answer: { kind: "unsupported", reason: "no" },
    });
    expect(read({ type: "error", id: 7, message: "oh" })).toMatchObject({
      answer: { kind: "error", message: "oh" },
    });
  });

  test.each<readonly [unknown, number | null, string]>([
    ["Picked up JAVA_OPTS", null, "not JSON"],
    ["[1]", null, "no JSON object"],
    [{ type: "bye" }, null, "no known type"],
    [{ ...hello, protocol: 2 }, null, "speaks protocol 2, not 1"],
    [{ ...hello, engine: "" }, null, "names no engine"],
    [{ ...hello, capabilities: [] }, null, "capabilities is no object"],
    [{ ...hello, capabilities: { window: [] } }, null, 'no capability "window"'],
    [{ ...hello, capabilities: { windows: ["hopping"] } }, null, 'windows has "hopping"'],
    [{ ...hello, capabilities: { windows: "fixed" } }, null, "windows is no list"],
    [{ ...hello, capabilities: { earliest: "0" } }, null, "earliest is"],
    [{ type: "outputs", id: 8, steps: [] }, null, "no case that waits"],
    [{ type: "outputs", id: "7", steps: [] }, null, "no case that waits"],
    [{ type: "outputs", id: 7, steps: [] }, 7, "has 2 steps, the answer 0"],
    [{ type: "outputs", id: 7 }, 7, "the answer no list of"],
    [{ type: "outputs", id: 7, steps: [{ outputs: [] }, {}] }, 7, "in step 1, outputs is no list"],
    ...[
      [null, "an output is null"],
      [{ ...output, key: 1 }, "the key of an output is no text"],
      [{ ...output, window: [0] }, "the window of an output"],
      [{ key: "k", window: [0, 10] }, "has no value"],
      [{ ...output, replaces: [0, 10] }, "replaces is no list"],
    ].map(([bad, why]): readonly [unknown, number, string] => [
      { type: "outputs", id: 7, steps: [{ outputs: [output, bad] }, { outputs: [] }] },
      7,
      why as string,
    ]),
    [
      { type: "outputs", id: 7, steps: [{ outputs: [], late: "1" }, { outputs: [] }] },
      7,
      "late is no number",
    ],
  ])("%j is wrong", (message, id, reason) => {
    const line = read(message);
    expect(line).toMatchObject({ kind: "wrong", id });
    expect((line as { reason: string }).reason).toContain(reason);
  });
});
