import type { DialectRule } from "../rule.ts";
import { beamJava } from "./beam-java.ts";
import { beamPython } from "./beam-python.ts";

/** What is known of other engines, by the names that `tidemark conform --dialect` takes. */
export const dialects: Readonly<Record<string, readonly DialectRule[]>> = {
  "beam-java": beamJava,
  "beam-python": beamPython,
};
