import fc from "fast-check";
import type { CaseWindows } from "../cases/case.ts";
import { type Weights, weighted } from "./weighted.ts";

/** `ruledSessions` are sessions that touch, are cut, or judge lateness after merging. */
export type WindowKind =
  | "fixed"
  | "sessions"
  | "sliding"
  | "global"
  | "ruledSessions"
  | "cumulate"
  | "calendar";

const usual: Readonly<Record<WindowKind, number>> = {
  fixed: 3,
  sessions: 6,
  sliding: 3,
  global: 1,
  ruledSessions: 2,
  cumulate: 2,
  // Days are out of reach for scripts that last some milliseconds.
  calendar: 0,
};

export const windowKinds: readonly WindowKind[] = Object.freeze(Object.keys(usual) as WindowKind[]);

/** Those that Beam has too, and calendar windows, which no random case has. */
export const beamWindowKinds: readonly WindowKind[] = Object.freeze(
  windowKinds.filter((kind) => kind !== "ruledSessions" && kind !== "cumulate"),
);

export function windowKindOf(windows: CaseWindows): WindowKind {
  if (windows === "global") return windows;
  if (!("sessions" in windows)) return Object.keys(windows)[0] as WindowKind;
  const { touching, maxDuration, lateness } = windows.sessions;
  const isRuled = touching === "merge" || maxDuration !== undefined || lateness !== undefined;
  return isRuled ? "ruledSessions" : "sessions";
}

const offset = fc.integer({ min: -12, max: 12 });

/** In 2011 each of them had a change of its clocks, most at midnight. */
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "Asia/Beirut",
  "America/St_Johns",
);
const start = fc.constantFrom("1970-01-01", "1970-01-31");

const calendars = fc.oneof(
  { withCrossShrink: true },
  fc.record({ days: fc.integer({ min: 1, max: 3 }), zone, start: fc.constant("1970-01-01") }),
  fc.record({ weeks: fc.constant(1), zone, start: fc.constantFrom("1969-12-29", "1970-01-04") }),
  fc.record({ months: fc.integer({ min: 1, max: 2 }), zone, start }),
);

const gap = fc.constantFrom(10, 5);
const touching = fc.constantFrom("merge" as const, "separate" as const);
const lateness = fc.constant("merged" as const);
const ruledSessions = fc.oneof(
  { withCrossShrink: true },
  fc.record({ gap, touching: fc.constant("merge" as const) }),
  fc.record({ gap, touching, lateness }),
  fc.record({ gap, touching, maxDuration: fc.constantFrom(12, 25), offset }),
  fc.record({ gap, touching, maxDuration: fc.constantFrom(12, 25), offset, lateness }),
);

/**
 * Windows of 5 to 20 ms with offsets on both sides of zero; sliding ones overlap, or leave gaps.
 * Sessions are the most frequent, because they can go wrong in the most ways. Calendar windows are
 * drawn only where they are given a weight: they are of 1 day to 2 months, in zones whose clocks are
 * set in strange ways, and need scripts that last as long.
 */
export function windows(weights: Weights<WindowKind> = {}): fc.Arbitrary<CaseWindows> {
  return weighted<WindowKind, CaseWindows>(usual, weights, {
    fixed: fc.record({ fixed: fc.record({ size: fc.constantFrom(10, 7), offset }) }),
    sessions: fc.record({ sessions: fc.record({ gap: fc.constantFrom(10, 5) }) }),
    sliding: fc.record({
      sliding: fc.record({
        size: fc.constantFrom(10, 6, 20),
        period: fc.constantFrom(5, 7, 10),
        offset,
      }),
    }),
    global: fc.constant("global"),
    cumulate: fc.record({
      cumulate: fc.record({ step: fc.constantFrom(5, 3), max: fc.constantFrom(15, 30), offset }),
    }),
    ruledSessions: fc.record({ sessions: ruledSessions }),
    calendar: fc.record({ calendar: calendars }),
  });
}
