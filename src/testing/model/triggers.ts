/**
 * Reference model, part 2: triggers (docs/semantics.md, section 5), as naive as the text allows. A trigger is a tree; its
 * running state is a tree of the same shape.
 */
import { clamp, sinceBoundary } from "./windows.ts";

export type TriggerSpec =
  | "default"
  | "never"
  | "always"
  | { afterCount: number }
  | { afterWatermark: { early?: TriggerSpec; late?: TriggerSpec } }
  | { afterProcessingTime: { delay?: number; alignTo?: { period: number; offset?: number } } }
  | { afterSynchronizedProcessingTime: object }
  | { everyEventTime: Every }
  | { everyProcessingTime: Every }
  | { afterDelta: { threshold: number; of?: string } }
  | { afterPunctuation: object }
  | { custom: object }
  | { repeatedly: TriggerSpec }
  | { afterAll: readonly TriggerSpec[] }
  | { afterAny: readonly TriggerSpec[] }
  | { afterEach: readonly TriggerSpec[] }
  | { orFinally: { main: TriggerSpec; finally: TriggerSpec } };

type Every = { period: number; offset?: number };
type Leaf =
  | "never"
  | "always"
  | "count"
  | "delay"
  | "multiple"
  | "delta"
  | "punctuation"
  | "watermark";
type Composite = "earlyLate" | "repeatedly" | "all" | "any" | "each" | "orFinally";

/** A trigger whose abbreviations are expanded. */
export interface Tree {
  kind: Leaf | Composite;
  count: number;
  deadlineFrom: (now: number) => number;
  /** the first multiple of the period after an instant */
  multipleAfter: (instant: number) => number;
  /** what is looked at in an element, the whole value or a field of it */
  of: string | undefined;
  threshold: number;
  equals: unknown;
  children: Tree[];
}

/** Plain data by position: a finished flag and the cells of leaves (a count, a deadline). */
export interface State {
  finished: boolean;
  count: number;
  deadline: number | null;
  /** the watermark when the pane's first element came */
  since: number | null;
  /** whether the pane has its punctuation */
  marked: boolean;
  /** the newest value, and the one that distances are taken from */
  newest: number | null;
  reference: number | null;
  children: State[];
}

/** What a trigger may see when it is asked. */
export interface View {
  /** watermark >= end of the window (the window is complete) */
  ended: boolean;
  watermark: number;
  start: number;
  /** processing time, MIN_TIMESTAMP while unset */
  now: number;
  /** whether the window function merges */
  merging: boolean;
}

const node = (kind: Tree["kind"], children: Tree[] = [], extra: Partial<Tree> = {}): Tree => {
  const same = (instant: number): number => instant;
  const none = { of: undefined, threshold: 0, equals: undefined };
  return { kind, children, count: 0, deadlineFrom: same, multipleAfter: same, ...none, ...extra };
};

export function parseTrigger(spec: TriggerSpec): Tree {
  if (spec === "never" || spec === "always") return node(spec);
  // S5.5: `default` = `repeatedly(afterWatermark)`
  if (spec === "default") return node("repeatedly", [node("watermark")]);
  if ("afterCount" in spec) return node("count", [], { count: spec.afterCount });
  if ("afterWatermark" in spec) {
    const { early, late } = spec.afterWatermark;
    if (early === undefined && late === undefined) return node("watermark");
    return node("earlyLate", [early ?? "never", late ?? []].flat().map(parseTrigger));
  }
  if ("afterProcessingTime" in spec) {
    const { delay = 0, alignTo } = spec.afterProcessingTime;
    // S5.22, S5.23: `delay` first, then `alignTo`; an instant already on a boundary stays where it is.
    const deadlineFrom = (now: number): number => {
      const t = clamp(now + delay);
      if (alignTo === undefined) return t;
      const over = sinceBoundary(t, alignTo.period, alignTo.offset ?? 0);
      return over === 0 ? t : clamp(t + (alignTo.period - over));
    };
    return node("delay", [], { deadlineFrom });
  }
  // S5.28: afterSynchronizedProcessingTime = afterProcessingTime with no delay, on the same clock here.
  if ("afterSynchronizedProcessingTime" in spec) return node("delay");
  // S5.51: each of the next two is an afterWatermark with an early and a late part.
  if ("everyEventTime" in spec) {
    const { period, offset = 0 } = spec.everyEventTime;
    const multipleAfter = (instant: number): number =>
      clamp(instant + period - sinceBoundary(instant, period, offset));
    return node("earlyLate", [node("multiple", [], { multipleAfter }), node("always")]);
  }
  if ("everyProcessingTime" in spec) {
    const next = { afterProcessingTime: { delay: 1, alignTo: spec.everyProcessingTime } };
    return parseTrigger({ afterWatermark: { early: next, late: next } });
  }
  if ("afterDelta" in spec) return node("delta", [], spec.afterDelta);
  if ("afterPunctuation" in spec) return node("punctuation", [], spec.afterPunctuation);
  if ("custom" in spec) throw new RangeError("The model has no custom triggers.");
  if ("repeatedly" in spec) return node("repeatedly", [parseTrigger(spec.repeatedly)]);
  if ("afterAll" in spec) return node("all", spec.afterAll.map(parseTrigger));
  if ("afterAny" in spec) return node("any", spec.afterAny.map(parseTrigger));
  if ("afterEach" in spec) return node("each", spec.afterEach.map(parseTrigger));
  return node("orFinally", [spec.orFinally.main, spec.orFinally.finally].map(parseTrigger));
}

