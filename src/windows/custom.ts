import { show, TidemarkError } from "../errors.ts";
import { type FunctionIdentity, formatIdentity, identityOf } from "../watermark/identity.ts";
import { type EventTime, isInstant } from "../watermark/time.ts";
import { compareWindows, contains, interval, sameWindow, type Window } from "./interval.ts";
import type { LatenessOf } from "./lateness.ts";
import type { Merge, MergingWindowFn, PlainWindowFn, WindowFnJson } from "./window-fn.ts";

export interface CustomWindowsOptions<T> extends FunctionIdentity {
  /** The windows of one element, in any order. Pure; bounds are integer milliseconds. */
  readonly assign: (timestamp: EventTime, value: T) => Iterable<Window>;
  /** Allows windows that do not contain their element's timestamp. */
  readonly mayExcludeTimestamp?: boolean;
}

export interface CustomMergingWindowsOptions<T> extends CustomWindowsOptions<T> {
  /** Which of a key's windows become one; see `MergingWindowFn.merge`. */
  readonly merge: (windows: readonly Window[]) => Iterable<Merge>;
  /** On which window lateness is judged; see `MergingWindowFn.lateness`. Default `proto`. */
  readonly lateness?: LatenessOf;
}

class CustomWindows<T> {
  readonly kind = "custom";
  readonly identity: FunctionIdentity;
  readonly mayExcludeTimestamp: boolean;
  private readonly assignWindows: CustomWindowsOptions<T>["assign"];

  constructor(options: CustomWindowsOptions<T>) {
    this.identity = identityOf(options, "window function");
    this.mayExcludeTimestamp = options.mayExcludeTimestamp === true;
    this.assignWindows = options.assign;
  }

  assign(timestamp: EventTime, value: T): readonly Window[] {
    const windows: Window[] = [];
    for (const given of this.assignWindows(timestamp, value)) {
      const window = checked(given, this.identity.name);
      if (!this.mayExcludeTimestamp && !contains(window, timestamp)) {
        throw new TidemarkError(
          "INVALID_ASSIGNMENT",
          `The window function ${this.identity.name} put timestamp ${timestamp} into ${show(given)}, which does not contain it.`,
          given,
        );
      }
      if (!windows.some((known) => sameWindow(known, window))) windows.push(window);
    }
    return windows.sort(compareWindows);
  }

  toJSON(): WindowFnJson {
    return { custom: this.identity };
  }

  toString(): string {
    return `custom(${formatIdentity(this.identity)})`;
  }
}

class CustomPlainWindows<T> extends CustomWindows<T> implements PlainWindowFn<T> {
  readonly shape = "plain";
}

class CustomMergingWindows<T> extends CustomWindows<T> implements MergingWindowFn<T> {
  readonly shape = "merging";
  readonly lateness: LatenessOf;
  private readonly mergeWindows: CustomMergingWindowsOptions<T>["merge"];

  constructor(options: CustomMergingWindowsOptions<T>) {
    super(options);
    this.lateness = options.lateness ?? "proto";
    this.mergeWindows = options.merge;
  }

  merge(windows: readonly Window[]): readonly Merge[] {
    const taken = new Set<Window>();
    const merges: Merge[] = [];
    for (const { parts, result: given } of this.mergeWindows(windows)) {
      const result = checked(given, this.identity.name);
      const known = parts.map((part) => windows.find((window) => sameWindow(window, part)));
      const sound =
        new Set(known).size === known.length &&
        known.every(
          (part) =>
            part !== undefined &&
            !taken.has(part) &&
            part.start >= result.start &&
            part.end <= result.end,
        );
      if (!sound) {
        throw new TidemarkError(
          "INVALID_MERGE",
          `The window function ${this.identity.name} merged ${show(parts)} into ${show(given)}.`,
          { parts, result: given },
        );
      }
      for (const part of known) taken.add(part as Window);
      merges.push({ parts: known as Window[], result });
    }
    return merges;
  }
}

/** Windows by a function of the element. `name` and `version` are what snapshots compare. */
export function customWindows<T>(options: CustomWindowsOptions<T>): PlainWindowFn<T> {
  return Object.freeze(new CustomPlainWindows(options));
}

/** Windows by a function of the element that merge by a function of the key's window set. */
export function customMergingWindows<T>(
  options: CustomMergingWindowsOptions<T>,
): MergingWindowFn<T> {
  return Object.freeze(new CustomMergingWindows(options));
}

function checked(given: Window, name: string): Window {
  if (isInstant(given?.start) && isInstant(given.end) && given.start < given.end) {
    return interval(given.start, given.end);
  }
  throw new TidemarkError(
    "INVALID_ASSIGNMENT",
    `The window function ${name} returned ${show(given)}, which is no window [start, end) of integer milliseconds.`,
    given,
  );
}
