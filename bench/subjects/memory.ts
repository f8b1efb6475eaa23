import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeTheEnd, type Contestant, type Subject } from "../contestant.ts";
import { Results } from "../results.ts";

/**
 * How much memory a subject holds when all elements are in and nothing has ended. Every element has to
 * be of another window or key.
 */
export function weighed(name: string, open: (results: Results) => Subject): Contestant {
  return {
    name,
    group: "panes",
    prepare(feed) {
      const collect = collector();
      const { live, end } = beforeTheEnd(feed);
      const results = new Results();
      const attempt = {
        results,
        subject: open(results),
        measured: 0,
        async run() {
          await collect();
          const before = bytes();
          for (const bundle of live) await attempt.subject.take(bundle);
          await collect();
          attempt.measured = (bytes() - before) / feed.elements;
        },
        finish: () => attempt.subject.take(end),
      };
      return attempt;
    },
  };
}

/** The heap, and what typed arrays have beside it. */
function bytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Node's `gc()`, also where it was not asked for on the command line; typed arrays are freed aside. */
function collector(): () => Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return async () => {
    collect();
    await setTimeout(50);
    collect();
  };
}
