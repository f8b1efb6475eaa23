import type { DialectRule } from "../rule.ts";
import { beamJava } from "./beam-java.ts";
import { beamPython } from "./beam-python.ts";
import { flinkRules } from "./flink.ts";
import { hazelcastRules } from "./hazelcast.ts";
import { kafkaStreamsRules } from "./kafka-streams.ts";

/** What is known of other engines, by the names that `tidemark conform --dialect` takes. */
export const dialects: Readonly<Record<string, readonly DialectRule[]>> = {
  "beam-java": beamJava,
  "beam-python": beamPython,
  flink: flinkRules,
  "kafka-streams": kafkaStreamsRules,
  hazelcast: hazelcastRules,
};
