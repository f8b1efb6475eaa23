import { show, TidemarkError } from "../errors.ts";
import {
  allIdle,
  type InputsState,
  initialInputs,
  readInputs,
  settledWatermark,
  writeInputs,
} from "./inputs-state.ts";
import type { PlainData } from "./plain.ts";
import { type EventTime, MIN_TIMESTAMP, type TimestampInput, toWatermark } from "./time.ts";

export type InputStatus = "active" | "idle";

/** What one event changed, in this order: first the watermark, then the status. */
export interface WatermarkChange {
  /** The new combined watermark, or null if it is the same as before. */
  readonly watermark: EventTime | null;
  /** The new combined status, or null if it is the same as before. */
  readonly status: InputStatus | null;
}

/** One input as it stands. */
export interface InputState {
  readonly name: string;
  /** `MIN_TIMESTAMP` before any. */
  readonly watermark: EventTime;
  readonly status: InputStatus;
  /** Whether the input takes part in the minimum: it is active and not behind the output. */
  readonly aligned: boolean;
}

export interface WatermarkInputsOptions {
  /**
   * What becomes of a watermark that is less than the input's last one: `ignore` (the default)
   * counts it, `refuse` throws `INVALID_WATERMARK`. It is never applied.
   */
  readonly regressing?: "ignore" | "refuse";
}

const unchanged: WatermarkChange = Object.freeze({ watermark: null, status: null });

/**
 * One watermark out of several, by their minimum.
 *
 * Idleness is an event that the host reports, never something inferred from a clock: whether an
 * input is idle, or only paused, slow or hidden behind backpressure, is known to the host alone.
 * (Flink infers it; FLINK-28975, 35886, 38454, 40234 and 40503 are what that has cost.)
 *
 * An input is active or idle and has a watermark, `MIN_TIMESTAMP` before any. An active input is
 * **aligned** while its watermark is not behind the output, the combined watermark.
 *
 * | event                              | effect                                               |
 * |------------------------------------|------------------------------------------------------|
 * | (start)                            | every input is active, without a watermark, aligned  |
 * | advance an idle input              | ignored and counted; not remembered either           |
 * | advance below the input's own      | ignored and counted, or refused (see `regressing`)   |
 * | advance otherwise                  | output := minimum of the aligned inputs              |
 * | idle, others are active            | output := minimum of the aligned inputs              |
 * | idle, it was the last active one   | output := maximum of all inputs; then reports `idle` |
 * | active, others are active          | output := minimum of the aligned inputs, at once     |
 * | active, all were idle              | the same; reports `active`                           |
 * | idle when idle, active when active | nothing                                              |
 * | add                                | an active input without a watermark; with others idle |
 * |                                    | reports `active`                                     |
 * | remove                             | as if it had never been there, but for the output:   |
 * |                                    | output := minimum of the aligned inputs, or maximum  |
 * |                                    | of all and `idle`, if only idle ones are left        |
 *
 * - The output never goes back. Without an aligned input (all active ones lag) it stays.
 * - A resumed input that lags neither holds nor regresses the output until it has caught up. What
 *   it delivers until then may be late: that is the price of having been idle.
 * - An input that joins late is one that lags, unless there is no output yet: it holds nothing until
 *   it has caught up. A host that wants the others to wait for it must add it before they go on.
 * - When all inputs are idle nothing is left to wait for, hence the maximum. It does not depend on
 *   the order in which they fell idle.
 * - An ended input (`MAX_TIMESTAMP`) holds nothing: once all others are idle or have ended too, the
 *   output is the end of input. A host that still expects an idle input must not end the others.
 *
 * These are the rules of Flink's `StatusWatermarkValve`, except where that makes a watermark wait:
 * here an input that resumes already ahead counts at once instead of with its next watermark, and
 * the maximum is flushed even if the last input to fall idle was not aligned.
 *
 * Every event costs time linear in the number of inputs.
 */
export class WatermarkInputs {
  private state: InputsState;
  private names: readonly string[];
  private readonly regressing: "ignore" | "refuse";

  /** Throws `INVALID_INPUT` unless there is at least one name and all are different. */
  constructor(names: readonly string[], options: WatermarkInputsOptions = {}) {
    this.names = checkedNames(names);
    this.regressing = options.regressing ?? "ignore";
    this.state = initialInputs(this.names);
  }

  /** The combined watermark; `MIN_TIMESTAMP` while there is none. */
  get watermark(): EventTime {
    return this.state.combined;
  }

  /** `idle` while every input is. */
  get status(): InputStatus {
    return allIdle(this.state) ? "idle" : "active";
  }

  /** How many watermarks had no effect: they were behind their input's own, or it was idle. */
  get ignored(): { readonly regressing: number; readonly whileIdle: number } {
    return { ...this.state.ignored };
  }

