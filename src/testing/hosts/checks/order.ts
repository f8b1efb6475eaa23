import type { Key } from "../../../panes/key.ts";
import { allOf, type Bench } from "../bench.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { contract } from "../contract.ts";
import { severalKeys } from "../options.ts";
import type { HostItem } from "../rig.ts";
import { hostStrategies } from "../strategies.ts";

/** Items of one key one after the other; keys side by side. */
export const orderChecks: readonly CheckDefinition[] = [
  onBench({
    name: "results of one key are in the order of its commits",
    contract: contract.handsOn,
    strategy: hostStrategies.global,
    async run(bench) {
      const [k] = bench.settings.keys;
      for (const item of panesOf(k, 12)) await bench.drive(item);
      await bench.sameResults("After twelve panes of one key");
    },
  }),
  onBench({
    name: "results of one key are in order while other keys commit",
    contract: contract.sideBySide,
    strategy: hostStrategies.global,
    async run(bench) {
      await allOf(bench.settings.keys.map((key) => inTurn(bench, panesOf(key, 8))));
      await bench.sameResults("After eight panes of each of six keys");
    },
  }),
  onBench({
    name: "many keys side by side do not disturb one another",
    contract: contract.sideBySide,
    async run(bench) {
      const keys = severalKeys(bench.settings.manyKeys, bench.settings);
      await allOf(keys.map((key, at) => inTurn(bench, lifeOf(key, at))));
      await bench.sameAll(`After ${keys.length} keys side by side`);
    },
  }),
  onBench({
    name: "keys that are loaded together may commit in any order",
    contract: contract.sideBySide,
    async run(bench) {
      const keys = bench.settings.keys;
      for (const [at, commits] of (["inOrder", "reversed"] as const).entries()) {
        const items = keys.map((key) => ({
          key,
          elements: [{ value: commits, timestamp: 5 * at }],
          processingTime: 100 + 5 * at,
        }));
        await bench.interleave(items, commits);
        await bench.sameAll(`After commits ${commits === "inOrder" ? "in" : "against"} the order`);
      }
    },
  }),
  onBench({
    name: "items of one key that are handed over at once are driven one after the other",
    contract: contract.oneAtATime,
    needs: ["submit"],
    async run(bench) {
      const { keys } = bench.settings;
      const items = keys.slice(0, 3).map((key, at) => lifeOf(key, at));
      // Round robin, none awaited: the first items of all keys, then the second ones, and so on.
      const rounds = Array.from({ length: 6 }, (_, round) =>
        items.flatMap((life) => life.slice(round, round + 1)),
      );
      await allOf(rounds.flat().map((item) => bench.drive(item)));
      await bench.sameAll("After six items of each of three keys, handed over at once");
    },
  }),
];

/** Items that give a pane each, of growing contents. */
function panesOf(key: Key, count: number): readonly HostItem[] {
  return Array.from({ length: count }, (_, at) => ({
    key,
    elements: [2 * at, 2 * at + 1].map((timestamp) => ({ value: String(timestamp), timestamp })),
  }));
}

/** Six items that make, grow, fire and shift a session; different for each number. */
function lifeOf(key: Key, number: number): readonly HostItem[] {
  const put = (timestamp: number): NonNullable<HostItem["elements"]> => [
    { value: `${number} at ${timestamp}`, timestamp: timestamp + number },
  ];
  return [
    { key, elements: put(0), processingTime: 100 },
    { key, elements: put(8) },
    { key, processingTime: 105 + (number % 3) },
    { key, elements: put(12), processingTime: 110 },
    { key, watermark: 22 + number },
    { key, elements: put(45), processingTime: 116 },
  ];
}

async function inTurn(bench: Bench, items: readonly HostItem[]): Promise<void> {
  for (const item of items) await bench.drive(item);
}
