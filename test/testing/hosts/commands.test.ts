import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { strategy } from "../../../src/panes/index.ts";
import {
  type HostAction,
  HostCommand,
  hostCommands,
  HostCommandsError,
  hostConformance,
  hostReportLines,
  type HostRig,
  playHostActions,
  playHostCommands,
  runHostConformance,
} from "../../../src/testing/hosts/index.ts";
import { fixed } from "../../../src/windows/index.ts";
import { brokenHosts } from "./broken/index.ts";
import { LogHost, rigOf, slowRig } from "./log-host.ts";

const random = "random commands give what the engine in memory gives, and leave nothing";
const forgetful = (): HostRig =>
  brokenHosts.find(({ caughtBy }) => caughtBy === random)?.make() ?? expect.fail();

describe("hostCommands", () => {
  test("are commands for a property of fast-check", async () => {
    const property = fc.asyncProperty(hostCommands({ keys: ["a", "b"], maxCommands: 8 }), (list) =>
      playHostCommands(() => slowRig(1), list, { strategy: "sliding" }),
    );
    await fc.assert(property, { numRuns: 10, seed: 3 });
  });

  test("are of every kind, and speak of no keys but those given", () => {
    const lists = fc.sample(hostCommands({ keys: ["a", 2n] }), { numRuns: 60, seed: 1 });
    const texts = lists.flatMap((list) => [...list].map(String));
    for (const kind of ["deliver", "advance", "wake", "interleave", "restart"]) {
      expect(texts.filter((text) => text.startsWith(`{ ${kind}: `)).length, kind).toBeGreaterThan(
        5,
      );
    }
    for (const part of [
      "twice: true",
      'mishap: "crash"',
      'commitFails: "publishing"',
      "reversed",
    ]) {
      expect(texts.filter((text) => text.includes(part)).length, part).toBeGreaterThan(5);
    }
    expect(texts.filter((text) => /\b(k|1n)\b/.test(text))).toEqual([]);
  });

  test("need two keys", () => {
    expect(() => hostCommands({ keys: ["k"] })).toThrow(RangeError);
  });
});

describe("playHostActions", () => {
  const actions: readonly HostAction[] = [
    {
      deliver: [
        ["k", 3, "a"],
        [1, 4, "b"],
      ],
      mishap: { commitFails: "publishing" },
    },
    {
      interleave: [
        ["k", 5, "a"],
        [1, 6, "b"],
      ],
      commits: "reversed",
    },
    { advance: { watermark: 8, processingTime: 5 }, twice: true, mishap: "crash" },
    { restart: true },
    { wake: "k", times: 2 },
    { advance: { watermark: 16 } },
  ];

  test.each([
    ["with all handles", (): HostRig => rigOf(new LogHost())],
    ["with a queue", (): HostRig => slowRig(2)],
  ])("plays on a rig %s, under any strategy", async (_name, make) => {
    await playHostActions(make, actions);
    await playHostActions(make, actions, { strategy: "global" });
    await playHostActions(make, actions, { strategy: strategy({ windows: fixed(2) }) });
  });

  test("leaves out what a rig cannot do", async () => {
    const { host, timers, records, published } = rigOf(new LogHost());
    await playHostActions(() => ({ host, timers, records, published }), actions);
  });

  test("rejects with the actions up to the one that shows it", async () => {
    const make = (): HostRig => ({ ...rigOf(new LogHost()), published: () => [] });
    const error = await playHostActions(make, actions).then(
      () => expect.fail("It plays."),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(HostCommandsError);
    expect((error as HostCommandsError).actions).toEqual(actions.slice(0, 3));
    expect(String(error)).toMatchInlineSnapshot(
      `"HostCommandsError: After { advance: { watermark: 8, processingTime: 5 }, twice: true, mishap: "crash" }: the panes of "k" (at [0]): nothing where the contract asks for {"key":"k","window":{"start":3,"end":15},"value":["a","a"],"timestamp":14,"timing":"early","index":0,"onTimeIndex":-1,"isFirst":true,"isLast":false,"retraction":false,"replaces":[]}"`,
    );
  });

  test("asks for nothing to be left at the end of input", async () => {
    const make = (): HostRig => ({ ...rigOf(new LogHost()), records: () => 1 });
    await expect(playHostActions(make, [])).rejects.toThrow(
      /^At the end of input the host still has 1 record of state\.$/,
    );
  });
});

describe("the check with random commands", () => {
  test("shrinks to a short list that can be read and played again", async () => {
    const { failed } = await runHostConformance(forgetful, { runs: 200 });
    const found = failed.filter(({ name }) => name === random);
    expect(
      hostReportLines({ passed: [], failed: found, skipped: [] }).join("\n"),
    ).toMatchInlineSnapshot(`
      "failed   random commands give what the engine in memory gives, and leave nothing
               Contract: A runner like the one above gives, key by key, the panes of the in-memory engine.
               After { advance: { watermark: 8640000000000000 } }: the panes of 1 (at [0]): nothing where the contract asks for {"key":1,"window":{"start":0,"end":10},"value":["a"],"timestamp":9,"timing":"onTime","index":0,"onTimeIndex":0,"isFirst":true,"isLast":true,"retraction":false,"replaces":[]}
               The shortest list of actions found, for playHostActions with { strategy: "sessions" }:
                 { deliver: [[1, 0, "a"]] },
                 { wake: "k", times: 1 },
                 { restart: true },
               Run 5 of seed 20150801, after 8 shrinks.
      1 check: 0 passed, 1 failed, 0 skipped"
    `);
    const list: readonly HostAction[] = [
      { deliver: [[1, 0, "a"]] },
      { wake: "k", times: 1 },
      { restart: true },
    ];
    await expect(playHostActions(forgetful, list, { strategy: "sessions" })).rejects.toThrow(
      "the panes of 1 (at [0]): nothing where",
    );
    await playHostActions(forgetful, list.slice(0, 2), { strategy: "sessions" });
  }, 60_000);

  test("leaves the list as it was found if asked to", async () => {
    const options = { runs: 200, endOnFailure: true, maxCommands: 30 };
    const { run } = hostConformance(forgetful, options).at(-1) ?? expect.fail();
    await expect(run()).rejects.toThrow(
      /\nThe list of actions found, .*\nRun \d+ of seed 20150801, after 0 shrinks\.$/s,
    );
  }, 60_000);

  test("draws other lists from another seed", async () => {
    const lists = (seed: number): string[] =>
      fc.sample(hostCommands(), { numRuns: 3, seed }).map((list) => [...list].join());
    expect(lists(1)).toEqual(lists(1));
    expect(lists(1)).not.toEqual(lists(2));
  });
});

test("a command says what it does as a literal", () => {
  const action: HostAction = {
    deliver: [
      ["k", 3, "a"],
      [1n, -4, "b"],
      [true, 0, ""],
    ],
  };
  expect(`${new HostCommand(action)}`).toBe(
    '{ deliver: [["k", 3, "a"], [1n, -4, "b"], [true, 0, ""]] }',
  );
});
