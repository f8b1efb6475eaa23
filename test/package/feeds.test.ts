import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { feeds } from "../../scripts/build-data.mjs";

test.each(Object.entries(feeds()))("npm run data rebuilds %s byte for byte", (name, text) => {
  expect(text === readFileSync(`examples/data/${name}`, "utf8")).toBe(true);
});
