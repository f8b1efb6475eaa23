import type { Expectation } from "./case.ts";
import { differences, entryCells, entryFields, textOf } from "./entry.ts";

/** A claim about outputs that did not hold: what was paired, and what was left over on each side. */
export interface Mismatch {
  readonly entries: readonly Expectation[];
  readonly outputs: readonly Expectation[];
  /** For each entry the index of its output, or -1. */
  readonly outputOf: readonly number[];
}

/**
 * The mismatch in lines: two blanks before an output that was expected, `-` before an entry without
 * an output, `+` before an output without an entry. Each `-` is followed by the `+` that is most
 * like it and by the fields in which they differ. Fields stand in columns.
 */
export function mismatchLines({ entries, outputs, outputOf }: Mismatch): readonly string[] {
  const rows: Row[] = [];
  const free = new Set(outputs.keys());
  for (const output of outputOf) free.delete(output);
  for (const [at, output] of outputs.entries()) {
    if (!free.has(at)) rows.push({ sign: " ", entry: output, notes: [] });
  }
  for (const [at, entry] of entries.entries()) {
    if (outputOf[at] !== -1) continue;
    rows.push({ sign: "-", entry, notes: [] });
    const nearest = nearestOf(entry, outputs, free);
    if (nearest === null) continue;
    free.delete(nearest.at);
    rows.push({ sign: "+", entry: nearest.output, notes: notesOf(entry, nearest.output) });
  }
  for (const at of free) rows.push({ sign: "+", entry: outputs[at] as Expectation, notes: [] });
  return aligned(rows);
}

interface Row {
  readonly sign: " " | "-" | "+";
  readonly entry: Expectation;
  readonly notes: readonly string[];
}

function nearestOf(
  entry: Expectation,
  outputs: readonly Expectation[],
  free: ReadonlySet<number>,
): { at: number; output: Expectation } | null {
  let best: { at: number; output: Expectation } | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const at of free) {
    const output = outputs[at] as Expectation;
    const distance = differences(entry, output).length;
    if (distance >= fewest) continue;
    fewest = distance;
    best = { at, output };
  }
  return best;
}

function notesOf(entry: Expectation, output: Expectation): readonly string[] {
  const fields = differences(entry, output);
  if (fields.length === 0) return ["fits, but another entry needs it"];
  return fields.map((field) => {
    const got = field === "values" && output.values === undefined ? "value" : field;
    return `${field}: expected ${textOf(field, entry)}, got ${textOf(got, output)}`;
  });
}

function aligned(rows: readonly Row[]): readonly string[] {
  const cells = rows.map(({ entry }) => entryCells(entry));
  const fields = entryFields.filter((field) => cells.some((row) => row.has(field)));
  const widths = fields.map((field) =>
    Math.min(48, Math.max(...cells.map((row) => (row.get(field)?.length ?? -2) + 2))),
  );
  return rows.flatMap(({ sign, notes }, at) => {
    const texts = fields.map((field, column) => {
      const text = cells[at]?.get(field);
      return (text === undefined ? "" : `${text}, `).padEnd(widths[column] as number);
    });
    const line = texts.join("").trimEnd().replace(/,$/, "");
    return [`${sign} {${line}}`, ...notes.map((note) => `      ${note}`)];
  });
}
