import type { PlanName, Work } from "tidemark/panes";
import type { Feed, FeedBundle } from "./feed.ts";
import { Results } from "./results.ts";

/** One of those that are run on the same feed, one after the other, again and again. */
export interface Contestant {
  readonly name: string;
  /** Those of one group must put out the same. */
  readonly group: string;
  /** Makes one attempt ready, from nothing; what is done here is not measured. */
  prepare(feed: Feed): Attempt;
}

export interface Attempt {
  readonly results: Results;
  /** What did the work: to be kept until the next attempt, or V8 throws optimised code away with it. */
  readonly subject: Subject;
  /** What is measured. */
  run(): void | Promise<void>;
  /** After the clock has stopped: whatever is still needed to have results that can be compared. */
  finish?(): void | Promise<void>;
  /** What is to be reported for each unit in place of the processor time of `run`. */
  measured?: number;
}

/** Whatever takes a feed, bundle by bundle. */
export interface Subject {
  take(bundle: FeedBundle): void | Promise<void>;
  readonly work?: Work;
  readonly plan?: PlanName;
}

/** The usual contestant: a subject that is made anew and takes the whole feed. */
export function streaming(
  name: string,
  open: (results: Results) => Subject,
  group = "panes",
): Contestant {
  return {
    name,
    group,
    prepare(feed) {
      const results = new Results();
      const subject = open(results);
      return { results, subject, run: () => takeAll(subject, feed.bundles) };
    },
  };
}

async function takeAll(subject: Subject, bundles: readonly FeedBundle[]): Promise<void> {
  for (const bundle of bundles) {
    const pending = subject.take(bundle);
    if (pending !== undefined) await pending;
  }
}

/** A feed in two parts: all elements, and the last watermark. */
export function beforeTheEnd({ bundles }: Feed): {
  readonly live: readonly FeedBundle[];
  readonly end: FeedBundle;
} {
  const last = bundles.at(-1) as FeedBundle;
  return {
    live: [...bundles.slice(0, -1), { ...last, watermark: null }],
    end: { ...last, keys: [], codes: new Int32Array(0), values: [], timestamps: [] },
  };
}
