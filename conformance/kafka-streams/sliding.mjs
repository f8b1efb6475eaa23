/**
 * `node --import tsx conformance/kafka-streams/sliding.mjs --cases N --seed S`: random scripts over Kafka Streams' own
 * sliding windows, which no random case has: what the profile makes of them, and what the engine does.
 */
import fc from "fast-check";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { backends } from "../../src/testing/backends.ts";
import { canonical, canonicalBag } from "../../src/testing/canonical.ts";
import { scripts } from "../../src/testing/arbitraries/scripts.ts";
import { transcriptFromJson } from "../../src/testing/transcript/parse.ts";
import { play, startSubject } from "../../src/testing/transcript/player.ts";
import { ask } from "../lib/ask.mjs";

const { values } = parseArgs({
  options: { cases: { type: "string", default: "2000" }, seed: { type: "string", default: "1" } },
});

const arbitrary = fc.record({
  difference: fc.integer({ min: 1, max: 20 }),
  grace: fc.integer({ min: 0, max: 30 }),
  trigger: fc.constantFrom("always", "default"),
  steps: scripts({ earliest: 0, latest: 80, processingTime: false }).map((steps) =>
    steps.filter((step) => "elements" in step),
  ),
});
const drawn = fc.sample(arbitrary, { numRuns: Number(values.cases), seed: Number(values.seed) });
const engine = fileURLToPath(new URL("run.sh", import.meta.url));
const answers = ask([engine], drawn.map(asked));

let passed = 0;
let failed = 0;
for (const [at, input] of drawn.entries()) {
  const ours = canonical(played(input));
  const theirs = canonical(answers[at].steps?.map(({ outputs }) => told(outputs)) ?? answers[at]);
  if (ours === theirs) passed += 1;
  else {
    failed += 1;
    if (failed <= 3) console.log(`${JSON.stringify(input)}\n- ${ours}\n+ ${theirs}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function asked({ difference, grace, trigger, steps }) {
  const strategy = { trigger, accumulation: "accumulating", allowedLateness: grace };
  return {
    strategy: { ...strategy, windows: { kafkaSliding: { difference } }, combine: "list" },
    steps,
  };
}

/** What the profile puts out in each step. */
function played(input) {
  const { strategy, steps } = asked(input);
  const profile = { engine: "kafka-streams", grace: input.grace };
  const { combine: _, ...fields } = strategy;
  const transcript = transcriptFromJson({ name: "case", profile, ...fields, steps });
  const subject = startSubject(transcript, backends.memory);
  return transcript.steps.map((step) =>
    told(play(subject, step, {}).flatMap(({ panes }) => panes.map(outputOf))),
  );
}

function outputOf({ key, window, value, timestamp }) {
  return { key, window: [window.start, window.end], value, timestamp };
}

/** Outputs in a form that does not depend on their order, nor on that of their values. */
function told(outputs) {
  return outputs
    .map(({ key, window, value, timestamp }) =>
      canonical([key, window, canonicalBag(value), timestamp]),
    )
    .sort();
}
