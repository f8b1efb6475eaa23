import { execFile, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CellReport } from "../measure.ts";
import type { Peer, PeerReport } from "./peer.ts";
import type { Workload } from "./workloads.ts";

/** How often everything is run. */
export interface Rounds {
  readonly warmups: number;
  readonly samples: number;
}

/** The loop by hand and the engine, interleaved. A short input is run more often, to be compiled. */
export function runTidemark(
  workload: Workload,
  elements: number,
  { warmups, samples }: Rounds,
): Promise<CellReport> {
  const more = Math.max(1, Math.min(10, Math.round(500_000 / elements)));
  const script = new URL("tidemark.ts", import.meta.url);
  return inChild(script, [workload.name, elements, warmups * more, samples * more]);
}

/** A peer over the input in `file`, which has so many elements. */
export async function runPeer(
  peer: Peer,
  workload: Workload,
  elements: number,
  file: string,
  { warmups, samples }: Rounds,
): Promise<PeerReport> {
  if (peer === "pondjs") {
    const script = new URL("pond.ts", import.meta.url);
    return inChild(script, [workload.name, elements, warmups, samples]);
  }
  const java = fileURLToPath(new URL("java/target/", import.meta.url));
  const machine = ["-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow", "-Xms1g", "-Xmx3g"];
  const classes = ["-cp", `${java}classes:${java}lib/*`, "org.tidemark.bench.Main"];
  const args = [peer, file, workload.windows, `${warmups}`, `${samples}`];
  const { stdout } = await promisify(execFile)("java", [...machine, ...classes, ...args]);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string) as PeerReport;
}

function inChild<Report>(script: URL, args: readonly (string | number)[]): Promise<Report> {
  const child = fork(fileURLToPath(script), args.map(String));
  return new Promise((resolve, reject) => {
    let report: Report | undefined;
    child.on("message", (message) => {
      report = message as Report;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 && report !== undefined) resolve(report);
      else reject(new Error(`${args[0]}: ended with code ${code}.`));
    });
  });
}
