import { dialects } from "../conform/dialects/index.ts";
import { explain } from "../conform/explain.ts";
import { runUnder } from "../conform/judge.ts";
import type { Observation, OutputRecord, ReportedField } from "../conform/observation.ts";
import { type Profile, profileNamed } from "../profiles/index.ts";
import { defaultKey, type Expectation, type TranscriptCase } from "./case.ts";
import { caseOf, stepOf } from "./to-case.ts";

/**
 * The rules of the profile's dialect by which all outputs are as the case says; null if there are none, or
 * the case does not say enough of each step to tell.
 */
export function explainedBy(
  transcript: TranscriptCase,
  profile: Profile,
): readonly string[] | null {
  const rules = dialects[profile.name];
  const input = caseOf(transcript);
  const theirs = statedBy(transcript);
  if (rules === undefined || typeof input === "string" || theirs === null) return null;
  const isStamped = theirs.every(({ outputs }) =>
    outputs.every(({ timestamp }) => timestamp !== undefined),
  );
  const fields = new Set<ReportedField>(isStamped ? ["timestamp"] : []);
  const run = runUnder(profileNamed(profile.name));
  const found = explain(profile.stated(input), theirs, { run, fields, rules });
  return found.outcome === "explained" ? found.rules.map(({ name }) => name) : null;
}

/** What a case states of each step of its script; null unless it states everything of each by itself. */
function statedBy({ steps }: TranscriptCase): readonly Observation[] | null {
  const stated: (OutputRecord[] | null)[] = [];
  for (const step of steps) {
    if (step.kind === "expect") {
      if (stated.length === 0 || stated.at(-1) !== null) return null;
      const records = step.entries.map(recordOf);
      if (records.some((record) => record === null)) return null;
      stated[stated.length - 1] = records as OutputRecord[];
      continue;
    }
    const asked = stepOf(step);
    if (typeof asked === "object" && asked !== null) stated.push(null);
  }
  return stated.includes(null) ? null : stated.map((outputs) => ({ outputs: outputs ?? [] }));
}

function recordOf(entry: Expectation): OutputRecord | null {
  const { window, key = defaultKey, values, value, timestamp, retraction } = entry;
  const isBare = values === undefined && value === undefined && !retraction;
  if (window === undefined || isBare) return null;
  return {
    key: String(key),
    window: [window.start, window.end],
    value: values ?? value ?? null,
    retraction,
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}
