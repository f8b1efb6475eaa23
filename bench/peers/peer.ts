/** The others that get the same workloads. */
export const peers = ["jet", "jet-deduct", "flink", "beam-java", "pondjs"] as const;
export type Peer = (typeof peers)[number];

/** What a figure contains. */
export const contains: Readonly<Record<Peer, string>> = {
  jet: "Hazelcast Jet's SlidingWindowP or SessionWindowP: inbox filled with ready objects, processor, result function; the sum cannot be taken back",
  "jet-deduct": "the same, but the sum can be taken back; for information",
  flink:
    "Flink's WindowOperator over heap state in its test harness: setting the key, one record used again, an accumulator changed in place",
  "beam-java":
    "Beam Java's ReduceFnRunner over state in memory: a runner for each key and bundle, as Beam's runners make it, and grouping by key",
  pondjs: "a pondjs pipeline with fixed windows, flushed at the end: it has no watermark",
};

/** What a peer reports of one run over an input. */
export interface PeerReport {
  readonly checksum: number;
  readonly results: string;
  /** Nanoseconds of processor time per element, round by round. */
  readonly nanos: readonly number[];
  /** The same for the harness alone; null if there is none to speak of. */
  readonly noop: readonly number[] | null;
}
