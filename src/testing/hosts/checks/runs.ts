import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import type { Bench } from "../bench.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { contract } from "../contract.ts";
import type { OptionalHandle } from "../rig.ts";
import { contentsOf, engineResults, sameResults } from "../results.ts";
import { scriptFor } from "../script.ts";
import { hostStrategies } from "../strategies.ts";
import { Transport, type TransportOptions } from "../transport.ts";
import { element } from "./items.ts";

/** Whole runs, which give what the engine in memory gives. */
export const runChecks: readonly CheckDefinition[] = [
  run("a run gives the panes of the engine in memory", contract.samePanes),
  run("a run with a restart after every item gives the same", contract.allOrNothing, ["restart"], {
    restarts: true,
  }),
  run("a run with a crash before every commit gives the same", contract.again, ["restart"], {
    mishap: "crash",
  }),
  run(
    "a run in which every first commit fails before it writes gives the same",
    contract.again,
    ["failNextCommit"],
    { mishap: { commitFails: "before" } },
  ),
  run(
    "a run in which every first commit fails while it publishes gives the same",
    contract.again,
    ["failNextCommit"],
    { mishap: { commitFails: "publishing" } },
  ),
  onBench({
    name: "a run without an output watermark gives the same contents",
    contract: contract.sameContents,
    async run(bench) {
      await play(bench, { tellsOutputWatermark: false });
      const expected = engineResults(bench.driver.strategy, scriptFor(bench.settings.keys));
      const published = contentsOf(await bench.rig.published());
      sameResults(published, contentsOf(expected), "After the run");
    },
  }),
  onBench({
    name: "a host that learns the watermark from timers alone gives every element once",
    contract: contract.watermarkFromTimers,
    strategy: hostStrategies.fixed,
    async run(bench) {
      const [k] = bench.settings.keys;
      for (const timestamp of [3, 12, 5, 27]) await bench.drive(element(k, timestamp));
      // Each of three windows has an end and an expiry.
      for (let deliveries = 0; deliveries < 6; deliveries++) {
        const due = (await bench.timers()).get(k)?.watermark ?? null;
        if (due !== null) await bench.drive({ key: k, watermark: due });
      }
      await bench.sameAll("After every timer that the key has asked for");
    },
  }),
  onBench({
    name: "the end of input leaves nothing, of no key",
    contract: contract.endOfInput,
    async run(bench) {
      const transport = new Transport(bench);
      for (const event of scriptFor(bench.settings.keys).slice(0, -3)) await transport.take(event);
      await transport.advance({ watermark: MAX_TIMESTAMP });
      await bench.sameStates("After the end of input");
      await bench.sameTimers("After the end of input");
    },
  }),
];

function run(
  name: string,
  sentence: string,
  needs: readonly OptionalHandle[] = [],
  options: TransportOptions = {},
): CheckDefinition {
  return onBench({
    name,
    contract: sentence,
    needs,
    async run(bench) {
      await play(bench, options);
      const expected = engineResults(bench.driver.strategy, scriptFor(bench.settings.keys));
      sameResults(await bench.rig.published(), expected, "After the run");
    },
  });
}

async function play(bench: Bench, options: TransportOptions): Promise<void> {
  const transport = new Transport(bench, options);
  for (const event of scriptFor(bench.settings.keys)) await transport.take(event);
}
