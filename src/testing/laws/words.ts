import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Window } from "../../windows/interval.ts";
import { canonical, canonicalBag } from "../canonical.ts";
import { windowName } from "../cases/play.ts";

export function placeOf({ key, window }: { readonly key: Key; readonly window: Window }): string {
  return `${String(key)} ${windowName(window)}`;
}

/** Equal values have equal texts; lists are compared without their order. */
export function valueText(value: unknown): string {
  return Array.isArray(value) ? `[${canonicalBag(value)}]` : canonical(value);
}

/** All there is to say of a pane: equal panes, equal words. */
export function paneWords(
  pane: Pane<Key, unknown>,
  textOf: (value: unknown) => string = valueText,
): string {
  const { value, timestamp, timing, index, onTimeIndex, isFirst, isLast, retraction } = pane;
  return [
    `${retraction ? "less " : ""}${placeOf(pane)} = ${textOf(value)} at ${timestamp}`,
    `${timing}, index ${index}, onTimeIndex ${onTimeIndex}`,
    ...(isFirst ? ["first"] : []),
    ...(isLast ? ["last"] : []),
    ...(pane.replaces.length > 0
      ? [`replaces ${pane.replaces.map(windowName).join(" and ")}`]
      : []),
  ].join(", ");
}

/** The same of a drop. */
export function dropWords(
  drop: Dropped<Key, unknown>,
  textOf: (value: unknown) => string = valueText,
): string {
  const { key, value, timestamp, reason, window } = drop;
  return [
    `drop of ${String(key)} ${textOf(value)} at ${timestamp}: ${reason}`,
    ...(window === null ? [] : [`for ${windowName(window)}`]),
    ...(reason === "late" ? [`by ${drop.lateByMs} ms`] : []),
  ].join(" ");
}
