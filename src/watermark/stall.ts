import { show } from "../errors.ts";
import type { InputState, WatermarkInputs } from "./inputs.ts";
import { type EventTime, formatInstant, MAX_TIMESTAMP, type ProcessingTime } from "./time.ts";

/** An input for which the combined watermark waits. */
export interface StalledInput {
  readonly input: string;
  readonly watermark: EventTime;
  /** The processing time since which its watermark has not moved, as far as it was observed. */
  readonly silentSince: ProcessingTime;
}

export interface StallReport {
  /** The combined watermark, and since when it has not moved. */
  readonly watermark: EventTime;
  readonly since: ProcessingTime;
  /**
   * - `waiting`: for the inputs that hold the minimum
   * - `unaligned`: every active input is behind the combined watermark, and none has caught up
   * - `idle`: all inputs are idle, so there is nothing to wait for and nothing to move it
   * - `ended`: it is at the end of input
   */
  readonly reason: "waiting" | "unaligned" | "idle" | "ended";
  /** The inputs that it waits for, longest silent first. */
  readonly holders: readonly StalledInput[];
  /** Where it would go if the holders fell idle; null unless it waits. */
  readonly without: EventTime | null;
}

/**
 * Knows since when the inputs of a combined watermark have been silent. It reads no clock: the host
 * calls `observe` with its processing time after events, or every so often; between two observations
 * it knows nothing finer. It is for diagnosis, and begins anew after a restart.
 */
export class StallWatch {
  private readonly inputs: WatermarkInputs;
  private readonly moved: Map<string, { watermark: EventTime; at: ProcessingTime }> = new Map();
  private combined: { watermark: EventTime; at: ProcessingTime };

  constructor(inputs: WatermarkInputs, processingTime: ProcessingTime) {
    this.inputs = inputs;
    this.combined = { watermark: inputs.watermark, at: processingTime };
    this.observe(processingTime);
  }

  /** Takes note of what has moved by now. */
  observe(processingTime: ProcessingTime): void {
    const { watermark } = this.inputs;
    if (watermark !== this.combined.watermark) this.combined = { watermark, at: processingTime };
    const states = this.inputs.states();
    for (const { name, watermark: own } of states) {
      if (this.moved.get(name)?.watermark !== own)
        this.moved.set(name, { watermark: own, at: processingTime });
    }
    if (this.moved.size === states.length) return;
    const names = new Set(states.map(({ name }) => name));
    for (const name of this.moved.keys()) if (!names.has(name)) this.moved.delete(name);
  }

  /** Why the combined watermark is where it is, as of the last observation. */
  report(): StallReport {
    const { watermark, at: since } = this.combined;
    const states = this.inputs.states();
    const active = states.filter(({ status }) => status === "active");
    const aligned = active.filter((one) => one.aligned);
    const stands = { watermark, since, holders: [], without: null };
    if (watermark >= MAX_TIMESTAMP) return { ...stands, reason: "ended" };
    if (active.length === 0) return { ...stands, reason: "idle" };
    if (aligned.length === 0) {
      return { ...stands, reason: "unaligned", holders: this.silent(active) };
    }
    const least = Math.min(...aligned.map((one) => one.watermark));
    const holders = aligned.filter((one) => one.watermark === least);
    const others = aligned.filter((one) => one.watermark > least);
    const left = others.length > 0 ? others.map((one) => one.watermark) : [];
    const flushed = active.length === holders.length ? states.map((one) => one.watermark) : [];
    const without = left.length > 0 ? Math.min(...left) : Math.max(watermark, ...flushed);
    return { ...stands, reason: "waiting", holders: this.silent(holders), without };
  }

  private silent(states: readonly InputState[]): readonly StalledInput[] {
    return states
      .map(({ name, watermark }) => ({
        input: name,
        watermark,
        silentSince: this.moved.get(name)?.at ?? this.combined.at,
      }))
      .sort((a, b) => a.silentSince - b.silentSince);
  }
}

/** A report as words that can follow "because": `input "b" has been silent since …, at …`. */
export function stallText(
  { reason, holders, without }: StallReport,
  instant: (instant: number) => string = formatInstant,
): string {
  if (reason === "ended") return "the input has ended";
  if (reason === "idle") return "all inputs are idle";
  const silent = holders.map(
    ({ input, watermark, silentSince }) =>
      `input ${show(input)} has been silent since ${instant(silentSince)}, at ${instant(watermark)}`,
  );
  const who = silent.join(", and ");
  if (reason === "unaligned") return `no active input has caught up with it: ${who}`;
  return `${who}; without ${holders.length === 1 ? "it" : "them"} it would be at ${instant(without ?? 0)}`;
}
