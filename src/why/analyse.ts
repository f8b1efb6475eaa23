import type { Strategy } from "../panes/strategy.ts";
import { finishingPart } from "../triggers/safety.ts";
import { formatDuration } from "../watermark/duration.ts";
import type { WindowFn } from "../windows/window-fn.ts";
import { type Finding, finding } from "./finding.ts";
import { triggerFindings } from "./trigger-findings.ts";

/** What of a strategy is looked at; what is computed does not matter. */
export type Analysable = Pick<
  Strategy<never, unknown>,
  "windows" | "trigger" | "allowedLatenessMs" | "accumulation" | "closing"
>;

/**
 * What a strategy says that does not do what one would think, without running it: windows first, then
 * the trigger, then the lateness. Nothing found is no proof that the strategy is what was meant.
 * A strategy whose trigger finishes must have been made with `allowUnsafeTriggers`.
 */
export function analyse(strategy: Analysable): readonly Finding[] {
  const { windows, trigger, allowedLatenessMs } = strategy;
  const isGlobal = windows.kind === "global";
  return [
    ...ofWindows(windows),
    ...(isGlobal ? ofState(strategy) : []),
    ...triggerFindings({
      trigger,
      allowedLatenessMs,
      isGlobal,
      flushes: strategy.closing !== "never",
      expiresAtEnd: isGlobal || allowedLatenessMs === 0,
      merging: windows.shape === "merging",
    }),
    ...(isGlobal && allowedLatenessMs > 0 ? [ofLateness(strategy)] : []),
  ];
}

function ofWindows(windows: WindowFn<never>): Finding[] {
  if (windows.shape !== "periodic" || windows.periodMs <= windows.sizeMs) return [];
  const reason = "The windows start further apart than they last: elements in between are in none.";
  return [finding("GAPS_BETWEEN_WINDOWS", "warning", { ...itself(windows), reason })];
}

function ofState({ windows, trigger, accumulation }: Analysable): Finding[] {
  if (finishingPart(trigger) !== null) return [];
  const what = accumulation === "discarding" ? "a cell of" : "all contents of";
  const reason = `The global window ends with the input, and ${trigger} never closes it: ${what} every key ever seen is kept until then.`;
  return [finding("UNBOUNDED_STATE", "warning", { ...itself(windows), reason })];
}

function ofLateness({ allowedLatenessMs }: Analysable): Finding {
  const reason = "The global window ends with the input, and nothing is late after that.";
  return finding("LATENESS_NEVER_MATTERS", "note", {
    at: "allowedLateness",
    part: formatDuration(allowedLatenessMs),
    reason,
  });
}

function itself(windows: WindowFn<never>): { readonly at: string; readonly part: string } {
  return { at: "windows", part: String(windows) };
}
