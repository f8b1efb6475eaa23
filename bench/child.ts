/** Measures one cell in a process of its own, whose code nothing else has shaped, and sends the report. */
import { cellNamed } from "./cells/index.ts";
import { type MeasureOptions, measure } from "./measure.ts";

const [name, options] = process.argv.slice(2) as [string, string];
process.send?.(await measure(cellNamed(name), JSON.parse(options) as MeasureOptions));