export const fresh = (t: Tree): State => ({
  finished: false,
  count: 0,
  deadline: null,
  since: null,
  marked: false,
  newest: null,
  reference: null,
  children: t.children.map(fresh),
});

/** Does the trigger mention the watermark anywhere? (S6.4) */
export const mentionsWatermark = (t: Tree): boolean =>
  t.kind === "watermark" || t.kind === "earlyLate" || t.children.some(mentionsWatermark);

/** Every processing-time deadline that the trigger still holds (S6.5). */
export const deadlines = (s: State): number[] => [
  ...(s.deadline === null ? [] : [s.deadline]),
  ...s.children.flatMap(deadlines),
];

/** Every watermark that the trigger still waits for, but for the window's end (S5.52). */
export const multiples = (t: Tree, s: State, start: number): number[] => [
  ...(t.kind === "multiple" && s.since !== null ? [t.multipleAfter(Math.max(s.since, start))] : []),
  ...pairs(t, s).flatMap(([child, cell]) => multiples(child, cell, start)),
];

/** The children with their states, by position. */
const pairs = (t: Tree, s: State): [Tree, State][] =>
  t.children.map((c, i): [Tree, State] => [c, s.children[i]!]);

/** Forget counts and deadlines, keep the finished flags (Java `clear`). */
function clear(s: State): void {
  s.count = 0;
  s.deadline = null;
  s.since = null;
  s.marked = false;
  s.reference = s.newest; // S5.55: whatever has made the pane
  s.children.forEach(clear);
}

/** Start over, finished flags and all (S5.29). */
function reset([t, s]: [Tree, State]): void {
  const { newest, children } = s; // S5.55: that there was a value is not forgotten
  Object.assign(s, fresh(t), { newest, reference: newest, children });
  pairs(t, s).forEach(reset);
}

/** What a trigger looks at in an element. */
function looked(t: Tree, value: unknown): unknown {
  return t.of === undefined ? value : (value as Record<string, unknown> | null)?.[t.of];
}

/** An element was added to the window. */
export function onElement(t: Tree, s: State, view: View, value: unknown): void {
  const children = pairs(t, s);
  const unfinished = children.filter(([, c]) => !c.finished);
  let receivers = children;
  switch (t.kind) {
    case "count":
      s.count += 1;
      break;
    case "delay":
      // S5.21: the first element of the pane sets the deadline, later ones do not move it.
      s.deadline ??= t.deadlineFrom(view.now);
      break;
    case "multiple":
      s.since ??= view.watermark;
      break;
    case "delta":
      s.newest = looked(t, value) as number;
      s.reference ??= s.newest;
      break;
    case "punctuation":
      s.marked ||= looked(t, value) === t.equals;
      break;
    case "earlyLate":
    case "each":
      // Java: a merge may revive any child, so in merging windows all get every element.
      receivers = view.merging ? children : unfinished.slice(0, 1);
      break;
    case "all":
      receivers = unfinished; // Java
      break;
  }
  for (const [child, cell] of receivers) onElement(child, cell, view, value);
}

/** Is the trigger due? Asking changes nothing. */
export function due(t: Tree, s: State, view: View): boolean {
  const children = pairs(t, s);
  const isDue = ([child, cell]: [Tree, State]): boolean => due(child, cell, view);
  const isOrWas = ([child, cell]: [Tree, State]): boolean =>
    cell.finished || due(child, cell, view);
  switch (t.kind) {
    case "never":
      return false;
    case "always":
      return true;
    case "count":
      return s.count >= t.count;
    case "delay":
      return s.deadline !== null && view.now >= s.deadline; // S5.24: at the deadline, not after it
    case "multiple":
      // S5.52
      return multiples(t, s, view.start).some((multiple) => view.watermark >= multiple);
    case "delta":
      return s.newest !== null && Math.abs(s.newest - s.reference!) > t.threshold; // S5.55
    case "punctuation":
      return s.marked;
    case "watermark":
      return view.ended; // S5.12
    case "earlyLate": {
      // The finished flag of the early child says that the on-time firing has been (as in Java).
      const [early, late] = children;
      if (!early![1].finished) return view.ended || isDue(early!);
      return late !== undefined && isDue(late);
    }
    case "repeatedly":
      return isDue(children[0]!);
    case "all":
      return children.every(isOrWas); // S5.31
    case "any":
      return children.some(isOrWas);
    case "each": {
      const current = children.find(([, cell]) => !cell.finished);
      return current !== undefined && isDue(current);
    }
    case "orFinally":
      return children.some(isDue);
  }
}

