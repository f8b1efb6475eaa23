import { fc, test as property } from "@fast-check/vitest";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { RowInput } from "../../src/cli/input/index.ts";

interface Reading {
  readonly rows: { line: number; cells: readonly unknown[]; raw: string }[];
  readonly bad: string[];
}

/** Reads CSV in pieces of the given size; every column is wanted. */
function read(
  text: string,
  size = Number.POSITIVE_INFINITY,
  columns: readonly string[] = ["a", "b"],
): Reading {
  const reading: Reading = { rows: [], bad: [] };
  const input = new RowInput(
    "csv",
    { file: "f", columns },
    {
      onHeader() {},
      onRow: (row) => reading.rows.push(row),
      onBadRow: (problem, raw) => reading.bad.push(`${problem.place.line}: ${raw}`),
    },
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) input.push(bytes.subarray(at, at + size));
  input.end();
  return reading;
}

const cell = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[ab,"\n\r]{0,6}$/),
  fc.constantFrom("", "é", "😀", '"', '""', ",", "\r\n", "\n", " x "),
);
const newline = fc.constantFrom("\n", "\r\n");

/** Zero bytes make no text file, and a byte order mark is none inside the text. */
function isText(record: readonly string[]): boolean {
  return !record.some((text) => /[\0\ufeff]/.test(text));
}

describe("CSV", () => {
  property.prop([
    fc.array(fc.tuple(cell, cell).filter(isText), { maxLength: 8 }),
    newline,
    fc.boolean(),
    fc.integer({ min: 1, max: 9 }),
  ])("reads what csv-parse reads, in pieces of any size", (records, end, quotesAll, size) => {
    const quoted = (text: string): string =>
      quotesAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const text = [["a", "b"], ...records]
      .map((record) => record.map(quoted).join(",") + end)
      .join("");
    const expected = parse(text, {
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
    }).slice(1);
    const { rows, bad } = read(text, size);
    expect(bad).toEqual([]);
    expect(rows.map(({ cells }) => cells)).toEqual(expected);
    // Where a row starts and what its text is: the raw rows are the file.
    for (const { line, raw } of rows) {
      expect(
        text
          .split("\n")
          .slice(line - 1)
          .join("\n")
          .startsWith(raw),
      ).toBe(true);
    }
  });

  property.prop([fc.stringMatching(/^[ab,"\n]{0,40}$/), fc.integer({ min: 1, max: 5 })])(
    "every line is in a row, in a bad row, or blank, whatever is in the file",
    (body, size) => {
      const text = `a,b\n${body}`;
      const { rows, bad } = read(text, size);
      const lines = [
        ...rows.map(({ line, raw }) => ({ line, raw })),
        ...bad.map((entry) => ({
          line: Number.parseInt(entry, 10),
          raw: entry.replace(/^\d+: /, ""),
        })),
      ]
        .sort((a, b) => a.line - b.line)
        .map(({ raw }) => raw);
      const withoutBlanks = (joined: string): string[] =>
        joined.split("\n").filter((line) => line !== "");
      expect(withoutBlanks(lines.join("\n"))).toEqual(withoutBlanks(body));
      expect(read(text)).toEqual({ rows, bad });
    },
  );

  property.prop([
    fc.array(fc.tuple(cell, cell).filter(isText), { minLength: 1, maxLength: 6 }),
    newline,
  ])("a row that csv-parse refuses is a bad row", (records, end) => {
    // Written without any quoting, so that some rows break the rules.
    const text = [
      "a,b",
      ...records.map((record) => record.join(",").replaceAll(/[\r\n]/g, "")),
    ].join(end);
    const { rows, bad } = read(text);
    let expected: string[][] = [];
    try {
      expected = parse(text, { record_delimiter: ["\r\n", "\n"], skip_empty_lines: true }).slice(1);
    } catch {
      expect(bad).not.toEqual([]);
      return;
    }
    expect(bad).toEqual([]);
    expect(rows.map(({ cells }) => cells)).toEqual(expected);
  });

  test("cells come in the order asked for, by their names", () => {
    expect(read('x,"the y",z\n1,2,3\n', 1, ["z", "the y", "z"]).rows[0]?.cells).toEqual([
      "3",
      "2",
      "3",
    ]);
  });

  test("the byte order mark is no part of the first name", () => {
    expect(read('\ufeff"a",b\n1,2\n', 1).rows[0]?.cells).toEqual(["1", "2"]);
  });

  test("many broken rows take no time that grows with their square", () => {
    const text = `a,b\n${'1,"x\n'.repeat(20_000)}`;
    const { rows, bad } = read(text);
    // Each second quote closes the one above it and is followed by text: only the last is never closed.
    expect(rows).toEqual([]);
    expect(bad).toHaveLength(20_000);
  });
});
