import { resolve } from "node:path";
import type { Profile } from "../../testing/profiles/index.ts";
import { toDurationAtLeast } from "../../watermark/duration.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import type { ConformArguments } from "./option-table.ts";
import { profileGiven } from "../profile.ts";

/** A run as its command line describes it, checked. */
export interface ConformSettings {
  readonly command: string;
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly startTimeoutMs: number;
  readonly cases: number;
  readonly seed: number;
  /** The number of the only case, or null. */
  readonly only: number | null;
  /** Files and directories of transcripts; none for random cases. */
  readonly corpus: readonly string[];
  /** What ours is to do as; null for the model itself. */
  readonly profile: Profile | null;
  readonly dialect: string | null;
  readonly requiresRules: boolean;
  readonly shrinks: number;
  readonly maxFailures: number | null;
  readonly junit: string | null;
  readonly json: string | null;
  readonly write: string | null;
}

/** The seeds that random cases can be drawn from. */
const largestSeed = 2 ** 31 - 1;

/** Understands the command line of `tidemark conform`. Throws `BadInput`. */
export function readSettings(given: ConformArguments): ConformSettings {
  const command = given.get("engine");
  if (command === undefined) {
    throw new BadInput(
      "--engine is missing",
      "give the command that starts the engine: --engine 'node engine.mjs'",
    );
  }
  checkTogether(given);
  return {
    command,
    jobs: count(given, "jobs", 1, 64) ?? 1,
    timeoutMs: duration(given, "timeout") ?? 10_000,
    startTimeoutMs: duration(given, "start-timeout") ?? 60_000,
    cases: count(given, "cases", 1) ?? 1_000,
    seed: count(given, "seed", 0, largestSeed) ?? 1,
    only: count(given, "case", 0),
    corpus: given.has("corpus") ? [...given.all("corpus"), ...given.operands] : [],
    profile: profileGiven(given.get("profile"), given.has("defects")),
    dialect: given.get("dialect") ?? null,
    requiresRules: given.has("require-rules"),
    shrinks: count(given, "shrinks", 0) ?? 5,
    maxFailures: count(given, "max-failures", 1),
    junit: given.get("junit") ?? null,
    json: given.get("json") ?? null,
    write: given.get("write") ?? null,
  };
}

function count(
  given: ConformArguments,
  name: "jobs" | "cases" | "seed" | "case" | "shrinks" | "max-failures",
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | null {
  const text = given.get(name);
  if (text === undefined) return null;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  const upTo = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`;
  throw new BadInput(
    `--${name} is ${JSON.stringify(text)}`,
    `give a whole number from ${least}${upTo}`,
  );
}

/** Longer than any test may take, and what a timer can wait. */
const longestMs = 86_400_000;

function duration(given: ConformArguments, name: "timeout" | "start-timeout"): number | null {
  const text = given.get(name);
  if (text === undefined) return null;
  try {
    return Math.min(toDurationAtLeast(text, 1, name), longestMs);
  } catch (error) {
    throw badInputFrom(error, {}, `--${name}: `);
  }
}

/** What each option may say alone, but not together with the others. */
function checkTogether(given: ConformArguments): void {
  const [operand] = given.operands;
  if (operand !== undefined && !given.has("corpus")) {
    throw new BadInput(
      `${JSON.stringify(operand)} belongs to no option`,
      "quote a command that has spaces in it, or name transcripts by --corpus",
    );
  }
  for (const name of ["cases", "seed", "case"] as const) {
    if (!given.has("corpus") || !given.has(name)) continue;
    throw new BadInput(
      `--${name} is given, but with --corpus no cases are drawn`,
      "leave out one of them",
    );
  }
  if (given.has("case") && given.has("cases"))
    throw new BadInput("--case and --cases are given", "leave out one of them");
  for (const name of ["junit", "json", "write", "shrinks", "max-failures"] as const) {
    if (given.has("case") && given.has(name))
      throw new BadInput(
        `--${name} is given, but --case only shows a case`,
        "leave out one of them",
      );
  }
  if (given.has("require-rules") && !given.has("dialect"))
    throw new BadInput("--require-rules is given, but no rules are", "give --dialect too");
  const [junit, json] = [given.get("junit"), given.get("json")];
  if (junit !== undefined && json !== undefined && resolve(junit) === resolve(json)) {
    throw new BadInput(
      `--json is ${json}, which is also --junit`,
      "give every file a name of its own",
    );
  }
}
