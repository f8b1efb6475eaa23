import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { RowInput } from "../../src/cli/input/index.ts";

interface Read {
  readonly line: number;
  readonly raw: string;
  /** Null for a bad row. */
  readonly cells: readonly unknown[] | null;
}

interface Reading {
  readonly rows: readonly Read[];
  readonly header: string;
  /** The messages of bad rows, and of what has ended the reading. */
  readonly messages: readonly string[];
}

/** Reads CSV in pieces of the given size. */
async function read(
  text: string | Buffer,
  size = Number.POSITIVE_INFINITY,
  columns: readonly string[] = ["a", "b"],
): Promise<Reading> {
  const rows: Read[] = [];
  const messages: string[] = [];
  let header = "";
  const input = new RowInput(
    "csv",
    { file: "f", columns },
    {
      onHeader(raw) {
        header = raw;
      },
      onRow: (row) => rows.push(row),
      onBadRow(problem, raw) {
        rows.push({ line: problem.place.line ?? 0, raw, cells: null });
        messages.push(problem.message);
      },
    },
  );
  const bytes = Buffer.from(text as string);
  try {
    for (let at = 0; at < bytes.length; at += size) {
      await input.push(bytes.subarray(at, at + size));
    }
    await input.end();
  } catch (error) {
    messages.push((error as Error).message);
  }
  return { rows, header, messages };
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

/** The text from the beginning of a line on; lines end in LF, whatever is before it. */
function fromLine(text: string, line: number): string {
  return text
    .split("\n")
    .slice(line - 1)
    .join("\n");
}

describe("CSV", () => {
  property.prop([
    fc.array(fc.tuple(cell, cell).filter(isText), { maxLength: 8 }),
    newline,
    fc.boolean(),
    fc.constantFrom("", "\n", "\r\n\r\n"),
    fc.boolean(),
    fc.integer({ min: 1, max: 9 }),
  ])(
    "what was written is read, in pieces of any size, with its lines and its text",
    async (records, end, quotesAll, blank, hasMark, size) => {
      const quoted = (text: string): string =>
        quotesAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      const written = records.map((record) => record.map(quoted).join(","));
      const text = blank + [`"a",b`, ...written].map((row) => row + end + blank).join("");
      const { rows, header, messages } = await read(`${hasMark ? "\ufeff" : ""}${text}`, size);
      expect(messages).toEqual([]);
      expect(header).toBe('"a",b');
      expect(rows.map(({ cells }) => cells)).toEqual(records);
      expect(rows.map(({ raw }) => raw)).toEqual(written);
      for (const { line, raw } of rows) expect(fromLine(text, line).startsWith(raw)).toBe(true);
    },
  );

  property.prop([fc.stringMatching(/^[ab,"\n\r]{0,40}$/), fc.integer({ min: 1, max: 5 })])(
    "every line is in a row, in a bad row, or blank, up to a quote that is never closed",
    async (body, size) => {
      const text = `a,b\n${body}`;
      const reading = await read(text, size);
      expect(await read(text)).toEqual(reading);
      const { rows, messages } = reading;
      let rest = text;
      let line = 1;
      for (const row of [{ line: 1, raw: "a,b" }, ...rows]) {
        const before = rest.slice(0, rest.length - fromLine(text, row.line).length);
        expect(before).toMatch(/^(\r?\n)*$/);
        expect(row.line).toBeGreaterThanOrEqual(line);
        rest = fromLine(text, row.line);
        expect(rest.startsWith(row.raw)).toBe(true);
        rest = rest.slice(row.raw.length);
        line = row.line + row.raw.split("\n").length - 1;
      }
      const bad = rows.filter(({ cells }) => cells === null);
      if (messages.length === bad.length) {
        expect(rest).toMatch(/^(\r?\n)*\r?$/);
      } else {
        const skipped = rest.match(/^(\r?\n)*/)?.[0] ?? "";
        const start = line + skipped.split("\n").length - 1;
        expect(messages.at(-1)).toMatch(`f:${start}: `);
        expect(messages.at(-1)).toContain("a quote is opened and never closed");
      }
    },
  );

  test("cells come in the order asked for, by their names", async () => {
    const { rows } = await read('x,"the y",z\n1,2,3\n', 1, ["z", "the y", "z"]);
    expect(rows[0]?.cells).toEqual(["3", "2", "3"]);
  });

  test.each(["", "\r"])("the last row needs no whole line end: %j", async (end) => {
    expect((await read(`a,b\r\n1,"2"${end}`, 1)).rows).toEqual([
      { line: 2, raw: '1,"2"', cells: ["1", "2"] },
    ]);
    expect((await read(`a,b\r\n1,2${end}`)).rows).toEqual([
      { line: 2, raw: "1,2", cells: ["1", "2"] },
    ]);
  });

  test.each(["\n", "\r\n"])("lines inside quotes count as lines: %j", async (end) => {
    const text = ["a,b", `1,"x${end}${end}y"`, "", "2,3,4", `"5${end}",6"7`, "8,9", '1,"2', ""];
    const { rows, messages } = await read(text.join(end), 3);
    expect(rows.map(({ line, cells }) => [line, cells])).toEqual([
      [2, ["1", `x${end}${end}y`]],
      [6, null],
      [7, null],
      [9, ["8", "9"]],
    ]);
    const shown = JSON.stringify(`"5${end}",6"7`);
    expect(messages).toEqual([
      'f:6: column b: the row "2,3,4" has 3 cells, not 2 as the header; quote the cell that has a comma in it',
      `f:7: column b: there is a quote in a cell that is not quoted, in the row ${shown} (lines 7 to 8); quote the whole cell, and write the quote inside it as ""`,
      'f:10: column b: a quote is opened and never closed, in the row "1,\\"2"; close it, or see whether the file is cut off',
    ]);
  });

  test("a quote that is never closed does not fill the memory", async () => {
    const { rows, messages } = await read(`a,b\n1,2\n3,"x\n${"4,5\n".repeat(5_000_000)}`, 1 << 18);
    expect(rows).toHaveLength(1);
    expect(messages).toEqual([
      'f:3: column b: there is no end within 16777216 bytes, in the row "3,\\"x"; close its quote if one is open, or give a file with one row a line',
    ]);
  });

  test.each([1, 1000])("bytes that are no text are told with their line", async (size) => {
    const text = Buffer.concat([Buffer.from('a,b\r\n1,"2\r\n\r\n'), Buffer.from([0xff])]);
    expect((await read(text, size)).messages).toEqual([
      "f:4: there is the byte 0xff, which is no UTF-8: this is no text file; give a CSV or JSONL file in UTF-8",
    ]);
  });
});
