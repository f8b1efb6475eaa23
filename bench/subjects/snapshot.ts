import { Engine } from "tidemark/panes";
import { restoreEngine, takeSnapshot } from "tidemark/state";
import { beforeTheEnd, type Contestant } from "../contestant.ts";
import { ByBatch, outputTo, strategyOf, type Windowing } from "../engine.ts";
import type { Feed } from "../feed.ts";
import { Results } from "../results.ts";

/** Writes all live windows as text, and puts out what the engine then makes of them. */
export function snapshotting(windowing: Windowing): Contestant {
  return {
    name: "snapshot",
    group: "panes",
    prepare(feed) {
      const { results, subject, end } = loaded(windowing, feed);
      return {
        results,
        subject,
        run: () => void textOf(subject),
        finish: () => subject.take(end),
      };
    },
  };
}

/** Reads such a text into a new engine, and puts out what that one makes of it. */
export function restoring(windowing: Windowing): Contestant {
  return {
    name: "restore",
    group: "panes",
    prepare(feed) {
      const { subject, end } = loaded(windowing, feed);
      const text = textOf(subject);
      const results = new Results();
      const attempt = {
        results,
        subject,
        run() {
          const output = outputTo(results);
          const strategy = strategyOf(windowing);
          attempt.subject = new ByBatch(restoreEngine(strategy, JSON.parse(text), output));
        },
        finish: () => attempt.subject.take(end),
      };
      return attempt;
    },
  };
}

function textOf({ engine }: ByBatch): string {
  return JSON.stringify(takeSnapshot(engine));
}

/** An engine that has all elements and still keeps all windows. */
function loaded(windowing: Windowing, feed: Feed) {
  const { live, end } = beforeTheEnd(feed);
  const results = new Results();
  const subject = new ByBatch(new Engine(strategyOf(windowing), outputTo(results)));
  for (const bundle of live) subject.take(bundle);
  return { results, subject, end };
}
