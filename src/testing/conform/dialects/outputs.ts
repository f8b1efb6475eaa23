import type { Observation, OutputRecord } from "../observation.ts";

/** A key with a window, as text. */
export function windowKey({ key, window }: Pick<OutputRecord, "key" | "window">): string {
  return `${window[0]} ${window[1]} ${key}`;
}

/** What a step put out for the same key and window. */
export function counterparts(
  observation: Observation | undefined,
  output: OutputRecord,
): readonly OutputRecord[] {
  const key = windowKey(output);
  return observation?.outputs.filter((other) => windowKey(other) === key) ?? [];
}

/** The observations with other outputs; null if all stay the same. */
export function withOutputs(
  observations: readonly Observation[],
  change: (output: OutputRecord, step: number) => OutputRecord | null,
): readonly Observation[] | null {
  let isChanged = false;
  const changed = observations.map((observation, step): Observation => {
    const outputs = observation.outputs.flatMap((output) => {
      const other = change(output, step);
      if (other !== output) isChanged = true;
      return other === null ? [] : [other];
    });
    return { ...observation, outputs };
  });
  return isChanged ? changed : null;
}
