import type { Counters } from "../../panes/ledger.ts";
import { formatDuration } from "../../watermark/duration.ts";
import type { DurationMs } from "../../watermark/time.ts";
import { instantText } from "../output/instant-text.ts";
import type { DropCensus, Loss } from "./drop-census.ts";
import type { DurationHistogram } from "./histogram.ts";
import type { Tally } from "./tally.ts";

const labelWidth = 18;
const windowsShown = 5;

export interface SummaryOptions {
  readonly latenessMs: DurationMs;
  readonly watermark: string;
  readonly trigger: string;
  readonly hasArrival: boolean;
  /** The precision of window bounds. */
  readonly unitMs: DurationMs;
}

/** What became of every row, and why; the sums of each line add up. */
export function summaryText(tally: Tally, counters: Counters, options: SummaryOptions): string {
  const { read, unassigned, assigned, assignments, accepted, late, closed, unfired, panes } =
    counters;
  const lines = [
    line(
      "rows read",
      `${read + tally.bad} = ${tally.bad} bad + ${unassigned} unassigned + ${assigned} assigned`,
    ),
    line("assignments", `${assignments} = ${accepted} accepted + ${late} late + ${closed} closed`),
    line("panes", panesText(panes, counters.retractions)),
    line("watermark lag", lagText(tally, options)),
    line("behind watermark", behindText(tally.behind, options)),
  ];
  if (late > 0) {
    lines.push(
      line(
        "late",
        `${late} dropped: ${late === 1 ? "its window" : "their windows"} had expired, ${formatDuration(options.latenessMs)} (--lateness) after ${late === 1 ? "its" : "their"} end,`,
      ),
      line("", `by ${spreadText(tally.late)}`),
      ...windowLines(tally.lateByWindow, options, byText),
    );
  }
  if (closed > 0) {
    lines.push(
      line("closed", `${closed} dropped: the trigger ${options.trigger} had finished`),
      ...windowLines(tally.closedByWindow, options, () => ""),
    );
  }
  if (unfired > 0)
    lines.push(
      line(
        "unfired",
        `${unfired} in no pane: their windows expired before ${options.trigger} was due (--closing never)`,
      ),
    );
  return `${lines.join("\n")}\n`;
}

function line(label: string, text: string): string {
  return label.padEnd(labelWidth) + text;
}

function panesText({ early, onTime, late }: Counters["panes"], retractions: number): string {
  const sum = `${early + onTime + late} = ${early} early + ${onTime} on time + ${late} late`;
  return retractions === 0
    ? sum
    : `${sum}, and ${retractions} ${retractions === 1 ? "retraction" : "retractions"}`;
}

function lagText({ lag }: Tally, { hasArrival, watermark }: SummaryOptions): string {
  if (!hasArrival) return "unknown without --arrival";
  if (lag.count === 0) return `none: ${watermark} gave no watermark`;
  const mean = Math.round(lag.sumMs / lag.count);
  return `mean ${coarse(mean)}, max ${coarse(lag.maxMs)} (arrival less watermark)`;
}

function behindText(behind: DurationHistogram, { watermark }: SummaryOptions): string {
  if (behind.count === 0) return "0 rows";
  const [rows, them] = behind.count === 1 ? ["row", "it"] : ["rows", "them"];
  return `${behind.count} ${rows} came after ${watermark} had passed ${them}, by ${spreadText(behind)}`;
}

function spreadText({ min, median, max }: DurationHistogram): string {
  if (min === max) return coarse(max);
  return `${coarse(min)} to ${coarse(max)}, median about ${coarse(median)}`;
}

function windowLines(
  census: DropCensus,
  { unitMs }: SummaryOptions,
  detail: (loss: Loss) => string,
): string[] {
  const shown = census.top(windowsShown);
  const width = Math.max(...shown.map(({ count }) => String(count).length));
  const lines = shown.map((loss) => {
    const { start, end } = loss.window;
    const window = `[${instantText(start, unitMs)}, ${instantText(end, unitMs)})`;
    return `${" ".repeat(labelWidth)}${String(loss.count).padStart(width)} in ${window}${detail(loss)}`;
  });
  const others = census.size - shown.length;
  if (others > 0 || census.elsewhere > 0) {
    const more = census.elsewhere > 0 ? `more than ${others}` : String(others);
    lines.push(
      `${" ".repeat(labelWidth)}and in ${more} other ${more === "1" ? "window" : "windows"}`,
    );
  }
  return lines;
}

function byText({ leastMs, mostMs }: Loss): string {
  return leastMs === mostMs
    ? `, by ${coarse(mostMs)}`
    : `, by ${coarse(leastMs)} to ${coarse(mostMs)}`;
}

/** A duration to its two largest units. */
function coarse(ms: DurationMs): string {
  const size = Math.abs(ms);
  const unit =
    size >= 86_400_000 ? 3_600_000 : size >= 3_600_000 ? 60_000 : size >= 10_000 ? 1000 : 1;
  return formatDuration(Math.round(ms / unit) * unit);
}
