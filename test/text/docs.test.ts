import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { calendarForm } from "../../src/luxon/index.ts";
import { strategy } from "../../src/panes/index.ts";
import {
  parseAggregate,
  parseTrigger,
  parseWindows,
  strategyFields,
  strategyFromJson,
} from "../../src/text/index.ts";
import { blocksOf } from "../support/markdown.ts";

const page = readFileSync("docs/strategy-text.md", "utf8");
const blocks = blocksOf(page);

function lines(language: string): string[] {
  const found = blocks.filter((block) => block.language === language);
  return found.flatMap(({ body }) => body.trimEnd().split("\n"));
}

test.each(lines("windows"))("windows: %s prints as it is written", (text) => {
  expect(parseWindows(text, { forms: [calendarForm] }).toString()).toBe(text);
});

test.each(lines("trigger"))("trigger: %s prints as it is written", (text) => {
  expect(parseTrigger(text).toString()).toBe(text);
});

test.each(lines("aggregate"))("aggregate: %s has its own text as labels", (text) => {
  expect(
    parseAggregate(text)
      .map(({ label }) => label)
      .join(", "),
  ).toBe(text);
});

test.each(blocks.filter(({ language }) => language === "error"))("error: $title", (block) => {
  const [kind, ...text] = block.title.split(" ");
  const read = kind === "windows" ? parseWindows : parseTrigger;
  expect(() => read(text.join(" "))).toThrow(block.body.trimEnd());
});

test("the strategy file is complete, and its table has every field", () => {
  const [file] = blocks.filter(({ language }) => language === "strategy");
  expect(strategy(strategyFromJson(parse(file?.body ?? "")))).toMatchObject({
    allowedLatenessMs: 1_800_000,
  });
  for (const field of strategyFields) expect(page).toContain(`\n| \`${field}\` |`);
});
