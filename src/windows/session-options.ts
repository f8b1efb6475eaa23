import { show, TidemarkError } from "../errors.ts";
import { type DurationInput, formatDuration, toDurationMs } from "../watermark/duration.ts";
import { type DurationMs, type EventTime, floorMod, floorTo } from "../watermark/time.ts";
import { interval, type Window } from "./interval.ts";
import type { LatenessOf } from "./lateness.ts";
import { toWindowLength } from "./length.ts";
import { mergeRuns } from "./merge.ts";
import type { Merge, SessionsJson } from "./window-fn.ts";

export interface SessionOptions {
  /**
   * Whether sessions become one if one ends where the other starts, so that a distance of exactly the
   * gap is still one session: `separate` (default) as in Beam, `merge` as in Flink.
   */
  readonly touching?: "separate" | "merge";
  /**
   * No session gets longer. Sessions are cut at every multiple of it, counted from `offset`: what an
   * element claims stops at the next cut, and sessions on the two sides of a cut do not merge. So an
   * element that would lengthen a session past a cut is in the session after it, whatever the order
   * in which elements arrive; a session can be cut before it is as long.
   */
  readonly maxDuration?: DurationInput;
  /**
   * What must not have expired when an element comes: `proto` (default), the window that it claims, as in
   * Beam; `merged`, the session that it would be in, as in Flink. So under `merged` an element is accepted,
   * however late it is, that falls into a session that is still open.
   */
  readonly lateness?: LatenessOf;
  /** Moves the cuts of `maxDuration`, modulo it. Default 0. */
  readonly offset?: DurationInput;
}

/** How claims of sessions are cut and merge. */
export class SessionRules {
  readonly touching: "separate" | "merge";
  readonly maxDurationMs: DurationMs | null;
  readonly offsetMs: DurationMs;
  readonly lateness: LatenessOf;

  constructor({ touching = "separate", maxDuration, offset, lateness = "proto" }: SessionOptions) {
    if (touching !== "separate" && touching !== "merge") {
      const reason = `Sessions have touching: ${show(touching)}.`;
      throw new TidemarkError("INVALID_WINDOWS", reason, touching, "Use separate or merge.");
    }
    if (offset !== undefined && maxDuration === undefined) {
      const reason = "Sessions have an offset of cuts, but no maxDuration.";
      throw new TidemarkError("INVALID_WINDOWS", reason, offset, "Give maxDuration, or no offset.");
    }
    if (lateness !== "proto" && lateness !== "merged") {
      const reason = `Sessions have lateness: ${show(lateness)}.`;
      throw new TidemarkError("INVALID_WINDOWS", reason, lateness, "Use proto or merged.");
    }
    this.touching = touching;
    this.lateness = lateness;
    this.maxDurationMs =
      maxDuration === undefined ? null : toWindowLength(maxDuration, "longest session");
    const offsetMs = toDurationMs(offset ?? 0, "offset of cuts");
    this.offsetMs = this.maxDurationMs === null ? 0 : floorMod(offsetMs, this.maxDurationMs);
  }

  get isPlain(): boolean {
    const { touching, maxDurationMs, lateness } = this;
    return touching === "separate" && maxDurationMs === null && lateness === "proto";
  }

  /** The proto-window of an element that claims `gapMs`. */
  claim(timestamp: EventTime, gapMs: DurationMs): Window {
    const { maxDurationMs } = this;
    const end = timestamp + gapMs;
    if (maxDurationMs === null) return interval(timestamp, end);
    return interval(timestamp, Math.min(end, this.cutBefore(timestamp) + maxDurationMs));
  }

  merge(windows: readonly Window[]): readonly Merge[] {
    return mergeRuns(windows, (run, next) => {
      if (next.start < run.end) return true;
      return next.start === run.end && this.touching === "merge" && !this.isCut(next.start);
    });
  }

  /** The fields of plain data. */
  toJSON(): Omit<SessionsJson, "gap" | "gapOf"> {
    const { touching, maxDurationMs, offsetMs, lateness } = this;
    return {
      touching,
      ...(maxDurationMs === null ? {} : { maxDuration: maxDurationMs, offset: offsetMs }),
      ...(lateness === "proto" ? {} : { lateness }),
    };
  }

  /** The arguments of text. */
  toString(): string {
    const { touching, maxDurationMs, offsetMs, lateness } = this;
    return [
      touching === "merge" ? ", touching: merge" : "",
      maxDurationMs === null ? "" : `, maxDuration: ${formatDuration(maxDurationMs)}`,
      offsetMs === 0 ? "" : `, offset: ${formatDuration(offsetMs)}`,
      lateness === "proto" ? "" : `, lateness: ${lateness}`,
    ].join("");
  }

  private isCut(instant: EventTime): boolean {
    return this.maxDurationMs !== null && this.cutBefore(instant) === instant;
  }

  private cutBefore(instant: EventTime): EventTime {
    return floorTo(instant, this.maxDurationMs as DurationMs, this.offsetMs);
  }
}