/** A trigger that is due fires: it moves on and may finish. */
export function fire(t: Tree, s: State, view: View): void {
  const children = pairs(t, s);
  switch (t.kind) {
    case "never":
    case "always":
      return; // neither ever finishes
    case "delta":
      return clear(s); // nor does this
    case "punctuation":
    case "count":
    case "delay":
    case "multiple":
    case "watermark":
      clear(s); // S5.9: the excess of a count is not carried over
      s.finished = true;
      return;
    case "repeatedly":
      return fireAndRepeat(children[0]!, view);
    case "earlyLate": {
      const [early, late] = children;
      if (early![1].finished) return late === undefined ? undefined : fireAndRepeat(late, view);
      if (!view.ended) return fireAndRepeat(early!, view);
      // The on-time firing: early fires along if it is due (Java) and is over, late starts from nothing.
      if (due(...early!, view)) fire(...early!, view);
      clear(early![1]);
      early![1].finished = true;
      if (late !== undefined) reset(late);
      s.finished = late === undefined;
      return;
    }
    case "each": {
      const [child, cell] = children.find(([, c]) => !c.finished)!;
      fire(child, cell, view);
      if (view.merging) for (const [, c] of children) clear(c); // Java: all were run, all start the next pane anew
      s.finished = children.every(([, c]) => c.finished);
      return;
    }
    case "all":
    case "any":
      // S5.32, S5.35: both finish with their first firing, whatever their children are; the losers' state is cleared.
      for (const [child, cell] of children) {
        if (due(child, cell, view)) fire(child, cell, view);
        else clear(cell);
      }
      s.finished = true;
      return;
    case "orFinally": {
      const [main, end] = children;
      if (due(...end!, view)) {
        fire(...end!, view);
        clear(main![1]);
        s.finished = true; // S5.44: ends when `finally` is due
      } else {
        fire(...main!, view); // `finally` keeps counting across main's firings
        s.finished = main![1].finished; // … or main finishes
      }
      return;
    }
  }
}

/** S5.13, S5.29: `repeatedly(T)`, and `early: T`, `late: T`: the whole subtree resets after it fires to the end. */
function fireAndRepeat(child: [Tree, State], view: View): void {
  fire(...child, view);
  if (child[1].finished) reset(child);
}

/** The state of a new merged window, from the states of its open parts (at least one). */
export function merge(t: Tree, parts: State[], view: View): State {
  const s = fresh(t);
  const mergeChild = (i: number): State => {
    const cells = parts.map((p) => p.children[i]!);
    return merge(t.children[i]!, cells, view);
  };
  const mergeChildren = (): State[] => t.children.map((_, i) => mergeChild(i));
  switch (t.kind) {
    case "never":
    case "always":
      break;
    case "count":
      s.finished = parts.some((p) => p.finished); // S5.11: finished if any part was,
      if (!s.finished) s.count = parts.reduce((sum, p) => sum + p.count, 0); // else the counts add
      break;
    case "delay": {
      const open = parts.flatMap((p) => (p.deadline === null ? [] : [p.deadline]));
      if (open.length > 0) s.deadline = Math.min(...open); // S5.26: the earliest deadline, and unfinished
      break;
    }
    case "multiple": {
      const open = parts.flatMap((p) => (p.since === null ? [] : [p.since]));
      if (open.length > 0) s.since = Math.min(...open); // S5.53
      break;
    }
    case "punctuation":
      s.finished = parts.some((p) => p.finished); // S5.54
      s.marked = !s.finished && parts.some((p) => p.marked);
      break;
    case "delta": // S5.56: not in windows that merge
      break;
    case "watermark":
      s.finished = view.ended && parts.every((p) => p.finished);
      break;
    case "earlyLate": {
      const passed = view.ended && parts.every((p) => p.children[0]!.finished);
      if (passed) {
        // S5.17: on time for good; only late goes on. Without late the whole is finished.
        s.children = t.children.map((c, i) => (i === 0 ? fresh(c) : mergeChild(i)));
        s.finished = s.children.length === 1;
      } else {
        // S5.18, S5.19: rewound, early goes on, late starts anew. (Java: a leaf `early` sees the flag that says
        // "the on-time firing has been" as its own, so a count starts from 0 if any part had its firing.)
        s.children = t.children.map((c, i) => (i === 0 ? mergeChild(i) : fresh(c)));
      }
      s.children[0]!.finished = passed;
      break;
    }
    case "repeatedly":
      s.children = mergeChildren();
      break;
    case "all":
      s.children = mergeChildren();
      s.finished = s.children.every((c) => c.finished); // Java
      break;
    case "any":
    case "orFinally":
      s.children = mergeChildren();
      s.finished = s.children.some((c) => c.finished); // Java
      break;
    case "each":
      // S5.40: falls back to the first unfinished step; the steps after it have not started.
      for (let i = 0; i < t.children.length; i++) {
        s.children[i] = mergeChild(i);
        if (!s.children[i]!.finished) break;
      }
      s.finished = s.children.every((c) => c.finished);
      break;
  }
  return s;
}
