import { list } from "../../src/combine/index.ts";
import {
  type Dropped,
  type Key,
  type Pane,
  type Strategy,
  strategy,
  type StrategyOptions,
} from "../../src/panes/index.ts";
import { backends } from "../../src/testing/backends.ts";
import type { Backend, Subject } from "../../src/testing/subject.ts";
import { GLOBAL_WINDOW, sameWindow, type Window } from "../../src/windows/index.ts";

/**
 * A run as one line of text, which states its own outcome:
 *
 *     "a@1 b@2; wm 10 => 0..10 ab O0; c@3 => 0..10 c L1!"
 *
 * Steps are parted by `; `. A step is a bundle (`value@timestamp`, with `key/` in front of it for
 * another key than k), `wm N`, `pt N`, `both WM PT`, `snap` (all state goes through text), or a
 * question: `out` (output watermark), `hold` (earliest hold), `live` (open windows), `closed`,
 * `empty`. `max` is the end of time.
 *
 * A pane is its window, its elements, and E, O or L (early, on time, late) with its index, `/` and
 * its on-time index if that is not what one expects, `@timestamp` if not the window's last instant,
 * `!` if last, `<windows` that it replaces, all behind `-` if it is a retraction. `()` is an empty
 * pane. A drop is its reason, its value and its window.
 */
export function replay(
  of: Strategy<string, unknown>,
  trace: string,
  backend: Backend = backends.memory,
): string {
  const subject = backend(of as Strategy<unknown, unknown>);
  return trace
    .split("; ")
    .map((step) => {
      const input = step.replace(/ =>.*/, "");
      const results = outcome(subject, input);
      return results.length === 0 ? input : `${input} => ${results.join(", ")}`;
    })
    .join("; ");
}

/** A strategy for traces: windows `[0,10)`, `[10,20)`… and lists, finishing triggers allowed. */
export function listing(
  options: Omit<StrategyOptions<string, string[]>, "combine">,
): Strategy<string, unknown> {
  return strategy<string, string[]>({
    allowUnsafeTriggers: true,
    ...options,
    combine: list<string>(),
  });
}

function outcome(subject: Subject, input: string): string[] {
  const [command = "", ...instants] = input.split(" ");
  const [first = 0, second = 0] = instants.map((text) =>
    text === "max" ? GLOBAL_WINDOW.end : Number(text),
  );
  switch (command) {
    case "wm":
      subject.advance({ watermark: first });
      break;
    case "pt":
      subject.advance({ processingTime: first });
      break;
    case "both":
      subject.advance({ watermark: first, processingTime: second });
      break;
    case "snap":
      subject.checkpoint();
      break;
    case "out":
      return [String(subject.outputWatermark)];
    case "hold":
      return [String(subject.earliestHold())];
    case "live":
      return [
        subject
          .windows()
          .filter(({ closed }) => !closed)
          .map(({ window }) => name(window))
          .join(" "),
      ];
    case "closed":
      return [
        subject
          .windows()
          .filter(({ closed }) => closed)
          .map(({ window }) => name(window))
          .join(" "),
      ];
    case "empty":
      return [String(subject.isEmpty())];
    default:
      subject.elements(input.split(" ").map(element));
  }
  const { panes, dropped } = subject.take();
  return [...panes.map(paneText), ...dropped.map(dropText)];
}

function element(text: string): { key: Key; value: unknown; timestamp: number } {
  const [head = "", timestamp] = text.split("@");
  const [value, key = "k"] = head.split("/").reverse();
  return { key, value, timestamp: Number(timestamp) };
}

function paneText(pane: Pane<Key, unknown>): string {
  const { window, value, timing, index, onTimeIndex } = pane;
  const letter = { early: "E", onTime: "O", late: "L" }[timing];
  const expected = timing === "early" ? -1 : timing === "onTime" ? 0 : index;
  const parts = [
    pane.retraction ? "-" : "",
    pane.key === "k" ? "" : `${String(pane.key)}/`,
    `${name(window)} `,
    Array.isArray(value)
      ? `${value.length === 0 ? "()" : value.join("")} `
      : `${JSON.stringify(value)} `,
    `${letter}${index}`,
    onTimeIndex === expected ? "" : `/${onTimeIndex}`,
    pane.timestamp === window.end - 1 ? "" : `@${pane.timestamp}`,
    pane.isLast ? "!" : "",
    pane.replaces.length === 0 ? "" : `<${pane.replaces.map(name).join("+")}`,
  ];
  return parts.join("");
}

function dropText({ reason, key, value, window }: Dropped<Key, unknown>): string {
  const whose = key === "k" ? "" : `${String(key)}/`;
  return `${reason} ${whose}${String(value)}${window === null ? "" : ` ${name(window)}`}`;
}

function name(window: Window): string {
  return sameWindow(window, GLOBAL_WINDOW) ? "global" : `${window.start}..${window.end}`;
}
