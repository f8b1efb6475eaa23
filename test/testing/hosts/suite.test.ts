import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { describe, expect, test, vi } from "vitest";
import type { Key } from "../../../src/panes/index.ts";
import {
  CheckSkipped,
  type HostCheck,
  hostConformance,
  HostContractError,
  hostReportLines,
  type HostRig,
  runHostConformance,
} from "../../../src/testing/hosts/index.ts";
import { LogHost, rigOf } from "./log-host.ts";

/** Few and small, where the checks themselves are not the point. */
const quick = { runs: 3, manyKeys: 4, largeState: 1_000 };

/** A row of the table of handles: its handle, and how many checks are skipped without it. */
const skippedInDocs = /^\| `(\w+)` \|.*\| (\d+) (?:checks? )?(?:is|are) skipped/gm;

const bare = (): HostRig => {
  const { host, timers, records, published } = rigOf(new LogHost());
  return { host, timers, records, published };
};

const named = (checks: readonly HostCheck[], name: string): HostCheck =>
  checks.find((check) => check.name === name) ?? expect.fail(`There is no check ${name}.`);

describe("a check", () => {
  const needy = "a commit that fails before it writes changes nothing";

  test("needs no test framework: run resolves, or rejects with what is wrong", async () => {
    for (const { run } of hostConformance(bare, quick)) {
      await run().catch((error: unknown) => {
        if (!(error instanceof CheckSkipped)) throw error;
      });
    }
    const forgetful = hostConformance(() => {
      const rig = bare();
      return { ...rig, host: { load: () => null, commit: (commit) => rig.host.commit(commit) } };
    });
    const { run, contract } = named(forgetful, "load gives back what the last commit stored");
    await expect(run()).rejects.toThrow(HostContractError);
    await expect(run()).rejects.toThrow('After one commit: the state of "k": null where');
    expect(contract).toBe(
      "`load` returns what the last successful commit of that key stored, unaltered.",
    );
  });

  test("is a test of node:test", () => {
    const tests: readonly ((context: TestContext) => Promise<void>)[] = hostConformance(bare).map(
      ({ run }) => run,
    );
    expect(tests.length).toBeGreaterThan(50);
  });

  test("shows no parameter, which jest would take for a callback and vitest for a fixture", () => {
    for (const { run } of hostConformance(bare)) {
      expect(run).toHaveLength(0);
      expect(String(run)).toMatch(/^function \(\)/);
    }
  });

  test("that lacks a handle calls skip of a test's context", async () => {
    const skip = vi.fn<(reason: string) => void>();
    await named(hostConformance(bare), needy).run({ skip });
    expect(skip.mock.calls).toEqual([["The rig has no failNextCommit."]]);
  });

  test("that lacks a handle rejects if there is nobody to tell", async () => {
    const { run } = named(hostConformance(bare), needy);
    await expect(run()).rejects.toThrow(CheckSkipped);
    await expect(run({})).rejects.toThrow("The rig has no failNextCommit.");
  });

  describe("as a test with fixtures", () => {
    const extended = test.extend<{ database: string }>({ database: "none" });
    const { name, run } = named(hostConformance(bare), "drops are handed on");
    extended(name, run);
  });

  test("closes its rig once, whatever comes of it", async () => {
    const close = vi.fn<() => void>();
    const make = (change: Partial<HostRig>) => () => ({ ...bare(), close, ...change });
    const name = "a key that was never seen has no state";
    await named(hostConformance(make({})), name).run();
    expect(close).toHaveBeenCalledTimes(1);
    await expect(named(hostConformance(make({ records: () => 1 })), name).run()).rejects.toThrow(
      "Before anything is stored: the number of records: 1 where the contract asks for 0",
    );
    expect(close).toHaveBeenCalledTimes(2);
    await expect(named(hostConformance(make({})), needy).run()).rejects.toThrow(CheckSkipped);
    expect(close).toHaveBeenCalledTimes(3);
  });

  test("throws what the rig throws, and what close throws only if that is all", async () => {
    const close = (): never => expect.fail("close has failed");
    const records = (): never => expect.fail("records has failed");
    const name = "a key that was never seen has no state";
    const run = (change: Partial<HostRig>): Promise<void> =>
      named(
        hostConformance(() => ({ ...bare(), ...change })),
        name,
      ).run();
    await expect(run({ close, records })).rejects.toThrow("records has failed");
    await expect(run({ close })).rejects.toThrow("close has failed");
  });
});

