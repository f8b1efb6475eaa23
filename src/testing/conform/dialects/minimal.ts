import type { Case, CaseStep, CaseStrategy } from "../../cases/case.ts";

/** A case of which only what matters is said. */
export function minimal(strategy: Partial<CaseStrategy>, ...steps: readonly CaseStep[]): Case {
  return {
    strategy: {
      windows: { fixed: { size: 10, offset: 0 } },
      trigger: "default",
      accumulation: "discarding",
      allowedLateness: 0,
      closing: "ifNonEmpty",
      onTime: "always",
      timestampCombiner: "endOfWindow",
      combine: "list",
      ...strategy,
    },
    steps,
  };
}

/** A bundle of the key `k`, where each timestamp is its element's value too. */
export function bundle(...timestamps: readonly number[]): CaseStep {
  return { elements: timestamps.map((timestamp) => [timestamp, timestamp, "k"]) };
}
