import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { contract } from "../contract.ts";
import type { HostItem } from "../rig.ts";
import { element } from "./items.ts";

/** What a crash leaves. */
export const restartChecks: readonly CheckDefinition[] = [
  onBench({
    name: "states and timers survive a restart",
    contract: contract.allOrNothing,
    needs: ["restart"],
    async run(bench) {
      for (const key of bench.settings.keys) {
        await bench.drive({ ...element(key, 3), processingTime: 100 });
      }
      await bench.rig.restart?.();
      await bench.sameStates("After a restart");
      await bench.sameTimers("After a restart");
      for (let times = 0; times < 2; times++) await bench.rig.restart?.();
      await bench.sameAll("After three restarts");
    },
  }),
  onBench({
    name: "deletions survive a restart",
    contract: contract.storesState,
    needs: ["restart"],
    async run(bench) {
      const [k, other] = bench.settings.keys;
      await bench.drive(element(k, 3));
      await bench.drive(element(other, 3));
      await bench.drive({ key: k, watermark: MAX_TIMESTAMP });
      await bench.rig.restart?.();
      await bench.sameAll("After a restart behind a deletion");
    },
  }),
  onBench({
    name: "results survive a restart and are not published again",
    contract: contract.allOrNothing,
    needs: ["restart"],
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      await bench.drive({ key: k, processingTime: 105 });
      await bench.rig.restart?.();
      await bench.sameResults("After a restart");
      await bench.drive({ key: k, watermark: 13 });
      await bench.rig.restart?.();
      await bench.sameResults("After another restart");
    },
  }),
  onBench({
    name: "a crash between step and commit loses nothing",
    contract: contract.again,
    needs: ["restart"],
    async run(bench) {
      const [k] = bench.settings.keys;
      const items: readonly HostItem[] = [
        { ...element(k, 3), processingTime: 100 },
        { ...element(k, 9), processingTime: 105 },
        { key: k, watermark: 19 },
      ];
      for (const item of items) {
        await bench.crashBeforeCommit(item);
        await bench.sameAll("After a crash before the commit");
        await bench.drive(item);
        await bench.sameAll("After the item was driven again");
      }
    },
  }),
  onBench({
    name: "a failed commit does not come back with a restart",
    contract: contract.allOrNothing,
    needs: ["failNextCommit", "restart"],
    async run(bench) {
      const [k] = bench.settings.keys;
      await bench.drive({ ...element(k, 3), processingTime: 100 });
      const item: HostItem = { ...element(k, 9), processingTime: 105 };
      for (const at of ["before", "publishing"] as const) {
        await bench.driveFailing(item, at);
        await bench.rig.restart?.();
        await bench.sameAll("After a commit that failed and a restart");
      }
      await bench.drive(item);
      await bench.rig.restart?.();
      await bench.sameAll("After the item was driven again");
    },
  }),
];
