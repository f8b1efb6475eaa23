export type { RunSnapshot } from "./feed.ts";
export type { AbortSignalLike, Clock, FeedOptions, RunOptions } from "./options.ts";
export { Run, type Source } from "./run.ts";
export { Windowing, windowing } from "./windowing.ts";
