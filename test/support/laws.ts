import { isDeepStrictEqual } from "node:util";
import type { Dropped, Key, Pane } from "../../src/panes/index.ts";
import type { Backend } from "../../src/testing/subject.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import { buildStrategy, type Case, type CaseElement, type CaseStep } from "./case.ts";
import { type Played, paneText, panesOf, play, stepText, take, windowName } from "./play.ts";

/** A broken law, with the case that shows it. */
function broken(law: string, why: string, input: Case): never {
  throw new Error(`${law} is broken: ${why}\n${JSON.stringify(input)}`);
}

function placeOf({ key, window }: Pane<Key, unknown>): string {
  return `${String(key)} ${windowName(window)}`;
}

/** The last value of each key and window, lists without order: what refinements end up at. */
export function finalValues(backend: Backend, input: Case): Map<string, string> {
  const accumulating: Case = {
    ...input,
    strategy: { ...input.strategy, accumulation: "accumulating" },
  };
  const values = new Map<string, string>();
  const replaced = new Set<string>();
  for (const pane of panesOf(play(backend, accumulating))) {
    const value = Array.isArray(pane.value) ? [...pane.value].sort() : pane.value;
    values.set(placeOf(pane), JSON.stringify(value));
    for (const window of pane.replaces) replaced.add(placeOf({ ...pane, window }));
  }
  for (const place of replaced) values.delete(place);
  return values;
}

function expectSameFinalValues(law: string, backend: Backend, a: Case, b: Case): void {
  const [left, right] = [finalValues(backend, a), finalValues(backend, b)];
  if (isDeepStrictEqual([...left].sort(), [...right].sort())) return;
  broken(law, `${JSON.stringify([...left])} against ${JSON.stringify([...right])}`, b);
}

/**
 * Law 3: retracting panes are the accumulating ones, each preceded by exact copies of what it
 * replaces; what is left of adds and retractions is the last pane of every window.
 */
export function law3Retractions(backend: Backend, input: Case): void {
  const as = (accumulation: Case["strategy"]["accumulation"]): Played[] =>
    play(backend, { ...input, strategy: { ...input.strategy, accumulation } });
  const retracting = panesOf(as("retracting"));
  const adds = retracting.filter(({ retraction }) => !retraction).map(paneText);
  const accumulating = panesOf(as("accumulating")).map(paneText);
  if (!isDeepStrictEqual(adds, accumulating))
    broken("Law 3", "retracting adds differ from accumulating panes", input);
  const standing = new Set<Pane<Key, unknown>>();
  for (const pane of retracting) {
    if (pane.retraction) {
      const original = [...standing].find((other) =>
        isDeepStrictEqual({ ...other, retraction: true }, pane),
      );
      if (original === undefined)
        broken("Law 3", `nothing to retract for ${paneText(pane)}`, input);
      standing.delete(original);
    } else {
      const before = [...standing].find((other) => placeOf(other) === placeOf(pane));
      if (before !== undefined && !before.isLast)
        broken("Law 3", `${paneText(before)} was not retracted`, input);
      for (const window of pane.replaces) {
        const stale = [...standing].find(
          (other) => placeOf(other) === placeOf({ ...pane, window }),
        );
        if (stale !== undefined && !stale.isLast)
          broken("Law 3", `${paneText(stale)} stands beside ${paneText(pane)}`, input);
      }
      standing.add(pane);
    }
  }
}

/**
 * Law 3: the discarding panes of a window and of those it replaced, together, are the last
 * accumulating pane. For triggers that never finish, and lists.
 */
export function law3Discarding(backend: Backend, input: Case): void {
  const strategy = { ...input.strategy, combine: "list" as const };
  const totals = new Map<string, unknown[]>();
  for (const pane of panesOf(
    play(backend, { ...input, strategy: { ...strategy, accumulation: "discarding" } }),
  )) {
    const place = placeOf(pane);
    const known = totals.get(place) ?? [];
    for (const window of pane.replaces) {
      const part = placeOf({ ...pane, window });
      known.push(...(totals.get(part) ?? []));
      totals.delete(part);
    }
    totals.set(place, [...known, ...(pane.value as unknown[])]);
  }
  const expected = finalValues(backend, { ...input, strategy });
  const actual = new Map(
    [...totals].map(([place, values]) => [place, JSON.stringify(values.sort())]),
  );
  if (!isDeepStrictEqual(new Map([...actual].sort()), new Map([...expected].sort()))) {
    broken(
      "Law 3",
      `discarding ${JSON.stringify([...actual])}, accumulating ${JSON.stringify([...expected])}`,
      input,
    );
  }
}

