import { floorTo } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import { sessionsIn } from "./rewrite.ts";

/**
 * Whether Kafka Streams' store has let a window go: it keeps size and grace behind its own time, which is the
 * latest instant under which a window is stored. False for windows of which that is not known.
 */
export function isLetGo(
  { start, end }: Window,
  windows: WindowFn,
  streamTime: number,
  graceMs: number,
): boolean {
  if (windows.shape === "periodic") {
    const { sizeMs, periodMs } = windows;
    return start <= floorTo(streamTime, periodMs, 0) - sizeMs - graceMs;
  }
  const gapMs = sessionsIn(windows)?.gap;
  return gapMs !== undefined && end - gapMs <= streamTime - gapMs - graceMs;
}
