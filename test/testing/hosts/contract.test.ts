import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contract } from "../../../src/testing/hosts/contract.ts";
import { hostConformance } from "../../../src/testing/hosts/index.ts";

const checks = hostConformance(() => expect.fail("No host is asked for."));

test.each(Object.entries(contract))("%s is a sentence of docs/hosts.md", (_name, sentence) => {
  const page = readFileSync("docs/hosts.md", "utf8").replace(/\s+/g, " ");
  expect(page).toContain(sentence);
});

test("every sentence is guarded by a check, and every check guards one", () => {
  const sentences = Object.values<string>(contract);
  expect(sentences.filter((one) => !checks.some((check) => check.contract === one))).toEqual([]);
  expect(checks.filter((check) => !sentences.includes(check.contract))).toEqual([]);
});

test("names are told apart", () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});