/** Law 4: one bundle or many, the final values are the same. For triggers that never finish. */
export function law4Splitting(backend: Backend, input: Case): void {
  const steps = input.steps.flatMap((step): readonly CaseStep[] =>
    "elements" in step ? step.elements.map((element) => ({ elements: [element] })) : [step],
  );
  expectSameFinalValues("Law 4", backend, input, { ...input, steps });
}

/** Law 4: the order of on-time input does not matter. `order` sorts the elements of all steps. */
export function law4Order(
  backend: Backend,
  input: Case,
  order: (element: CaseElement) => number,
): void {
  const clocks = input.steps.filter((step) => !("elements" in step));
  const elements = input.steps.flatMap((step) => ("elements" in step ? step.elements : []));
  const given: Case = {
    ...input,
    steps: [...elements.map((one) => ({ elements: [one] })), ...clocks],
  };
  const sorted = elements
    .map((element, at) => [order(element), at, element] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const moved: Case = {
    ...input,
    steps: [...sorted.map(([, , one]) => ({ elements: [one] })), ...clocks],
  };
  expectSameFinalValues("Law 4", backend, given, moved);
}

/** Law 5: one watermark step or several on the way, the final values are the same. */
export function law5(backend: Backend, input: Case): void {
  let watermark = MIN_TIMESTAMP;
  const steps = input.steps.flatMap((step): readonly CaseStep[] => {
    if (!("watermark" in step) || "processingTime" in step) return [step];
    const stops = [-15, -3, 0, 4, 10, 17, 25, 40, 66].filter(
      (stop) => stop > watermark && stop < step.watermark,
    );
    watermark = Math.max(watermark, step.watermark);
    return [...stops.map((stop) => ({ watermark: stop })), step];
  });
  expectSameFinalValues("Law 5", backend, input, { ...input, steps });
}

/** Law 6: writing everything out and reading it back after any step changes nothing, order included. */
export function law6(backend: Backend, input: Case): void {
  if (
    !isDeepStrictEqual(
      play(backend, input),
      play(backend, input, () => true),
    )
  ) {
    broken("Law 6", "a checkpoint changed the run", input);
  }
}

/** Law 7: of each life of a window, indices have no gaps, one pane at most is on time, none follows the last. */
export function law7(backend: Backend, input: Case): void {
  const lives = new Map<
    string,
    { index: number; onTimeIndex: number; onTime: boolean; over: boolean }
  >();
  for (const pane of panesOf(play(backend, input)).filter(({ retraction }) => !retraction)) {
    const place = placeOf(pane);
    let life = lives.get(place);
    if (life === undefined || pane.index === 0) {
      life = { index: -1, onTimeIndex: -1, onTime: false, over: false };
      lives.set(place, life);
    }
    if (life.over) broken("Law 7", `${paneText(pane)} follows the last`, input);
    if (pane.index !== life.index + 1) broken("Law 7", `a gap before ${paneText(pane)}`, input);
    if (pane.isFirst !== (pane.index === 0))
      broken("Law 7", `first is wrong in ${paneText(pane)}`, input);
    const early = pane.timing === "early";
    if (pane.onTimeIndex !== (early ? -1 : life.onTimeIndex + 1))
      broken("Law 7", `onTimeIndex of ${paneText(pane)}`, input);
    if (early && life.onTimeIndex >= 0)
      broken("Law 7", `${paneText(pane)} is early after the end`, input);
    if (pane.timing === "onTime" && life.onTime)
      broken("Law 7", `a second on-time pane ${paneText(pane)}`, input);
    life.onTime ||= pane.timing === "onTime";
    life.index = pane.index;
    if (!early) life.onTimeIndex = pane.onTimeIndex;
    life.over = pane.isLast;
  }
}

/**
 * Law 8: the output watermark never goes back and never passes the input's. Where no element is
 * late, no pane is behind the output watermark at the start of its step.
 */
export function law8(backend: Backend, input: Case): void {
  let watermark = MIN_TIMESTAMP;
  let output = MIN_TIMESTAMP;
  let late = false;
  play(backend, input).forEach((played, at) => {
    const step = input.steps[at] as CaseStep;
    if ("elements" in step) late ||= step.elements.some(([, timestamp]) => timestamp < watermark);
    if ("watermark" in step) watermark = Math.max(watermark, step.watermark);
    for (const pane of played.panes) {
      // The empty pane of a window that closes late is stamped like its window, whatever has passed since.
      const closing = pane.timing === "late" && pane.isLast;
      if (!late && !closing && !pane.retraction && pane.timestamp < output)
        broken("Law 8", `${paneText(pane)} is behind ${output}`, input);
    }
    if (played.outputWatermark < output)
      broken("Law 8", `from ${output} back to ${played.outputWatermark}`, input);
    if (played.outputWatermark > watermark)
      broken("Law 8", `${played.outputWatermark} is past ${watermark}`, input);
    output = played.outputWatermark;
  });
}

/** Law 9: moving all times and offsets by one amount moves the output by it. Not for the global window. */
export function law9(backend: Backend, input: Case, byMs: number): void {
  const start: CaseStep = { processingTime: 0 };
  const given: Case = { ...input, steps: [start, ...input.steps] };
  const moved: Case = {
    strategy: shifted(input.strategy, byMs),
    steps: given.steps.map((step) => shiftStep(step, byMs)),
  };
  const expected = panesOf(play(backend, given)).map((pane) => paneText(shiftPane(pane, byMs)));
  const actual = panesOf(play(backend, moved)).map(paneText);
  if (!isDeepStrictEqual(actual, expected))
    broken("Law 9", `moved by ${byMs} it gives ${actual.join(" ")}`, given);
}

function shifted<S>(strategy: S, byMs: number): S {
  return JSON.parse(JSON.stringify(strategy), function (name, value) {
    const aligned = name === "fixed" || name === "sliding" || name === "alignTo";
    return aligned ? { ...value, offset: (value.offset ?? 0) + byMs } : value;
  }) as S;
}

function shiftStep(step: CaseStep, byMs: number): CaseStep {
  if ("elements" in step) {
    return {
      elements: step.elements.map(
        ([value, timestamp, key]) => [value, timestamp + byMs, key] as const,
      ),
    };
  }
  const at = (instant: number): number => (instant === MAX_TIMESTAMP ? instant : instant + byMs);
  return Object.fromEntries(
    Object.entries(step).map(([clock, instant]) => [clock, at(instant)]),
  ) as CaseStep;
}

function shiftPane(pane: Pane<Key, unknown>, byMs: number): Pane<Key, unknown> {
  const shiftWindow = ({ start, end }: { start: number; end: number }) => ({
    start: start + byMs,
    end: end + byMs,
  });
  return {
    ...pane,
    timestamp: pane.timestamp + byMs,
    window: shiftWindow(pane.window),
    replaces: pane.replaces.map(shiftWindow),
  };
}

/** Law 10: after the end of time nothing is left. */
export function law10(backend: Backend, input: Case): void {
  const subject = backend(buildStrategy(input.strategy));
  for (const step of [...input.steps, { watermark: MAX_TIMESTAMP }]) take(subject, step);
  if (!subject.isEmpty() || subject.windows().length > 0)
    broken("Law 10", "windows are left", input);
  if (subject.earliestHold() !== null) broken("Law 10", "a hold is left", input);
  if (subject.outputWatermark !== MAX_TIMESTAMP)
    broken("Law 10", `the output watermark is ${subject.outputWatermark}`, input);
}

/** Law 13: the same outputs as another backend, step by step; in the same order too if `ordered`. */
export function law13(backend: Backend, reference: Backend, input: Case, ordered: boolean): void {
  const [actual, expected] = [play(backend, input), play(reference, input)];
  const same = ordered
    ? isDeepStrictEqual(actual, expected)
    : isDeepStrictEqual(actual.map(stepText), expected.map(stepText));
  if (!same)
    broken("Law 13", `${JSON.stringify(actual)} against ${JSON.stringify(expected)}`, input);
}

/** What a drop must say about itself. */
export function checkDropped(
  dropped: Dropped<Key, unknown>,
  watermark: number,
  allowedLateness: number,
): boolean {
  if (dropped.reason === "unassigned") return dropped.window === null;
  if (dropped.reason === "closed") return dropped.window.start < dropped.window.end;
  return (
    dropped.lateByMs === watermark - (dropped.window.end + allowedLateness) && dropped.lateByMs >= 0
  );
}
