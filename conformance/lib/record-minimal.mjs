/**
 * `node --import tsx conformance/lib/record-minimal.mjs DIALECT COMMAND [ARGUMENT …]`: writes down
 * what an engine makes of the minimal case of each rule of its dialect, for the tests, which run
 * without it: the steps, or the message of an error.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dialects } from "../../src/testing/conform/dialects/index.ts";
import { ask } from "./ask.mjs";

const [dialect, ...command] = process.argv.slice(2);
const rules = dialects[dialect];
if (rules === undefined) throw new Error(`no dialect ${dialect}`);
const answers = ask(
  command,
  rules.map(({ minimal }) => minimal),
);
const recorded = Object.fromEntries(
  rules.map(({ name }, at) => [name, answerOf(name, answers[at])]),
);
writeFileSync(
  fileURLToPath(new URL(`../${dialect}/minimal-answers.json`, import.meta.url)),
  `${JSON.stringify(recorded, null, 1)}\n`,
);

function answerOf(name, { type, steps, message }) {
  if (type === "outputs") return steps;
  if (type === "error") return { error: message };
  throw new Error(`${name}: the engine answers neither outputs nor an error`);
}
