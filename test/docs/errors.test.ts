import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filesBelow } from "../../scripts/lib/project.mjs";
import { errorTable } from "../../src/errors.ts";
import { readPage } from "./fences.ts";

/** docs/errors.md has the codes and remedies of src/errors.ts, and no code is for nothing. */

test("the table of docs/errors.md is that of src/errors.ts", () => {
  const rows = Array.from(
    readPage("docs/errors.md").matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \|$/gm),
    ([, code = "", when = "", remedy = ""]) => ({ code, when, remedy }),
  );
  expect(rows.map(({ code, remedy }) => [code, remedy])).toEqual(Object.entries(errorTable));
  expect(rows.filter(({ when }) => !when.endsWith("."))).toEqual([]);
});

test("every code is raised somewhere", () => {
  const sources = filesBelow("src")
    .filter((path) => path !== "src/errors.ts")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  expect(Object.keys(errorTable).filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
});
