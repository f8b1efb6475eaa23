import { TidemarkError } from "../../errors.ts";
import { flink } from "./flink.ts";
import { kafkaStreams } from "./kafka-streams.ts";
import type { Profile, ProfileOptions } from "./profile.ts";
import { optionsOnly } from "./same.ts";
import { withSessionRules } from "./rewrite.ts";

export type { AnyStrategy, KafkaEmit, Profile, ProfileOptions } from "./profile.ts";

/** The model is Beam's: there is nothing to choose. */
const beamJava = optionsOnly({ name: "beam-java", engine: "Apache Beam Java 2.73", basis: "run" });
const beamPython = optionsOnly({
  name: "beam-python",
  engine: "Apache Beam Python 2.77",
  basis: "run",
});

/** Spark's structured streaming: a window ends once, there is no lateness but that of the watermark. */
const spark = optionsOnly({ name: "spark", engine: "Apache Spark 4", basis: "read" }, () => ({
  allowedLatenessMs: 0,
  onTime: "ifNonEmpty",
  closing: "ifNonEmpty",
  timestampCombiner: "endOfWindow",
}));

/** Hazelcast Jet's window processors: the same, with sessions that stay apart where they touch. */
const hazelcast = optionsOnly(
  { name: "hazelcast", engine: "Hazelcast 5.7", basis: "run" },
  ({ windows }) => ({
    windows: withSessionRules(windows, { touching: "separate", lateness: "merged" }),
    allowedLatenessMs: 0,
    onTime: "ifNonEmpty",
    closing: "ifNonEmpty",
    timestampCombiner: "endOfWindow",
  }),
);

const makers: Readonly<Record<string, (options: ProfileOptions) => Profile>> = {
  "beam-java": () => beamJava,
  "beam-python": () => beamPython,
  flink: () => flink,
  "kafka-streams": kafkaStreams,
  spark: () => spark,
  hazelcast: () => hazelcast,
};

/** The names of all profiles. */
export const profileNames: readonly string[] = Object.freeze(Object.keys(makers));

/** The profile of that name; `INVALID_STRATEGY` if there is none. */
export function profileNamed(name: string, options: ProfileOptions = {}): Profile {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make !== undefined) return make(options);
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `There is no profile ${JSON.stringify(name)}.`,
    name,
    `Use one of ${profileNames.join(", ")}.`,
  );
}
