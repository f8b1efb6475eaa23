import { canonicalBag } from "../../../canonical.ts";
import { type EventTime, MAX_TIMESTAMP } from "../../../../watermark/time.ts";
import type { Case } from "../../../cases/case.ts";
import type { Observation, OutputRecord } from "../../observation.ts";
import type { DialectRule } from "../../rule.ts";
import { gridOf, isolated, placedSteps } from "./grid.ts";
import { ExtraWindows, isTaken, movedIn, withoutHolds } from "./moved.ts";
import { bundle, minimal } from "../minimal.ts";

const section = "2 Windows";

export const truncatesBelowTheOffset: DialectRule = {
  name: "truncates-below-the-offset",
  section,
  reason:
    "The start of a window truncates toward the offset: for an element more than a period before it, and not at a start, the window that starts next is taken for the last one that has the element.",
  minimal: minimal({}, bundle(-11)),
  rewrite({ strategy, steps }) {
    const placed = placedSteps({ strategy, steps });
    const isSame = JSON.stringify(placed) === JSON.stringify(steps);
    return isSame ? null : { strategy, steps: placed };
  },
};

export const stampedBeforeTheWindow: DialectRule = {
  name: "stamped-before-the-window",
  section: "3 Watermarks and holds: Holds",
  reason:
    "Under `earliest` and `latest` an element that truncation has put into a window after it stamps the pane, and holds the output watermark, before that window; what is foretold has it inside.",
  minimal: minimal({ timestampCombiner: "earliest" }, bundle(-11), { watermark: 0 }),
  normalise({ input, ours, theirs }) {
    const { windows, timestampCombiner } = input.strategy;
    const grid = gridOf(windows);
    if (grid === null || isolated(grid, 0) === null || timestampCombiner === "endOfWindow")
      return null;
    const moved = movedIn(input, grid);
    if (moved.length === 0) return null;
    const isMoved = (step: number, our: EventTime | null, their: EventTime | null): boolean =>
      moved.some((one) => one.step <= step && (one.timestamp === their || one.placed === our));
    const times = timestampsOf(input);
    const restamped = ours.map((our, step) => ({
      ...our,
      outputs: our.outputs.map((output): OutputRecord => {
        const their = theirs[step]?.outputs.find((other) => isSamePane(output, other));
        const [stamp, other] = [output.timestamp ?? null, their?.timestamp ?? null];
        const differs = isTaken(moved, output, step) && isMoved(step, stamp, other);
        const isKnown = other === output.window[1] - 1 || times.has(other ?? Number.NaN);
        return differs && isKnown ? { ...output, timestamp: other as EventTime } : output;
      }),
    }));
    return withoutHolds({ ours: restamped, theirs }, isMoved);
  },
};

type PaneName = Pick<OutputRecord, "key" | "window" | "index">;

function isSamePane(a: PaneName, b: PaneName): boolean {
  return a.key === b.key && a.index === b.index && a.window.join() === b.window.join();
}

export const oneWindowTooMany: DialectRule = {
  name: "one-window-too-many",
  section,
  reason:
    "Where sliding windows overlap so much that no element is in one alone, the window that truncation adds cannot be foretold: what becomes of it is not compared.",
  minimal: minimal({ windows: { sliding: { size: 20, period: 10, offset: 0 } } }, bundle(-11), {
    watermark: 10,
  }),
  normalise({ input, ours, theirs }) {
    const grid = gridOf(input.strategy.windows);
    if (grid === null || isolated(grid, 0) !== null) return null;
    const moved = movedIn(input, grid);
    if (moved.length === 0) return null;
    const extra = new ExtraWindows(input, grid, moved);
    const counted = ours.map((our, step): Observation => {
      const { closed = 0, late = 0, empty } = our;
      const { closed: others = 0, empty: isOtherEmpty } = theirs[step] ?? {};
      return {
        ...our,
        late: late + extra.lateIn(step),
        closed: Math.abs(others - closed) <= extra.takenIn(step) ? others : closed,
        ...(empty !== undefined && isOtherEmpty !== undefined && extra.isOpenAfter(step)
          ? { empty: isOtherEmpty }
          : {}),
        outputs: our.outputs.filter((output) => !isTaken(moved, output, step)),
      };
    });
    const others = theirs.map((their, step) => ({
      ...their,
      outputs: their.outputs.filter((output) => !isTaken(moved, output, step)),
    }));
    return withoutHolds(
      { ours: counted, theirs: others },
      (step, our, their) => extra.holdIn(step, our) || extra.holdIn(step, their),
    );
  },
};

export const heldBeforeTheWindow: DialectRule = {
  name: "held-before-the-window",
  section: "7 Panes and accumulation: Timing and numbers",
  reason:
    "Where elements that truncation has moved hold the output watermark otherwise, the timing and the timestamp of other panes can differ, and so whether an empty one is on time.",
  minimal: minimal(
    {
      windows: { sliding: { size: 20, period: 10, offset: 0 } },
      trigger: { afterWatermark: { early: { afterCount: 2 }, late: "default" } },
      allowedLateness: 1,
      closing: "always",
      onTime: "ifNonEmpty",
      timestampCombiner: "earliest",
    },
    bundle(-1, -11),
    { watermark: 0 },
    { watermark: MAX_TIMESTAMP },
  ),
  excuses({ input, ours, theirs, difference: { step, onlyOurs, onlyTheirs } }) {
    const grid = gridOf(input.strategy.windows);
    // Without holds since the step before at least, by the rules above.
    if (grid === null || step === 0 || ours[step - 1]?.outputWatermark !== undefined) return false;
    const times = timestampsOf(input);
    const isKnown = ({ timestamp = Number.NaN, window }: OutputRecord): boolean =>
      timestamp === window[1] - 1 || times.has(timestamp);
    const unlike = (some: readonly OutputRecord[], others: readonly OutputRecord[]) => {
      const texts = new Set(others.map(withoutTimes));
      return some.filter((output) => !texts.has(withoutTimes(output)));
    };
    return (
      onlyOurs.length + onlyTheirs.length > 0 &&
      unlike(onlyOurs, onlyTheirs).every((output) => isEmptyOnTime(output, ours)) &&
      unlike(onlyTheirs, onlyOurs).every((output) => isEmptyOnTime(output, theirs)) &&
      onlyTheirs.every(isKnown)
    );
  },
};

function timestampsOf({ steps }: Case): ReadonlySet<EventTime> {
  return new Set(
    steps.flatMap((step) =>
      "elements" in step ? step.elements.map(([, timestamp]) => timestamp) : [],
    ),
  );
}

/** Whether a pane brings nothing new: what a combiner makes of nothing, or the value before it. */
function isEmptyOnTime(pane: OutputRecord, all: readonly Observation[]): boolean {
  const { key, window, value, timing, index = 0 } = pane;
  if (timing !== "onTime") return false;
  if (Array.isArray(value) ? value.length === 0 : value === 0 || value === null) return true;
  const before = all
    .flatMap(({ outputs }) => outputs)
    .find((other) => isSamePane(other, { key, window, index: index - 1 }));
  return before !== undefined && bagOf(before.value) === bagOf(value);
}

function withoutTimes({ key, window, value, index, first, last }: OutputRecord): string {
  return JSON.stringify([key, window, bagOf(value), index, first, last]);
}

function bagOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? canonicalBag(value) : value);
}
