/**
 * On which window lateness is judged where windows merge: the one that an element was assigned, as in
 * Beam, or the one that this is merged into, as in Flink.
 */
export type LatenessOf = "proto" | "merged";
