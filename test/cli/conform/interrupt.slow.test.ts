import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { pathOf } from "../support.ts";
import { engine, isAlive } from "./support.ts";

describe("a run that is interrupted", { timeout: 120_000 }, () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s leaves no process behind", async (signal) => {
    const pids = pathOf(`pids-${signal}`);
    const args = ["--import", "tsx", "src/cli/main.ts", "conform", "--engine"];
    const child = spawn(process.execPath, [...args, engine("stays", pids), "--cases", "1000000"], {
      stdio: "ignore",
    });
    while (!existsSync(pids) || !readFileSync(pids, "utf8").endsWith("\n")) await delay(20);
    const started = readFileSync(pids, "utf8").split(/\s/).filter(Boolean).map(Number);
    expect(started.map(isAlive)).toEqual([true, true]);
    child.kill(signal);
    const [code, by] = (await once(child, "exit")) as [number | null, string | null];
    expect([code, by]).toEqual([null, signal]);
    await delay(100);
    expect(started.map(isAlive)).toEqual([false, false]);
  });
});
