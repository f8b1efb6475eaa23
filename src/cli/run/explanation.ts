import type { PlanChoice, PlanName, Work } from "../../panes/index.ts";

/** What each plan is like. */
const plans: Readonly<Record<PlanName, string>> = {
  columnar: "until its end a window is columns, in which each key is a line",
  general: "each key has a cell in each of its windows",
  sessions: "the sessions of a key are sorted intervals that grow in place",
  sliced: "windows that overlap share slices, and an element goes into one",
};

const labels: readonly (readonly [keyof Work, string])[] = [
  ["adds", "added to an accumulator"],
  ["merges", "accumulators merged"],
  ["cellReads", "cells looked up"],
  ["cellsMade", "cells or lines made"],
  ["timersSet", "timers set"],
  ["timersFired", "timers fired"],
  ["asked", "triggers asked"],
  ["settled", "output watermarks worked out"],
];

/** How an engine has laid out its state, why not better, and what that has cost in operations. */
export function explanationText(plan: PlanChoice, work: Work, rows: number): string {
  const lines = [`plan              ${plan.name}: ${plans[plan.name]}`];
  for (const reason of plan.because)
    lines.push(`                  no better one because ${reason}`);
  lines.push(`work of ${rows} rows`);
  for (const [name, label] of labels) {
    const count = work[name];
    const each = rows === 0 ? "" : ` (${Number((count / rows).toPrecision(3))} a row)`;
    lines.push(`  ${label.padEnd(30)}${count}${each}`);
  }
  return `${lines.join("\n")}\n`;
}
