/**
 * Pairs as many entries with outputs as can be paired at once, each with at most one: a maximum
 * bipartite matching, found by augmenting paths. Taking the first output that fits would not do: a
 * vague entry could take the only output that fits a precise one.
 *
 * The result has, for each entry, the index of its output or -1.
 */
export function pair<E, O>(
  entries: readonly E[],
  outputs: readonly O[],
  fits: (entry: E, output: O) => boolean,
): number[] {
  const candidates = entries.map((entry) =>
    outputs.flatMap((output, at) => (fits(entry, output) ? [at] : [])),
  );
  const entryOf: number[] = outputs.map(() => -1);
  const outputOf: number[] = entries.map(() => -1);
  for (let entry = 0; entry < entries.length; entry++)
    augment(entry, candidates, entryOf, outputOf);
  return outputOf;
}

/** Finds an output for one more entry, moving entries that are paired already if that helps. */
function augment(
  start: number,
  candidates: readonly (readonly number[])[],
  entryOf: number[],
  outputOf: number[],
): void {
  // From each output reached, the entry that reached it.
  const reachedBy = new Map<number, number>();
  const queue = [start];
  for (const entry of queue) {
    for (const output of candidates[entry] ?? []) {
      if (reachedBy.has(output)) continue;
      reachedBy.set(output, entry);
      const taker = entryOf[output] as number;
      if (taker >= 0) {
        queue.push(taker);
        continue;
      }
      for (let free = output; free >= 0; ) {
        const winner = reachedBy.get(free) as number;
        const given = outputOf[winner] as number;
        outputOf[winner] = free;
        entryOf[free] = winner;
        free = winner === start ? -1 : given;
      }
      return;
    }
  }
}
