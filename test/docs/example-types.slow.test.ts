import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fencesOf, pages, readPage } from "./fences.ts";

/** The TypeScript examples of README.md and docs/ have no type errors under the strict settings of the tests. */

const folder = resolve(`.cache/docs/types-${process.pid}`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the TypeScript examples have no type errors", { timeout: 300_000 }, () => {
  mkdirSync(folder, { recursive: true });
  for (const page of pages) {
    for (const { info, line, text } of fencesOf(readPage(page))) {
      const path = join(folder, `${basename(page, ".md")}-line-${line}.ts`);
      if (info === "ts") writeFileSync(path, text);
    }
  }
  if (readdirSync(folder).length === 0) return;
  const compilerOptions = {
    moduleDetection: "force",
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const config = { extends: "../../../tsconfig.test.json", compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync("node_modules/.bin/tsc", ["-p", folder, "--pretty", "false"], {
    encoding: "utf8",
  });
  // Errors of the sources are for their own check.
  const found = stdout.split("\n").filter((line) => line.startsWith(".cache/docs/"));
  expect(found.join("\n")).toBe("");
});
