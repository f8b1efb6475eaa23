/**
 * `npm run bench [-- options]`: the engine against hand-written loops, one process for each cell.
 *
 *   --cell NAME     only the cells whose name begins so; may be given several times
 *   --quick         a quarter of the elements and three samples
 *   --samples N     how many rounds count (default 7)
 *   --list          the names of the cells
 *   --profile NAME  where the time and the memory of one cell's engine go
 *
 * Writes `bench/results/{full,quick,part}.{json,md}`. Fails if contestants that must agree put out
 * different results; a must that is missed is only reported, because times depend on the machine.
 */
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cells } from "./cells/index.ts";
import type { CellReport, MeasureOptions } from "./measure.ts";
import { line, markdown, verdictLine } from "./table.ts";
import { verdictsOf } from "./verdicts.ts";

const { values } = parseArgs({
  options: {
    cell: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    samples: { type: "string" },
    list: { type: "boolean", default: false },
    profile: { type: "string" },
  },
});
const names = cells.map((cell) => cell.name);
const chosen = names.filter((name) => values.cell?.some((start) => name.startsWith(start)) ?? true);

if (values.list) console.log(names.join("\n"));
else if (values.profile !== undefined)
  process.exitCode = await inChild(
    new URL("profile.ts", import.meta.url),
    [values.profile],
    () => {},
  );
else if (chosen.length === 0)
  throw new Error(`No cell is named so. There are: ${names.join(", ")}.`);
else process.exitCode = await bench(optionsFrom(values.samples, values.quick));

function optionsFrom(samples: string | undefined, quick: boolean): MeasureOptions {
  const wanted = Number(samples ?? (quick ? 3 : 7));
  if (!Number.isSafeInteger(wanted) || wanted < 1)
    throw new RangeError(`--samples ${samples} is no whole number from 1.`);
  return { samples: wanted, warmups: quick ? 1 : 2, share: quick ? 0.25 : 1 };
}

async function bench(options: MeasureOptions): Promise<number> {
  const reports: CellReport[] = [];
  const failed: string[] = [];
  for (const name of chosen) {
    const code = await inChild(
      new URL("child.ts", import.meta.url),
      [name, JSON.stringify(options)],
      (report) => {
        reports.push(report as CellReport);
        console.log(line(report as CellReport));
      },
    );
    if (code !== 0) failed.push(name);
  }
  save(reports, options);
  for (const verdict of verdictsOf(reports)) console.log(verdictLine(verdict));
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/** The child's own words go to the terminal; resolves to its exit code. */
function inChild(
  module: URL,
  args: readonly string[],
  receive: (message: unknown) => void,
): Promise<number> {
  const child = fork(fileURLToPath(module), args);
  child.on("message", receive);
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function save(reports: readonly CellReport[], options: MeasureOptions): void {
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "?"}), load ${loadavg()[0]?.toFixed(1)} at the end`;
  const kind = chosen.length < cells.length ? "part" : values.quick ? "quick" : "full";
  const folder = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const verdicts = verdictsOf(reports);
  writeFileSync(
    `${folder}${kind}.json`,
    `${JSON.stringify({ machine, options, verdicts, reports }, null, 2)}\n`,
  );
  writeFileSync(`${folder}${kind}.md`, markdown(machine, reports));
}
