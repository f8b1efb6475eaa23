import type { Key } from "../panes/key.ts";
import { formatInstant, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";
import type { Explanation, Holder, NextPane } from "./explain.ts";
import type { Need } from "./need.ts";
import { counted, needText } from "./need-text.ts";
import type { PartExplanation } from "./trigger-state.ts";

export interface ExplanationTextOptions {
  /** How instants within the bounds of time are written. Default: ISO text. */
  readonly instant?: (instant: number) => string;
  /** Why the watermark is where it is, in words that follow "because": see `StallReport.text`. */
  readonly because?: string;
}

/** An explanation as lines of text, for people. */
export function explanationText<K extends Key>(
  of: Explanation<K>,
  options: ExplanationTextOptions = {},
): readonly string[] {
  const { because } = options;
  const instant = (at: number): string =>
    at <= MIN_TIMESTAMP || at >= MAX_TIMESTAMP || options.instant === undefined
      ? formatInstant(at)
      : options.instant(at);
  const window = `[${instant(of.window.start)}, ${instant(of.window.end)})`;
  const reason = because === undefined ? "" : ` because ${because}`;
  const text = new Text(of, instant);
  return [
    `Key ${JSON.stringify(String(of.key))} in ${window}: ${text.state()}`,
    `The watermark is at ${instant(of.watermark)}${reason}; processing time ${of.processingTime === null ? "was never set" : `is ${instant(of.processingTime)}`}.`,
    ...text.next(),
    ...(of.trigger === null ? [] : ["The trigger:", ...text.part(of.trigger, "  ")]),
    text.output(),
  ];
}

class Text<K extends Key> {
  private readonly of: Explanation<K>;
  private readonly instant: (instant: number) => string;

  constructor(of: Explanation<K>, instant: (instant: number) => string) {
    this.of = of;
    this.instant = instant;
  }

  state(): string {
    const { state, pending, panes, expiresAt, hasEnded } = this.of;
    const until = this.instant(expiresAt);
    if (state === "expired")
      return `it expired at ${until}; nothing is kept, and what comes is late.`;
    if (state === "closed")
      return `its trigger has finished; what comes is dropped until it expires at ${until}.`;
    if (state === "unseen") return "no element has got into it.";
    const made = panes.made === 0 ? "no pane yet" : counted(panes.made, "pane");
    const ended = hasEnded ? "; it has ended" : "";
    return `${made}, ${counted(pending, "element")} since${ended}; it expires at ${until}.`;
  }

  next(): readonly string[] {
    const { next, state } = this.of;
    if (next.length === 0)
      return state === "closed" || state === "expired" ? [] : ["No pane is to come."];
    return [
      "The next pane comes with the first of these:",
      ...next.map((one) => `- ${this.need(one)}${this.giver(one)}`),
    ];
  }

  private giver({ by }: NextPane): string {
    return by === "expiry" ? " (the window expires)" : "";
  }

  private need(one: Need): string {
    return needText(one, this.instant, this.of.processingTime !== null);
  }

  /** A node a line, those inside it further in; what they wait for stands with those that have no parts. */
  part({ part, state, needs, parts }: PartExplanation, indent: string): readonly string[] {
    const isLeaf = parts.length === 0;
    const waits =
      state !== "waiting" || !isLeaf
        ? ""
        : needs.length === 0
          ? " in vain"
          : `: ${needs.map((one) => this.need(one) || "the next occasion").join("; or ")}`;
    return [
      `${indent}${part} is ${state}${waits}`,
      ...parts.flatMap((inside) => this.part(inside, `${indent}  `)),
    ];
  }

  output(): string {
    const { outputWatermark, heldBy, hold } = this.of;
    const at = `The output watermark is at ${this.instant(outputWatermark)}`;
    const own = hold === null ? "" : ` This window's hold is at ${this.instant(hold)}.`;
    if (heldBy === null) return `${at}; nothing holds it.${own}`;
    const { key, window, since } = heldBy;
    return `${at}, held by key ${JSON.stringify(String(key))} in [${this.instant(window.start)}, ${this.instant(window.end)})${this.since(since)}.${own}`;
  }

  private since(since: Holder<K>["since"]): string {
    if (since === null) return "";
    const { watermark, processingTime } = since;
    const at =
      processingTime === null ? "" : `, at processing time ${this.instant(processingTime)}`;
    return ` since the watermark came to ${this.instant(watermark)}${at}`;
  }
}
