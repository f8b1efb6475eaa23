import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import {
  type Case,
  type CaseElement,
  type CaseStep,
  type CaseStrategy,
  type CaseWindows,
  clocksOfStep,
} from "../cases/case.ts";
import { simplerTriggers } from "./shrink-trigger.ts";
import { towardZero } from "./toward-zero.ts";

/**
 * Simpler cases that may show the same fault, the boldest first: fewer steps, fewer elements, a
 * plainer strategy, smaller numbers. Each is simpler than the case it comes from, so that taking
 * one that still fails, again and again, comes to an end.
 */
export function* simplerCases({ strategy, steps }: Case): Generator<Case> {
  for (const fewer of withoutRuns(steps, 1)) yield { strategy, steps: fewer };
  for (const plainer of simplerStrategies(strategy)) yield { strategy: plainer, steps };
  for (const [at, step] of steps.entries()) {
    for (const simpler of simplerSteps(step)) {
      yield { strategy, steps: steps.map((other, place) => (place === at ? simpler : other)) };
    }
  }
  yield* movedCloser({ strategy, steps });
  for (const steadied of simplerTimes(steps)) yield { strategy, steps: steadied };
}

/** The list without a half of it, a quarter, …, single items; never shorter than `least`. */
export function* withoutRuns<V>(items: readonly V[], least: number): Generator<readonly V[]> {
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let start = 0; start < items.length; start += size) {
      const left = [...items.slice(0, start), ...items.slice(start + size)];
      if (left.length >= least) yield left;
    }
  }
}

const plainest: Omit<CaseStrategy, "windows" | "trigger"> = {
  accumulation: "discarding",
  allowedLateness: 0,
  closing: "ifNonEmpty",
  onTime: "always",
  timestampCombiner: "endOfWindow",
  combine: "list",
};

function* simplerStrategies(strategy: CaseStrategy): Generator<CaseStrategy> {
  for (const windows of simplerWindows(strategy.windows)) yield { ...strategy, windows };
  for (const trigger of simplerTriggers(strategy.trigger)) yield { ...strategy, trigger };
  for (const [field, value] of Object.entries(plainest)) {
    if (strategy[field as keyof CaseStrategy] !== value) yield { ...strategy, [field]: value };
  }
  if (strategy.accumulation === "retracting") yield { ...strategy, accumulation: "accumulating" };
  for (const allowedLateness of towardZero(strategy.allowedLateness)) {
    if (allowedLateness > 0) yield { ...strategy, allowedLateness };
  }
}

function* simplerWindows(windows: CaseWindows): Generator<CaseWindows> {
  if (windows === "global" || "calendar" in windows) return;
  if ("sessions" in windows) {
    const { gap, ...rules } = windows.sessions;
    if (Object.keys(rules).length > 0) yield { sessions: { gap } };
    return;
  }
  if ("cumulate" in windows) {
    const { step, max, offset = 0 } = windows.cumulate;
    yield { fixed: { size: step, offset } };
    if (offset !== 0) yield { cumulate: { step, max, offset: 0 } };
    return;
  }
  if ("sliding" in windows) {
    const { period, offset = 0, size } = windows.sliding;
    yield { fixed: { size: period, offset } };
    if (offset !== 0) yield { sliding: { size, period, offset: 0 } };
  } else {
    const { size, offset = 0 } = windows.fixed;
    if (offset !== 0) yield { fixed: { size, offset: 0 } };
  }
}

function* simplerSteps(step: CaseStep): Generator<CaseStep> {
  if ("advanceTogether" in step) {
    const { watermark, processingTime } = step.advanceTogether;
    yield { watermark };
    yield { processingTime };
  }
  if (!("elements" in step)) return;
  for (const elements of withoutRuns(step.elements, 1)) yield { elements };
  for (const [at, element] of step.elements.entries()) {
    for (const simpler of simplerElements(element)) {
      yield { elements: step.elements.map((other, place) => (place === at ? simpler : other)) };
    }
  }
}

function* simplerElements([value, timestamp, key]: CaseElement): Generator<CaseElement> {
  if (key !== "k") yield [value, timestamp, "k"];
  if (value !== 1) yield [1, timestamp, key];
  for (const earlier of towardZero(timestamp)) yield [value, earlier, key];
}

/** All event times moved together by whole windows, so that the least of them is near zero. */
function* movedCloser({ strategy, steps }: Case): Generator<Case> {
  const times = steps.flatMap((step) => {
    if ("elements" in step) return step.elements.map(([, timestamp]) => timestamp);
    const { watermark = MAX_TIMESTAMP } = clocksOfStep(step);
    return watermark < MAX_TIMESTAMP ? [watermark] : [];
  });
  if (times.length === 0) return;
  const lengthMs = periodOf(strategy.windows);
  const byMs = Math.floor(Math.min(...times) / lengthMs) * lengthMs;
  if (byMs > 0) yield { strategy, steps: steps.map((step) => moved(step, byMs)) };
}

function periodOf(windows: CaseWindows): number {
  if (windows === "global" || "sessions" in windows || "calendar" in windows) return 1;
  if ("cumulate" in windows) return windows.cumulate.max;
  return "fixed" in windows ? windows.fixed.size : windows.sliding.period;
}

function moved(step: CaseStep, byMs: number): CaseStep {
  const earlier = (watermark: number): number =>
    watermark < MAX_TIMESTAMP ? watermark - byMs : watermark;
  if ("elements" in step) {
    const elements = step.elements.map(
      ([value, timestamp, key]): CaseElement => [value, timestamp - byMs, key],
    );
    return { elements };
  }
  if ("advanceTogether" in step) {
    const { watermark, processingTime } = step.advanceTogether;
    return { advanceTogether: { watermark: earlier(watermark), processingTime } };
  }
  return "watermark" in step ? { watermark: earlier(step.watermark) } : step;
}

/** One clock reading nearer to zero at a time, but not the end of time, which is a plain one. */
function* simplerTimes(steps: readonly CaseStep[]): Generator<readonly CaseStep[]> {
  for (const [at, step] of steps.entries()) {
    const replaced = (simpler: CaseStep): readonly CaseStep[] =>
      steps.map((other, place) => (place === at ? simpler : other));
    if ("watermark" in step && step.watermark < MAX_TIMESTAMP) {
      for (const watermark of towardZero(step.watermark)) yield replaced({ watermark });
    }
    if ("processingTime" in step) {
      for (const processingTime of towardZero(step.processingTime))
        yield replaced({ processingTime });
    }
  }
}
