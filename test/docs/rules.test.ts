import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { filesBelow } from "../../scripts/lib/project.mjs";
import { fencesOf, proseOf, readPage } from "./fences.ts";

/** The numbered rules of docs/semantics.md: numbered without gaps, and guarded by what they name. */

const page = readPage("docs/semantics.md");
const prose = proseOf(page);
const lawTests = [...filesBelow("test/laws"), ...filesBelow("src/testing/laws")]
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

interface Rule {
  readonly section: number;
  readonly number: number;
  readonly name: string;
  readonly guards: readonly string[];
}

const rules: readonly Rule[] = prose
  .split(/\n(?=- )|\n\n/)
  .filter((block) => block.startsWith("- **S"))
  .map((block) => {
    const [, section = "", number = ""] = /^- \*\*S(\d+)\.(\d+)\*\* /.exec(block) ?? [];
    const [, guards = ""] = /\*Guarded by\* ([\s\S]+)\.$/.exec(block.trimEnd()) ?? [];
    return {
      section: Number(section),
      number: Number(number),
      name: `S${section}.${number}`,
      guards: guards
        .replaceAll("`", "")
        .replaceAll(/\s+/g, " ")
        .split(", ")
        .filter((guard) => guard !== ""),
    };
  });

test("rules are numbered without gaps, in the section of their number", () => {
  const headings = Array.from(
    prose.matchAll(/^## (\d+) /gm),
    (match) => [Number(match[1]), match.index] as const,
  );
  const numbersOf = new Map<number, number[]>();
  for (const { section, number, name } of rules) {
    numbersOf.set(section, [...(numbersOf.get(section) ?? []), number]);
    const at = prose.indexOf(`**${name}**`);
    expect([name, headings.findLast(([, index]) => index < at)?.[0]]).toEqual([name, section]);
  }
  for (const numbers of numbersOf.values()) {
    expect(numbers).toEqual(Array.from(numbers, (_, at) => at + 1));
  }
  expect(rules.length).toBeGreaterThan(100);
});

describe("what guards a rule exists", () => {
  for (const { name, guards } of rules) {
    test(name, () => {
      expect(guards).not.toEqual([]);
      expect(guards.filter((guard) => !exists(guard))).toEqual([]);
    });
  }
});

test("the cases of the table of deviations exist, and its rules", () => {
  const table = prose.slice(prose.indexOf("## 12 "));
  const cases = Array.from(table.matchAll(/`([a-z-]+\/[a-z-]+)`/g), ([, name = ""]) => name);
  expect(cases.filter((name) => !exists(name))).toEqual([]);
  expect(cases.length).toBeGreaterThan(5);
  expect(unknownRules(table)).toEqual([]);
});

test("rules that are cited in the docs, the sources and the tests exist", () => {
  const files = ["docs", "src", "test"].flatMap((folder) => filesBelow(folder));
  const texts = files
    .filter((path) => /\.(md|ts|yaml)$/.test(path))
    .map((path) => readFileSync(path, "utf8"));
  expect(texts.flatMap(unknownRules)).toEqual([]);
});

function unknownRules(text: string): readonly string[] {
  const names = new Set(rules.map(({ name }) => name));
  return Array.from(text.matchAll(/\bS\d+\.\d+\b/g), ([name]) => name).filter(
    (name) => !names.has(name),
  );
}

function exists(guard: string): boolean {
  const law = /^law (\d+)$/.exec(guard);
  if (law !== null)
    return lawTests.includes(`Law ${law[1]}`) || lawTests.includes(`number: ${law[1]},`);
  const example = /^example of section (\d+)$/.exec(guard);
  if (example !== null) return sectionHasExample(Number(example[1]));
  if (guard.startsWith("test/")) return existsSync(guard);
  const [file = "", name = ""] = guard.split("/");
  return namesIn(file).includes(name);
}

function sectionHasExample(section: number): boolean {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`## ${section} `));
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith("## "));
  return fencesOf(page).some(
    ({ info, output, line }) =>
      info === "ts" && output !== null && line > start && line < start + length + 2,
  );
}

const known = new Map<string, readonly string[]>();

function namesIn(file: string): readonly string[] {
  const names = known.get(file) ?? readNames(file);
  known.set(file, names);
  return names;
}

function readNames(file: string): readonly string[] {
  const transcripts = fencesOf(page).filter(({ info }) => info === "yaml transcript");
  const texts =
    file === "semantics"
      ? transcripts.map(({ text }) => text)
      : [`test/transcripts/${file}.yaml`, `test/facts/${file}.yaml`]
          .filter((path) => existsSync(path))
          .map((path) => readFileSync(path, "utf8"));
  return texts.flatMap((text) => (parse(text) as { name: string }[]).map(({ name }) => name));
}
