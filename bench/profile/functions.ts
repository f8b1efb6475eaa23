/** What V8's profiler writes; only what is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface FunctionCost {
  readonly name: string;
  readonly at: string;
  readonly share: number;
  readonly nanos: number;
}

/** The functions in which most time was spent, what they called not counted. */
export function costliest(profile: CpuProfile, elements: number, most = 25): FunctionCost[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const costs = new Map<string, { name: string; at: string; micros: number }>();
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const micros = profile.timeDeltas[index] ?? 0;
    const frame = frames.get(id);
    if (frame === undefined) continue;
    const { functionName, url, lineNumber } = frame;
    const name = functionName === "" ? "(anonymous)" : functionName;
    const at = url === "" ? "" : `${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
    const cost = costs.get(name + at) ?? { name, at, micros: 0 };
    cost.micros += micros;
    total += micros;
    costs.set(name + at, cost);
  }
  return [...costs.values()]
    .sort((a, b) => b.micros - a.micros)
    .slice(0, most)
    .map(({ name, at, micros }) => ({
      name,
      at,
      share: micros / total,
      nanos: (micros * 1_000) / elements,
    }));
}