  /** The input promises that no element of it will be before `watermark`. */
  advance(name: string, watermark: TimestampInput): WatermarkChange {
    const input = this.input(name);
    const given = toWatermark(watermark, `watermark of input ${show(name)}`);
    if (input.idle) {
      this.state.ignored.whileIdle++;
      return unchanged;
    }
    if (given < input.watermark) {
      if (this.regressing === "refuse") throw regression(name, given, input.watermark);
      this.state.ignored.regressing++;
      return unchanged;
    }
    input.watermark = given;
    return this.settle(null);
  }

  /** The input has nothing to say for now and is not to be waited for. */
  idle(name: string): WatermarkChange {
    const input = this.input(name);
    if (input.idle) return unchanged;
    input.idle = true;
    return this.settle(allIdle(this.state) ? "idle" : null);
  }

  /** The input is back. */
  active(name: string): WatermarkChange {
    const input = this.input(name);
    if (!input.idle) return unchanged;
    const wereIdle = allIdle(this.state);
    input.idle = false;
    return this.settle(wereIdle ? "active" : null);
  }

  /**
   * An input joins, active and without a watermark. Throws `INVALID_INPUT` if there is one of the name.
   * Restoring a snapshot needs the same inputs: add those that had joined before.
   */
  add(name: string): WatermarkChange {
    this.names = checkedNames([...this.names, name]);
    const wereIdle = allIdle(this.state);
    this.state.inputs.set(name, { watermark: MIN_TIMESTAMP, idle: false });
    return this.settle(wereIdle ? "active" : null);
  }

  /**
   * An input leaves for good: it is waited for no longer. Throws `INVALID_INPUT` for the last one, which
   * can only be ended.
   */
  remove(name: string): WatermarkChange {
    const { watermark, idle } = this.input(name);
    if (this.names.length === 1) {
      throw new TidemarkError(
        "INVALID_INPUT",
        `The input ${show(name)} is the only one.`,
        name,
        "End it with MAX_TIMESTAMP, or add another one before.",
      );
    }
    this.names = Object.freeze(this.names.filter((other) => other !== name));
    const { state } = this;
    state.inputs.delete(name);
    state.removed = Math.max(state.removed, watermark);
    return this.settle(!idle && allIdle(state) ? "idle" : null);
  }

  /** Every input as it stands, in the order of declaration. */
  states(): readonly InputState[] {
    const { combined, inputs } = this.state;
    return Array.from(inputs, ([name, { watermark, idle }]) => ({
      name,
      watermark,
      status: idle ? "idle" : "active",
      aligned: !idle && watermark >= combined,
    }));
  }

  /** The watermarks of the active inputs by name: what `driftReport` takes. */
  activeWatermarks(): Readonly<Record<string, EventTime>> {
    const active = this.states().filter(({ status }) => status === "active");
    return Object.fromEntries(active.map(({ name, watermark }) => [name, watermark]));
  }

  /** The state as plain data that shares nothing with this object. */
  snapshot(): PlainData {
    return writeInputs(this.state);
  }

  /**
   * Takes up the state of a snapshot in place of its own. Throws `INVALID_SNAPSHOT` for a state
   * that the rules above cannot reach, and `STRATEGY_MISMATCH` for that of other inputs; then
   * nothing has changed.
   */
  restore(snapshot: unknown): void {
    this.state = readInputs(snapshot, this.names);
  }

  private settle(status: InputStatus | null): WatermarkChange {
    const settled = settledWatermark(this.state);
    if (settled === this.state.combined)
      return status === null ? unchanged : { watermark: null, status };
    this.state.combined = settled;
    return { watermark: settled, status };
  }

  private input(name: string): { watermark: EventTime; idle: boolean } {
    const input = this.state.inputs.get(name);
    if (input !== undefined) return input;
    throw new TidemarkError(
      "INVALID_INPUT",
      `There is no input ${show(name)} among ${show(this.names)}.`,
      name,
    );
  }
}

function checkedNames(names: readonly string[]): readonly string[] {
  const invalid = (reason: string): TidemarkError =>
    new TidemarkError(
      "INVALID_INPUT",
      reason,
      names,
      "Give at least one input, each a name of its own.",
    );
  if (!Array.isArray(names) || names.length === 0) throw invalid(`${show(names)} names no input.`);
  for (const [at, name] of names.entries()) {
    if (typeof name !== "string") throw invalid(`The input name ${show(name)} is no text.`);
    if (names.indexOf(name) !== at) throw invalid(`The input name ${show(name)} is used twice.`);
  }
  return Object.freeze([...names]);
}

function regression(name: string, given: EventTime, last: EventTime): TidemarkError {
  return new TidemarkError(
    "INVALID_WATERMARK",
    `The watermark ${given} of input ${show(name)} is behind its last one, ${last}.`,
    given,
    "Never move a watermark back, or let regressing watermarks be ignored.",
  );
}
