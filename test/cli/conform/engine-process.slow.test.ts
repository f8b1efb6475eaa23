import { readFileSync } from "node:fs";
import { describe, expect, test, type TestContext } from "vitest";
import { EngineProcess } from "../../../src/cli/conform/process/engine-process.ts";
import type { Answer } from "../../../src/testing/conform/answer.ts";
import { pathOf } from "../support.ts";
import { casesWithBoom, engine, isAlive } from "./support.ts";

async function start(
  { onTestFinished }: TestContext,
  name: string,
  options: object = {},
): Promise<EngineProcess> {
  const process = await EngineProcess.start({
    command: engine(name),
    timeoutMs: 60_000,
    startTimeoutMs: 60_000,
    ...options,
  });
  onTestFinished(() => process.close());
  return process;
}

/** The answers by kind, those that are as they should be left out: their places count from 0. */
function faults(answers: readonly Answer[]): Readonly<Record<number, string>> {
  const wrong = [...answers.entries()].filter(([, { kind }]) => kind !== "outputs");
  return Object.fromEntries(
    wrong.map(([at, answer]) => [
      at,
      `${answer.kind}: ${"message" in answer ? answer.message : ""}`,
    ]),
  );
}

describe.concurrent("an engine in another process", { timeout: 120_000 }, () => {
  test("answers cases in their order", async (context) => {
    const process = await start(context, "ok");
    expect(process).toMatchObject({
      name: "small",
      version: "1",
      capabilities: { windows: ["fixed", "sessions"] },
    });
    const answers = await process.answer(casesWithBoom(200));
    const values = answers.map((answer) =>
      answer.kind === "outputs" ? answer.steps[1]?.outputs[0]?.value : answer,
    );
    expect(values).toEqual(Array.from({ length: 200 }, (_, at) => [at]));
  });

  test.for<[string, string]>([
    ["crash", "crash: the engine ended with exit code 3\nits stderr ends with\nit went boom"],
    [
      "half-line",
      'crash: the engine ended with exit code 0 in the middle of a line: "{\\"type\\":\\"outputs\\",\\"id\\":1,\\"steps\\":',
    ],
    ["nonsense", 'nonsense: a message of no known type: "{\\"result\\":\\"boom\\"}"'],
    ["second-hello", "nonsense: a second hello"],
    ["wrong-steps", "nonsense: the case has 2 steps, the answer 1"],
    ["wrong-id", "nonsense: an answer to no case that waits for one"],
    ["twice", "nonsense: it was answered twice"],
    ["after-answer", "crash: the engine ended with exit code 4, after it had answered the case"],
    ["reports-error", "error: boom is not supported"],
  ])("%s: the guilty cases, and no others, are %j", async ([name, verdict], context) => {
    const process = await start(context, name);
    const answers = await process.answer(casesWithBoom(40, 5, 30));
    const found = faults(answers);
    expect(Object.keys(found)).toEqual(["5", "30"]);
    expect(found[5]?.replace(/id\\":\d+/, 'id\\":1')).toContain(verdict);
    expect(faults(await process.answer(casesWithBoom(4, 2)))).toHaveProperty("2");
    expect(process.strays).toEqual([]);
  });

  test.for([
    "ok",
    "out-of-order",
    "noise",
    "huge-line",
  ])("%s is as good as any", async (name, context) => {
    const process = await start(context, name);
    expect(faults(await process.answer(casesWithBoom(40, 5, 6)))).toEqual({});
    expect(faults(await process.answer(casesWithBoom(1, 0)))).toEqual({});
    await process.close();
    expect(process.strays).toEqual([]);
  });

  test("hang: the process is killed, and the others are answered", async (context) => {
    const process = await start(context, "hang", { timeoutMs: 3_000 });
    const found = faults(await process.answer(casesWithBoom(20, 7)));
    expect(Object.keys(found)).toEqual(["7"]);
    expect(found[7]).toMatch(
      /^hang: no answer within 3 s\nits stderr ends with\nworking on case \d+$/,
    );
  });

  test("side by side gives the same", async (context) => {
    const cases = casesWithBoom(60, 3, 20, 21, 59);
    const alone = await (await start(context, "crash")).answer(cases);
    const together = await (await start(context, "crash", { jobs: 3 })).answer(cases);
    expect(together).toEqual(alone);
  });

  test("a crash that no case brings about alone is put down to the oldest that waited", async (context) => {
    const process = await start(context, "in-company");
    const found = Object.values(faults(await process.answer(casesWithBoom(12))));
    expect(found).toEqual([
      "crash: the engine ended with exit code 5; asked alone, every case is answered",
    ]);
  });

  test("an engine that never answers is not asked for ever", async (context) => {
    const process = await start(context, "never-answers");
    const answers = await process.answer(casesWithBoom(100));
    const messages = answers.map((answer) => "message" in answer && answer.message);
    expect(messages.filter((text) => text === "the engine ended with exit code 1")).toHaveLength(5);
    expect(messages.at(-1)).toBe(
      "not asked, because the engine has failed 5 cases and answered none",
    );
  });

  test("is asked nothing that is beyond its capabilities", async (context) => {
    const process = await start(context, "ok");
    const [input] = casesWithBoom(1);
    const windows = "global" as const;
    const beyond = { ...input!, strategy: { ...input!.strategy, windows } };
    expect(await process.answer([beyond])).toEqual([
      { kind: "unsupported", reason: "beyond its capabilities: windows global" },
    ]);
    expect(process.asked).toBe(0);
  });

  test("that cannot be started again ends the run", async (context) => {
    const command = engine("once", pathOf("once"));
    const process = await start(context, "ok", { command });
    await expect(process.answer(casesWithBoom(4, 1))).rejects.toThrow(
      /ended with exit code 9 before its hello\nits stderr ends with\nthe port is taken\n/,
    );
  });

  test("leaves no process behind, whatever it has started", async (context) => {
    const pids = pathOf("pids");
    const command = engine("stays", pids);
    const process = await start(context, "ok", { command, jobs: 2 });
    await process.answer(casesWithBoom(4));
    await process.close();
    const started = readFileSync(pids, "utf8").split(/\s/).filter(Boolean).map(Number);
    expect(started).toHaveLength(4);
    expect(started.filter(isAlive)).toEqual([]);
  });
});

describe.concurrent("an engine that cannot be started", { timeout: 120_000 }, () => {
  test.for<[string, string, RegExp]>([
    [
      "crash-at-start",
      engine("crash-at-start"),
      /ended with exit code 7 before its hello\nits stderr ends with\nno such library\ndocs/,
    ],
    ["a command that is not there", "no-such-engine", /ended with exit code 127 before its hello/],
    [
      "wrong-version",
      engine("wrong-version"),
      /did not begin with its hello: the engine speaks protocol 2, not 1/,
    ],
    [
      "silent",
      engine("silent"),
      /wrote no hello within 0.8 s\nits stderr ends with\nwaiting for something else\n/,
    ],
    ["noise and nothing else", "echo hello; sleep 5", /no hello within 0.8 s; a line .* "hello"/],
    [
      "an answer first",
      `echo '{"type":"error","id":1}'`,
      /did not begin with its hello: an answer/,
    ],
  ])("%s", async ([name, command, message]) => {
    const startTimeoutMs = name === "silent" || name.startsWith("noise") ? 800 : 60_000;
    await expect(EngineProcess.start({ command, startTimeoutMs })).rejects.toThrow(message);
  });
});