describe("the end of input", () => {
  test("closes every check, with a text of its own", async () => {
    const leaking = (): HostRig => {
      const rig = rigOf(new LogHost());
      return { ...rig, timers: () => [["k", { watermark: 8, processingTime: null }]] };
    };
    const { run } = named(hostConformance(leaking), "load gives back what the last commit stored");
    await expect(run()).rejects.toThrow(/^At the end of input the host still has timers of "k"\.$/);
  });

  test("counts records that no key gives", async () => {
    const leaking = (): HostRig => ({ ...rigOf(new LogHost()), records: () => 2 });
    const { run } = named(hostConformance(leaking), "timers replace the earlier ones");
    await expect(run()).rejects.toThrow(
      "At the end of input the host still has 2 records of state.",
    );
  });

  test("does not list many keys in full", async () => {
    const leaking = (): HostRig => {
      const store = new LogHost();
      return { ...rigOf(store), holds: () => Array.from({ length: 9 }, (_, at) => [at, 0]) };
    };
    const { run } = named(hostConformance(leaking), "timers replace the earlier ones");
    await expect(run()).rejects.toThrow(
      "a hold of 0 and 1 and 2 and 3 and 4 and 5 and 3 other keys.",
    );
  });
});

describe("two entries", () => {
  test.each(["timers", "holds"] as const)("of %s for one key are refused", async (handle) => {
    const value = handle === "holds" ? 5 : { watermark: 5, processingTime: null };
    const rig = (): HostRig => ({
      ...rigOf(new LogHost()),
      [handle]: () => [
        ["k", value],
        ["k", value],
      ],
    });
    const name =
      handle === "holds" ? "holds are stored with the states" : "timers replace the earlier ones";
    await expect(named(hostConformance(rig), name).run()).rejects.toThrow(
      `"k" has two entries of ${handle}.`,
    );
  });
});

describe("takesKey", () => {
  const strings = (key: Key): boolean => typeof key === "string" && key.length <= 100;

  const strict = (): HostRig => {
    const store = new LogHost();
    const refuse = (key: Key): void => {
      if (!strings(key)) throw new Error(`${typeof key} is no key of this host`);
    };
    return rigOf(store, {
      load: (key) => (refuse(key), store.load(key)),
      commit: (commit) => (refuse(commit.key), store.commit(commit)),
    });
  };

  test("keeps other keys out of all checks, and skips those about them", async () => {
    const { failed, skipped } = await runHostConformance(strict, { ...quick, takesKey: strings });
    expect(failed).toEqual([]);
    expect(skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "long keys are told apart: The host takes fewer than two of the keys that this check is about.",
      "numbers are told apart, however large or small: The host takes fewer than two of the keys that this check is about.",
      "big integers are told apart, however large: The host takes fewer than two of the keys that this check is about.",
      "0 and -0 are one key: The host takes fewer than two of the keys that this check is about.",
      "items of one key that are handed over at once are driven one after the other: The rig has no submit.",
    ]);
  });

  test("has to leave some", () => {
    expect(() => hostConformance(bare, { takesKey: () => false })).toThrow(RangeError);
    expect(() => hostConformance(bare, { takesKey: (key) => typeof key === "boolean" })).toThrow(
      /^takesKey refuses too many keys/,
    );
  });
});

describe("a report", () => {
  test("of a rig with nothing but what is required says what was skipped, as the docs do", async () => {
    const { passed, failed, skipped } = await runHostConformance(bare, quick);
    expect(failed).toEqual([]);
    expect(passed.length + skipped.length).toBe(hostConformance(bare).length);
    const documented = [...readFileSync("docs/hosts.md", "utf8").matchAll(skippedInDocs)];
    expect(documented.map(([, handle, count]) => [handle, Number(count)])).toEqual(
      documented.map(([, handle]) => [
        handle,
        skipped.filter(({ reason }) => reason.includes(`no ${handle}`)).length,
      ]),
    );
    expect(new Set(skipped.flatMap(({ reason }) => reason.match(/(?<=no )\w+/g) ?? []))).toEqual(
      new Set(documented.map(([, handle]) => handle)),
    );
  });

  test("as text has a line for each check, and more for what failed", () => {
    const lines = hostReportLines({
      passed: ["one", "another"],
      skipped: [{ name: "a third", contract: "All.", reason: "The rig has no submit." }],
      failed: [
        { name: "b", contract: "Nothing.", error: new HostContractError("k is left\nand more") },
        { name: "c", contract: "Never.", error: new TypeError("no function") },
        { name: "d", contract: "Ever.", error: "a string" },
      ],
    });
    expect(lines).toMatchInlineSnapshot(`
      [
        "ok       one",
        "ok       another",
        "skipped  a third",
        "         The rig has no submit.",
        "failed   b",
        "         Contract: Nothing.",
        "         k is left",
        "         and more",
        "failed   c",
        "         Contract: Never.",
        "         TypeError: no function",
        "failed   d",
        "         Contract: Ever.",
        "         a string",
        "6 checks: 2 passed, 3 failed, 1 skipped",
      ]
    `);
  });

  test("goes on after a rig that cannot be made", async () => {
    const { failed } = await runHostConformance(() => expect.fail("no database"), quick);
    expect(failed).toHaveLength(hostConformance(bare).length);
    expect(String(failed[0]?.error)).toContain("no database");
  });
});
