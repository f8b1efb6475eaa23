import type { Key } from "../../../panes/key.ts";
import type { EventTime, ProcessingTime } from "../../../watermark/time.ts";
import { keyText } from "../compare.ts";
import type { Mishap } from "../transport.ts";

/** One element of an action. */
export type HostElement = readonly [key: Key, timestamp: EventTime, value: string];

/**
 * What is done to a host, as plain data:
 * - `deliver`: a bundle over any number of keys.
 * - `advance`: moves clocks, and delivers the timers that are then due, or `twice`.
 * - `wake`: delivers a timer of a key `times` times, with what the clocks show: it is most often not
 *   due.
 * - `interleave`: a bundle over keys that are all loaded before the first of them is committed.
 * - `restart`: a crash between two items.
 *
 * A `mishap` befalls the first item of the action, which is then driven again.
 */
export type HostAction =
  | { readonly deliver: readonly HostElement[]; readonly mishap?: Mishap }
  | {
      readonly advance: {
        readonly watermark?: EventTime;
        readonly processingTime?: ProcessingTime;
      };
      readonly twice?: boolean;
      readonly mishap?: Mishap;
    }
  | { readonly wake: Key; readonly times: number }
  | { readonly interleave: readonly HostElement[]; readonly commits: "inOrder" | "reversed" }
  | { readonly restart: true };

/** An action as a literal of TypeScript. */
export function actionText(action: HostAction): string {
  return literal(action);
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{ ${fields.map(([name, field]) => `${name}: ${literal(field)}`).join(", ")} }`;
  }
  return keyText(value as Key);
}
