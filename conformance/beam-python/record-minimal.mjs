/**
 * `node --import tsx conformance/beam-python/record-minimal.mjs [PYTHON]`: writes down what Beam
 * Python makes of the minimal case of each rule, for the tests, which run without Python.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beamPython } from "../../src/testing/conform/dialects/beam-python.ts";
import { askBeam } from "./ask-beam.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const answers = askBeam(
  process.argv[2] ?? `${here}.venv/bin/python`,
  beamPython.map(({ minimal }) => minimal),
);
const recorded = Object.fromEntries(beamPython.map(({ name }, at) => [name, answers[at]]));
writeFileSync(`${here}minimal-answers.json`, `${JSON.stringify(recorded, null, 1)}\n`);
