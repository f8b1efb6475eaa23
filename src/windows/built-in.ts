import type { DurationInput } from "../watermark/duration.ts";
import { cumulate } from "./cumulate.ts";
import { fixed } from "./fixed.ts";
import { globalWindows } from "./global.ts";
import type { SessionOptions } from "./session-options.ts";
import { sessions } from "./sessions.ts";
import { sliding } from "./sliding.ts";
import type { WindowForm } from "./window-form.ts";

const size = { kind: "duration", what: "window size", leastMs: 1 } as const;
const period = { kind: "duration", what: "window period", leastMs: 1 } as const;
const step = { kind: "duration", what: "window step", leastMs: 1 } as const;
const max = { kind: "duration", what: "longest window", leastMs: 1 } as const;
const offset = { kind: "duration", what: "window offset" } as const;
const gap = { kind: "duration", what: "session gap", leastMs: 1 } as const;

type Durations<Name extends string> = Readonly<Record<Name, DurationInput>> & {
  readonly offset?: DurationInput;
};

/** The window functions that every reader knows. */
export const builtInForms: readonly WindowForm[] = Object.freeze([
  { name: "global", parameters: {}, required: [], make: globalWindows },
  {
    name: "fixed",
    parameters: { size, offset },
    positional: 1,
    required: ["size"],
    make(given) {
      const { size, offset = 0 } = given as Durations<"size">;
      return fixed(size, { offset });
    },
  },
  {
    name: "sliding",
    parameters: { size, period, offset },
    positional: 1,
    required: ["size", "period"],
    make(given) {
      const { size, period, offset = 0 } = given as Durations<"size" | "period">;
      return sliding(size, { period, offset });
    },
  },
  {
    name: "cumulate",
    parameters: { step, max, offset },
    positional: 1,
    required: ["step", "max"],
    make(given) {
      const { step, max, offset = 0 } = given as Durations<"step" | "max">;
      return cumulate(step, { max, offset });
    },
  },
  {
    name: "sessions",
    parameters: {
      gap,
      touching: { kind: "name", what: "touching", names: ["separate", "merge"] },
      maxDuration: { kind: "duration", what: "longest session", leastMs: 1 },
      offset: { kind: "duration", what: "offset of cuts" },
      lateness: { kind: "name", what: "lateness", names: ["proto", "merged"] },
    },
    positional: 1,
    required: ["gap"],
    make(given) {
      const { gap, ...options } = given as Durations<"gap"> & SessionOptions;
      return sessions(gap, options);
    },
  },
] satisfies readonly WindowForm[]);
