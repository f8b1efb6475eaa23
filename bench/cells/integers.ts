import { fixed } from "tidemark/windows";
import { streaming } from "../contestant.ts";
import { engineOf } from "../engine.ts";
import { DenseFloor } from "../floors/dense.ts";
import { type BenchCell, base, MINUTE } from "./cell.ts";

const feeds = [
  { ...base, integers: true },
  { ...base, integers: true, keys: 100_000, stepMs: 0.12 },
];

/** Integer keys in typed columns, against arrays that the keys index. */
export const integerCells: readonly BenchCell[] = feeds.map((feed) => ({
  name: `integers-${feed.keys}-batch`,
  feed,
  contestants: (plan) => [
    streaming("floor", (results) => new DenseFloor(MINUTE, feed.keys, results)),
    engineOf({ windows: fixed(MINUTE) }, "batch", plan),
  ],
}));
