import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../../watermark/time.ts";
import type { Bench } from "../bench.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { keyText } from "../compare.ts";
import { contract } from "../contract.ts";
import { severalKeys } from "../options.ts";
import type { HostClocks } from "../rig.ts";
import { isDue } from "../transport.ts";
import { HostContractError } from "../violation.ts";
import { element } from "./items.ts";

/**
 * What storage and queries get wrong: signs, 32 bits, order as text, the ends of time, and 0: a
 * session of -10 ends there, and a deadline set at -5 is due there.
 */
const instants: readonly number[] = [
  MIN_TIMESTAMP + 100,
  -62_135_596_800_000,
  -(2 ** 32) - 7,
  -(2 ** 31) - 7,
  -1_000,
  -11,
  -10,
  -5,
  -1,
  0,
  9,
  10,
  99,
  1_000,
  2 ** 31 + 3,
  2 ** 32 + 3,
  1_700_000_000_000,
  2 ** 52 + 1,
  MAX_TIMESTAMP - 100,
];

/** How timers are kept and found. */
export const timerChecks: readonly CheckDefinition[] = [
  onBench({
    name: "timers replace the earlier ones",
    contract: contract.setsTimers,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      await bench.sameTimers("After the first element");
      await bench.drive({ key: k, processingTime: 105 });
      await bench.sameTimers("After the deadline in processing time");
      await bench.drive(element(k, 9));
      await bench.sameTimers("After the session has grown");
      await bench.drive(element(k, -4));
      await bench.sameTimers("After the session has grown to the front");
    },
  }),
  onBench({
    name: "a timer that is taken back is gone",
    contract: contract.setsTimers,
    driver: { keepClocks: true },
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      await bench.drive({ ...element(other, 3), processingTime: 100 });
      await bench.drive({ key: k, watermark: 13, processingTime: 101 });
      await bench.sameTimers(`After ${keyText(k)} has taken back a deadline`);
      await bench.drive({ key: k, watermark: 100 });
      await bench.sameTimers(`When nothing but clocks is left of ${keyText(k)}`);
    },
  }),
  onBench({
    name: "timers of any instant come back as they were set",
    contract: contract.setsTimers,
    async run(bench) {
      await setTimersAtAllInstants(bench);
      await bench.sameTimers("With timers from the first to the last day of time");
      await bench.sameStates("With windows from the first to the last day of time");
    },
  }),
  onBench({
    name: "the host finds every timer that is due",
    contract: contract.timersCome,
    needs: ["due"],
    async run(bench) {
      await setTimersAtAllInstants(bench);
      for (const { watermark, processingTime } of bench.twin.timers.values()) {
        if (watermark !== null) {
          await findsAll(bench, { watermark, processingTime: MIN_TIMESTAMP });
        }
        if (processingTime !== null) {
          await findsAll(bench, { watermark: MIN_TIMESTAMP, processingTime });
        }
      }
      await findsAll(bench, { watermark: MAX_TIMESTAMP, processingTime: MAX_TIMESTAMP });
    },
  }),
];

/** What comes of timers, however they are delivered. */
export const deliveryChecks: readonly CheckDefinition[] = [
  onBench({
    name: "a timer delivered early changes nothing but the clock",
    contract: contract.stateDecides,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      for (const processingTime of [103, 104]) await bench.drive({ key: k, processingTime });
      await bench.drive({ key: k, watermark: 12 });
      await bench.sameAll("After timers that came early");
    },
  }),
  onBench({
    name: "a timer delivered twice fires once",
    contract: contract.stateDecides,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      for (const processingTime of [105, 105]) await bench.drive({ key: k, processingTime });
      await bench.sameAll("After a deadline that came twice");
      for (const watermark of [13, 13]) await bench.drive({ key: k, watermark });
      await bench.sameAll("After a window's end that came twice");
    },
  }),
  onBench({
    name: "a timer delivered late fires then",
    contract: contract.stateDecides,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      await bench.drive(element(k, 30));
      await bench.drive({ key: k, processingTime: 400 });
      await bench.sameAll("After a deadline that came late");
      await bench.drive({ key: k, watermark: 1_000, processingTime: 400 });
      await bench.sameAll("After the ends of two windows that came late");
    },
  }),
  onBench({
    name: "timers of both clocks are delivered in one go",
    contract: contract.stateDecides,
    async run(bench) {
      const [k, ...others] = bench.settings.keys;
      for (const timestamp of [3, 30, 60]) {
        await bench.drive({ ...element(k, timestamp), processingTime: 100 });
      }
      await bench.drive({ ...element(others[0], 5), processingTime: 100 });
      await bench.drive({ key: k, watermark: 45, processingTime: 110 });
      await bench.sameAll(`After all timers of ${keyText(k)} that were due`);
      await bench.drive({ ...element(k, 70), watermark: 75, processingTime: 120 });
      await bench.sameAll("After clocks and an element in one item");
    },
  }),
  onBench({
    name: "clock readings out of order change nothing",
    contract: contract.clocksInAnyOrder,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 30), watermark: 20, processingTime: 100 });
      await bench.drive({ key: k, watermark: 10, processingTime: 50 });
      await bench.drive({ ...element(k, 33), watermark: 0 });
      await bench.sameAll("After readings behind the clocks");
    },
  }),
];

/** A key for each instant, with a timer in each clock. */
async function setTimersAtAllInstants(bench: Bench): Promise<void> {
  const keys = severalKeys(instants.length, bench.settings);
  for (const [at, key] of keys.entries()) {
    const instant = instants[at] ?? 0;
    await bench.drive({ ...element(key, instant), processingTime: instant });
  }
}

async function findsAll(bench: Bench, clocks: HostClocks): Promise<void> {
  const found = new Set(await bench.rig.due?.(clocks));
  for (const [key, timers] of bench.twin.timers) {
    if (found.has(key) || !isDue(timers, clocks)) continue;
    const { watermark, processingTime } = clocks;
    throw new HostContractError(
      `At watermark ${watermark} and processing time ${processingTime} the host does not find the timers of ${keyText(key)}, ${JSON.stringify(timers)}.`,
    );
  }
}
