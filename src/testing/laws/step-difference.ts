import { canonical } from "../canonical.ts";
import type { Played } from "../cases/play.ts";
import { dropWords, paneWords, valueText } from "./words.ts";

/** The first step that two runs of the same script do not do alike, in words, or null. */
export function stepDifference(
  actual: readonly Played[],
  expected: readonly Played[],
  { ordered }: { readonly ordered: boolean },
): string | null {
  for (const [at, step] of actual.entries()) {
    const other = expected[at];
    const lines = linesOf(step, ordered);
    const wanted = other === undefined ? [] : linesOf(other, ordered);
    if (lines.join("\n") === wanted.join("\n")) continue;
    const [more, less] = [without(lines, wanted), without(wanted, lines)];
    if (more.length + less.length === 0) return `step ${at + 1} does the same in another order`;
    const text = (some: readonly string[]): string =>
      some.map((line) => `(${line})`).join(", ") || "nothing";
    return `step ${at + 1} comes to ${text(more)} instead of ${text(less)}`;
  }
  return null;
}

/** What a step did and left, line by line; in no order, and lists neither, unless `ordered`. */
function linesOf(step: Played, ordered: boolean): readonly string[] {
  const { panes, dropped, outputWatermark, hold } = step;
  const textOf = ordered ? canonical : valueText;
  const lists = [
    panes.map((pane) => paneWords(pane, textOf)),
    dropped.map((drop) => dropWords(drop, textOf)),
  ];
  return [
    ...lists.flatMap((lines) => (ordered ? lines : lines.sort())),
    `output watermark ${outputWatermark}`,
    `hold ${hold}`,
  ];
}

/** The lines that the others do not have, or have less often. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
