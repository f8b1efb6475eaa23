/**
 * `npm run bench:peers [-- options]`: the same inputs through other engines.
 *
 *   --workload TEXT  only those whose name begins so; may be given several times
 *   --peer NAME      only these peers; may be given several times
 *   --quick          a quarter of the elements and three rounds
 *
 * Writes `bench/results/peers.{json,md}`. Fails if a peer has read another input than was written
 * or puts out other results; a must that is missed is only reported.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeFeed } from "../feed.ts";
import { checksumOf, writeFeed } from "./file.ts";
import { contains, type Peer, peers } from "./peer.ts";
import { ownRows, peerRow, type Row, rowsTable } from "./rows.ts";
import { type Rounds, runPeer, runTidemark } from "./run.ts";
import { peerVerdicts } from "./verdicts.ts";
import { type Workload, workloads } from "./workloads.ts";

const { values } = parseArgs({
  options: {
    workload: { type: "string", multiple: true },
    peer: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
  },
});
const rounds: Rounds = values.quick ? { warmups: 2, samples: 3 } : { warmups: 3, samples: 7 };
const folder = mkdtempSync(join(tmpdir(), "tidemark-peers-"));
const rows: Row[] = [];
try {
  for (const workload of workloads.filter(({ name }) => isWanted(name, values.workload)))
    rows.push(...(await compare(workload)));
} finally {
  rmSync(folder, { recursive: true });
}
save();

/** Every peer that can, on as many elements as it gets, beside the engine on the same elements. */
async function compare(workload: Workload): Promise<Row[]> {
  const bySize = new Map<number, Peer[]>();
  for (const peer of peers) {
    if (!isWanted(peer, values.peer) || !canRun(peer, workload)) continue;
    const size = sizeFor(peer, workload);
    bySize.set(size, [...(bySize.get(size) ?? []), peer]);
  }
  const rows: Row[] = [];
  for (const [elements, some] of [...bySize].sort(([a], [b]) => b - a)) {
    const feed = makeFeed({ ...workload.feed, elements });
    const file = join(folder, "feed");
    writeFeed(file, feed, workload.feed.keys);
    const checksum = checksumOf(feed);
    const own = await runTidemark(workload, elements, rounds);
    add(rows, ...ownRows(workload, own));
    for (const peer of some) {
      const report = await runPeer(peer, workload, elements, file, rounds);
      if (report.checksum !== checksum)
        throw new Error(`${peer} has read the input ${report.checksum}, written was ${checksum}.`);
      if (report.results !== own.results["panes"])
        throw new Error(
          `${workload.name}: ${peer} put out ${report.results}, the engine ${own.results["panes"]}.`,
        );
      add(rows, peerRow(workload, peer, own, report));
    }
  }
  return rows;
}

function add(rows: Row[], ...more: readonly Row[]): void {
  rows.push(...more);
  for (const { workload, contestant, elements, best, median, noop, ratio } of more) {
    const harness = noop === null ? "" : `, harness alone ${noop.toFixed(0)}`;
    console.log(
      `${workload.padEnd(30)} ${contestant.padEnd(10)} ${best.toFixed(0).padStart(7)} ns (median ${median.toFixed(0)}${harness}) of ${elements}: ${ratio.toFixed(2)}x`,
    );
  }
}

function sizeFor(peer: Peer, { elements, feed }: Workload): number {
  const whole = elements[peer] ?? feed.elements;
  return values.quick ? Math.max(Math.ceil(whole / 4), Math.min(whole, 10_000)) : whole;
}

/** pondjs has fixed windows only; taking back makes a difference only where windows slide. */
function canRun(peer: Peer, { kind }: Workload): boolean {
  if (peer === "pondjs") return kind === "fixed";
  return peer !== "jet-deduct" || kind === "sliding";
}

function isWanted(name: string, starts: readonly string[] | undefined): boolean {
  return starts?.some((start) => name.startsWith(start)) ?? true;
}

function save(): void {
  const machine = `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "?"})`;
  const verdicts = peerVerdicts(rows);
  const notes = peers.map((peer) => `- \`${peer}\`: ${contains[peer]}.`);
  const text = [
    machine,
    "",
    "Nanoseconds of processor time per element, garbage collection and compilation included, in",
    "processes of their own on the same input. All put out the same, as the results say.",
    "",
    rowsTable(rows),
    "",
    ...notes,
    "",
    ...verdicts.map((verdict) => `- ${verdict}`),
    "",
  ].join("\n");
  const results = fileURLToPath(new URL("../results/", import.meta.url));
  writeFileSync(`${results}peers.md`, text);
  writeFileSync(`${results}peers.json`, `${JSON.stringify({ machine, rounds, rows }, null, 2)}\n`);
  for (const verdict of verdicts) console.log(verdict);
}
