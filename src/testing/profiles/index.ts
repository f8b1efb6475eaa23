import { TidemarkError } from "../../errors.ts";
import { flink } from "./flink.ts";
import { hazelcast } from "./hazelcast.ts";
import { kafkaStreams } from "./kafka-streams.ts";
import type { Profile, ProfileOptions } from "./profile.ts";
import { asItIs } from "./same.ts";
import { spark } from "./spark.ts";

export type { AnyStrategy, KafkaEmit, Profile, ProfileOptions } from "./profile.ts";

/** The model is Beam's: there is nothing to choose. */
const beamJava = asItIs("beam-java", "Apache Beam Java 2.73");
const beamPython = asItIs("beam-python", "Apache Beam Python 2.77");

const makers: Readonly<Record<string, (options: ProfileOptions) => Profile>> = {
  "beam-java": () => beamJava,
  "beam-python": () => beamPython,
  flink,
  "kafka-streams": kafkaStreams,
  spark,
  hazelcast,
};

/** The names of all profiles. */
export const profileNames: readonly string[] = Object.freeze(Object.keys(makers));

/** The profile of that name; `INVALID_STRATEGY` if there is none, or it cannot have `defects`. */
export function profileNamed(name: string, options: ProfileOptions = {}): Profile {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make === undefined) {
    throw new TidemarkError(
      "INVALID_STRATEGY",
      `There is no profile ${JSON.stringify(name)}.`,
      name,
      `Use one of ${profileNames.join(", ")}.`,
    );
  }
  const profile = make(options);
  if (options.defects !== true || profile.defects.length > 0) return profile;
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `The profile ${name} cannot have the defects of its engine.`,
    name,
    "Leave `defects` out: the rules of its dialect name them.",
  );
}
