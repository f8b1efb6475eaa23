/** `npm start`: gets ready, then runs the command line of `examples/earthquakes.json`. */
import { existsSync } from "node:fs";
import { readJson } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

const example = "examples/earthquakes.json";

await ready();
if (existsSync(example)) {
  const { title, args } = readJson(example);
  console.log(`${title}\n$ npx tidemark ${args.map(quoted).join(" ")}\n`);
  const { code } = await run(["node", "dist/cli/main.js", ...args], { show: true });
  process.exitCode = code;
} else {
  console.error(`${example} is missing: it holds the title and the arguments of the main example.`);
  process.exitCode = 1;
}

function quoted(word) {
  return /^[\w./:,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
