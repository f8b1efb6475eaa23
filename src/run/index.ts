export type { AbortSignalLike, Clock, FeedOptions, RunOptions } from "./options.ts";
export { Run, type Source } from "./run.ts";
export type { RunSnapshot } from "./run-snapshot.ts";
export { Windowing, windowing } from "./windowing.ts";
