import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import type { Bench } from "../bench.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { keyText } from "../compare.ts";
import { contract } from "../contract.ts";
import type { FailurePoint, HostItem } from "../rig.ts";
import { HostContractError } from "../violation.ts";
import { element } from "./items.ts";

const points: readonly (readonly [FailurePoint, string])[] = [
  ["before", "before it writes"],
  ["publishing", "while it publishes"],
];

/** All or nothing. */
export const atomicChecks: readonly CheckDefinition[] = [
  ...points.map(([at, when]) =>
    onBench({
      name: `a commit that fails ${when} changes nothing`,
      contract: contract.allOrNothing,
      needs: ["failNextCommit"],
      async run(bench) {
        await prepare(bench);
        await bench.driveFailing(withResults(bench), at);
        await bench.sameAll("After a commit that failed");
      },
    }),
  ),
  ...points.map(([at, when]) =>
    onBench({
      name: `an item whose commit has failed ${when} gives the same when driven again`,
      contract: contract.again,
      needs: ["failNextCommit"],
      async run(bench) {
        await prepare(bench);
        for (let times = 0; times < 3; times++) await bench.driveFailing(withResults(bench), at);
        await bench.drive(withResults(bench));
        await bench.sameAll("After three attempts that failed and one that did not");
      },
    }),
  ),
  onBench({
    name: "a deletion that fails keeps the record",
    contract: contract.allOrNothing,
    needs: ["failNextCommit"],
    async run(bench) {
      const [k] = bench.settings.keys;
      await prepare(bench);
      for (const [at, when] of points) {
        await bench.driveFailing({ key: k, watermark: MAX_TIMESTAMP }, at);
        await bench.sameAll(`After a deletion that failed ${when}`);
      }
    },
  }),
  onBench({
    name: "a failed commit spoils no other commit",
    contract: contract.allOrNothing,
    needs: ["failNextCommit"],
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await prepare(bench);
      for (const [at] of points) await bench.driveFailing(withResults(bench), at);
      await bench.drive({ ...element(other, 4), processingTime: 100 });
      await bench.drive({ key: other, processingTime: 105 });
      await bench.sameAll(`After ${keyText(k)} has failed and ${keyText(other)} has not`);
    },
  }),
  onBench({
    name: "an item whose step throws changes nothing and holds nothing up",
    contract: contract.nothingHappened,
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await prepare(bench);
      if (await bench.succeeds(element(k, Number.NaN))) {
        throw new HostContractError("An element without a timestamp was reported as done.");
      }
      await bench.sameAll("After an item that the step has refused");
      await bench.drive(withResults(bench));
      await bench.drive(element(other, 3));
      await bench.sameAll("After the next items");
    },
  }),
  onBench({
    name: "results that come with a deletion are handed on",
    contract: contract.allOrNothing,
    async run(bench) {
      const [k] = bench.settings.keys;
      await prepare(bench);
      await bench.drive({ key: k, watermark: MAX_TIMESTAMP });
      await bench.sameAll("After the last commit of a key");
    },
  }),
  onBench({
    name: "drops are handed on",
    contract: contract.handsOn,
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 100), watermark: 90 });
      await bench.drive(element(k, 3));
      await bench.drive({ key: k, elements: [5, 6].map((at) => ({ value: "b", timestamp: at })) });
      await bench.sameResults("After late elements");
    },
  }),
  onBench({
    name: "holds are stored with the states",
    contract: contract.allOrNothing,
    needs: ["holds"],
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await bench.drive(element(k, 3));
      await bench.drive(element(other, 50));
      await bench.sameHolds("After two keys have reported holds");
      await bench.drive(element(k, 9));
      await bench.sameHolds(`After the session of ${keyText(k)} has grown`);
      await bench.drive({ key: k, watermark: 19 });
      await bench.sameHolds(`After the window of ${keyText(k)} has ended`);
      await bench.drive({ key: k, watermark: 40 });
      await bench.sameHolds(`After the window of ${keyText(k)} has expired`);
    },
  }),
];

/** How often an item counts. */
export const repetitionChecks: readonly CheckDefinition[] = [
  onBench({
    name: "an item driven twice counts its elements twice and its clocks once",
    contract: contract.stateDecides,
    async run(bench) {
      const [k] = bench.settings.keys;
      const item: HostItem = { ...element(k, 3), watermark: 1, processingTime: 100 };
      for (const one of [item, item]) await bench.drive(one);
      await bench.sameAll("After the same element in two items");
      const timer: HostItem = { key: k, watermark: 13, processingTime: 105 };
      for (const one of [timer, timer]) await bench.drive(one);
      await bench.sameAll("After the same readings in two items");
    },
  }),
  onBench({
    name: "a lost acknowledgement counts nothing twice",
    contract: contract.allOrNothing,
    needs: ["loseNextAcknowledgement"],
    async run(bench) {
      await prepare(bench);
      const [k] = bench.settings.keys;
      const timer: HostItem = { key: k, processingTime: 130 };
      for (const item of [withResults(bench), element(k, 11), timer]) {
        await bench.rig.loseNextAcknowledgement?.();
        // The host has found out that it is done, or it throws, and then nothing may have happened.
        if (await bench.succeeds(item)) bench.twin.take(item);
        else await bench.drive(item);
        await bench.sameAll("After a commit whose acknowledgement was lost");
      }
    },
  }),
];

/** A key with a state and timers, and a pane on its way. */
async function prepare(bench: Bench): Promise<void> {
  const [k] = bench.settings.keys;
  await bench.drive({ ...element(k, 3), processingTime: 100 });
}

/** An item that changes the state of that key, its timers and its hold, and gives a pane. */
function withResults({ settings }: Bench): HostItem {
  return { ...element(settings.keys[0], 9), watermark: 4, processingTime: 105 };
}
