import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { file, words } from "./support.ts";

const quakes = "examples/data/earthquakes.csv";
const options = words(
  "--timestamp time --arrival updated --key type --windows fixed(1d) --trigger 'afterWatermark(early: afterProcessingTime(12h), late: afterCount(5))' --lateness 1d --watermark 'bounded 4h' --aggregate 'count, mean(mag)'",
);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the sources as a process of their own. */
async function spawned(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  reads = true,
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    if (!reads) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

// A process starts in a second, or in many beside other work.
describe("as a process", { timeout: 60_000 }, () => {
  test("results depend neither on TZ nor on the locale", async () => {
    const plain = await spawned(["run", quakes, ...options], { TZ: "UTC", LANG: "C", LC_ALL: "C" });
    const local = await spawned(["run", quakes, ...options], {
      TZ: "Asia/Kolkata",
      LANG: "de_DE",
      LC_ALL: "de_DE",
    });
    expect(plain.code).toBe(0);
    expect(plain.stdout.length).toBeGreaterThan(1000);
    expect(local).toEqual(plain);
  });

  test("times with --zone do not depend on TZ either", async () => {
    const csv = file("t\n2024-03-31T01:59:59\n2024-03-31T03:00:00\n2024-07-01T00:00:00\n");
    const args = [
      "run",
      csv,
      ...words("--timestamp t --zone Europe/Berlin --windows fixed(1h) --output jsonl"),
    ];
    const ends = await Promise.all(["UTC", "America/New_York"].map((TZ) => spawned(args, { TZ })));
    expect(ends[0]?.stdout).toContain(`[${Date.UTC(2024, 2, 31, 1)},`);
    expect(ends[1]).toEqual(ends[0]);
  });

  test("a reader that goes away is no error", async () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => `${at}\n`).join("");
    const args = [
      "run",
      file(`t\n${rows}`),
      ...words("--timestamp t --time-unit s --windows fixed(1s) --output jsonl"),
    ];
    const { code, stderr } = await spawned(args, {}, false);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("exit codes", async () => {
    const full = spawned(["run", quakes, ...options, "--late-file", "/dev/full"]);
    const ends = await Promise.all([
      spawned(["--version"]),
      spawned(["run", quakes, "--timestamp", "tme", "--windows", "global"]),
      full,
    ]);
    expect(ends.map(({ code }) => code)).toEqual([0, 2, 1]);
    expect(ends[2]?.stderr).toContain("tidemark run: failed: ENOSPC");
  });
});
