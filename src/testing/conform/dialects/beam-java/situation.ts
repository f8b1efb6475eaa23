import type { Bounds, OutputRecord } from "../../observation.ts";
import type { Situation } from "../../rule.ts";
import { overlap } from "./elements.ts";

/** A window of a key. */
export interface KeyedWindow {
  readonly key: string;
  readonly window: Bounds;
}

/**
 * Whether the engines part ways over this window, or one that it can have become part of. Where no
 * output tells which window it is about, it may be any.
 */
export function isInQuestion({ difference }: Situation, { key, window }: KeyedWindow): boolean {
  const about = [...difference.onlyOurs, ...difference.onlyTheirs];
  return (
    about.length === 0 ||
    about.some((output) => output.key === key && overlap(output.window, window))
  );
}

/** Whether the window in question has had a pane by one of the engines, up to this step. */
export function hasFired(situation: Situation): boolean {
  const { difference, ours, theirs } = situation;
  return [ours, theirs]
    .flatMap((steps) => steps.slice(0, difference.step + 1))
    .flatMap(({ outputs }) => outputs)
    .some((output) => isInQuestion(situation, output));
}

/**
 * Whether our engine alone ends a window in the step in which the engines part ways, or has ended
 * one without a pane: it keeps nothing, drops what comes, or begins a session anew.
 */
export function endsOnlyHere({ difference, ours, theirs }: Situation): boolean {
  const { step, onlyOurs, onlyTheirs } = difference;
  const [our, their] = [ours[step], theirs[step]];
  if ((our?.closed ?? 0) > (their?.closed ?? 0)) return true;
  if (our?.empty === true && their?.empty === false) return true;
  return onlyOurs.some((output) => {
    const others = onlyTheirs.filter(
      ({ key, window }) => key === output.key && overlap(window, output.window),
    );
    return output.last === true ? !others.some(({ last }) => last) : others.some(isWider(output));
  });
}

function isWider({ window: [start, end] }: OutputRecord): (other: OutputRecord) => boolean {
  return ({ window }) => window[1] - window[0] > end - start;
}
