import type { Contestant, Row } from "./rows.ts";
import type { Workload } from "./workloads.ts";

/** How many times as long as the engine's batch entry a peer is to take. */
const musts: readonly {
  readonly peer: Contestant;
  readonly must: Readonly<Record<Workload["kind"], number>>;
  readonly goal: number | null;
}[] = [
  { peer: "jet", must: { fixed: 1, sliding: 1, sessions: 1 }, goal: 2 },
  { peer: "flink", must: { fixed: 3, sliding: 100, sessions: 8 }, goal: null },
  { peer: "beam-java", must: { fixed: 25, sliding: 25, sessions: 25 }, goal: null },
];

/** One line for each demand that was measured. */
export function peerVerdicts(rows: readonly Row[]): string[] {
  return musts.flatMap(({ peer, must, goal }) =>
    rows
      .filter((row) => row.contestant === peer)
      .map(({ workload, kind, ratio }) => {
        const least = must[kind];
        const word = goal !== null && ratio >= goal ? "goal" : ratio >= least ? "must" : "MISSED";
        const wanted = `must ${least}${goal === null ? "" : `, goal ${goal}`}`;
        return `${word.padEnd(7)}${peer} takes ${ratio.toFixed(2)} times as long as the batch entry: ${workload} (${wanted})`;
      }),
  );
}
