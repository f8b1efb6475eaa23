/** Measures the loop by hand and both entries of the engine on a workload, and sends the report. */
import { measure } from "../measure.ts";
import { cellOf, workloadNamed } from "./workloads.ts";

const [name, elements, warmups, samples] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const cell = cellOf(workloadNamed(name), Number(elements));
const options = { warmups: Number(warmups), samples: Number(samples), share: 1 };
process.send?.(await measure(cell, options));
