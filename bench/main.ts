/**
 * `npm run bench [-- options]`: the engine against hand-written loops, one process for each cell.
 *
 *   --cell NAME   only the cells whose name begins so; may be given several times
 *   --quick       a quarter of the elements and three samples
 *   --samples N   how many rounds count (default 9)
 *   --list        the names of the cells
 *
 * Writes `bench/results/{full,quick,part}.{json,md}`. Fails if floor and engine put out different
 * results; a must that is missed is only reported, because times depend on the machine.
 */
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cells } from "./cells.ts";
import type { CellReport, MeasureOptions } from "./measure.ts";
import { line, markdown, verdicts } from "./table.ts";

const { values } = parseArgs({
  options: {
    cell: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    samples: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const names = cells.map((cell) => cell.name);
const chosen = names.filter((name) => values.cell?.some((start) => name.startsWith(start)) ?? true);

if (values.list) console.log(names.join("\n"));
else if (chosen.length === 0)
  throw new Error(`No cell is named so. There are: ${names.join(", ")}.`);
else process.exitCode = await bench(optionsFrom(values.samples, values.quick));

function optionsFrom(samples: string | undefined, quick: boolean): MeasureOptions {
  const wanted = Number(samples ?? (quick ? 3 : 9));
  if (!Number.isSafeInteger(wanted) || wanted < 1)
    throw new RangeError(`--samples ${samples} is no whole number from 1.`);
  return { samples: wanted, warmups: quick ? 1 : 3, share: quick ? 0.25 : 1 };
}

async function bench(options: MeasureOptions): Promise<number> {
  const reports: CellReport[] = [];
  const failed: string[] = [];
  for (const name of chosen) {
    const report = await inChild(name, options);
    if (report === null) failed.push(name);
    else {
      reports.push(report);
      console.log(line(report));
    }
  }
  save(reports, options);
  for (const verdict of verdicts(reports)) console.log(verdict);
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/** The child's own words go to the terminal; null if it fails. */
function inChild(name: string, options: MeasureOptions): Promise<CellReport | null> {
  const child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), [
    name,
    JSON.stringify(options),
  ]);
  return new Promise((resolve) => {
    let report: CellReport | null = null;
    child.on("message", (message) => {
      report = message as CellReport;
    });
    child.on("error", () => resolve(null));
    child.on("close", (code) => resolve(code === 0 ? report : null));
  });
}

function save(reports: readonly CellReport[], options: MeasureOptions): void {
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "?"}), load ${loadavg()[0]?.toFixed(1)} at the end`;
  const kind = chosen.length < cells.length ? "part" : values.quick ? "quick" : "full";
  const folder = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}${kind}.json`,
    `${JSON.stringify({ machine, options, reports }, null, 2)}\n`,
  );
  writeFileSync(`${folder}${kind}.md`, markdown(machine, reports));
}
