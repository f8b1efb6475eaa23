import { spawnSync } from "node:child_process";
import type { Case } from "../../../src/testing/cases/case.ts";
import { onePane } from "../../testing/conform/support.ts";

/** The command of one of the engines of this folder. */
export function engine(name: string, ...args: readonly string[]): string {
  return [process.execPath, `test/cli/conform/engines/${name}.mjs`, ...args]
    .map((word) => `'${word}'`)
    .join(" ");
}

/** Cases with one element each; those at the given places have one that engines stumble over. */
export function casesWithBoom(count: number, ...places: readonly number[]): readonly Case[] {
  return Array.from({ length: count }, (_, at) => ({
    ...onePane,
    steps: [{ elements: [[places.includes(at) ? "boom" : at, 3, "k"]] }, { watermark: 10 }],
  }));
}

/** What has been killed may stay as a zombie, for want of somebody who asks for its exit code. */
export function isAlive(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return state.trim() !== "" && !state.startsWith("Z");
}
