import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeTheEnd, type Contestant, type Subject } from "../contestant.ts";
import { Results } from "../results.ts";

/**
 * How much heap a subject holds when all elements are in and nothing has ended. Every element has to
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
          collect();
          const before = process.memoryUsage().heapUsed;
          for (const bundle of live) await attempt.subject.take(bundle);
          collect();
          attempt.measured = (process.memoryUsage().heapUsed - before) / feed.elements;
        },
        finish: () => attempt.subject.take(end),
      };
      return attempt;
    },
  };
}

/** Node's `gc()`, also where it was not asked for on the command line. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
