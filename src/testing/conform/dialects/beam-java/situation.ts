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
  return hasPane(situation, situation.difference.step + 1);
}

/** The same, before this step. */
export function hasFiredBefore(situation: Situation): boolean {
  return hasPane(situation, situation.difference.step);
}

function hasPane(situation: Situation, steps: number): boolean {
  return [situation.ours, situation.theirs]
    .flatMap((observations) => observations.slice(0, steps))
    .flatMap(({ outputs }) => outputs)
    .some((output) => isInQuestion(situation, output));
}

/**
 * Whether our engine alone ends a window in the step in which the engines part ways, or has ended
 * one without a pane: it keeps nothing, drops what comes, or begins a session anew.
 */
export function endsOnlyHere({ difference, ours, theirs, watermark }: Situation): boolean {
  const { step, onlyOurs, onlyTheirs } = difference;
  const [our, their] = [ours[step], theirs[step]];
  if ((our?.closed ?? 0) > (their?.closed ?? 0)) return true;
  // Where nothing was dropped, or it is not known what was, by the rules before.
  if (onlyOurs.length === 0 && onlyTheirs.some(({ window }) => window[1] <= watermark)) return true;
  if (our?.empty === true && their?.empty === false) return true;
  return onlyOurs.some((output) => {
    const others = onlyTheirs.filter(
      ({ key, window }) => key === output.key && overlap(window, output.window),
    );
    return (
      others.some(isWider(output)) || (output.last === true && !others.some(({ last }) => last))
    );
  });
}

function isWider({ window: [start, end] }: OutputRecord): (other: OutputRecord) => boolean {
  return ({ window }) => window[1] - window[0] > end - start;
}
