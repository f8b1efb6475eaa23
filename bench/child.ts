/** Measures one cell in a process of its own, whose code nothing else has shaped, and sends the report. */
import { cells } from "./cells.ts";
import { type MeasureOptions, measure } from "./measure.ts";

const [name, options] = process.argv.slice(2) as [string, string];
const cell = cells.find((cell) => cell.name === name);
if (cell === undefined) throw new Error(`There is no cell ${name}.`);
process.send?.(measure(cell, JSON.parse(options) as MeasureOptions));
