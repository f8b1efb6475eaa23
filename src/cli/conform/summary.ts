import type { Outcome } from "./outcome.ts";
import { counted } from "./words.ts";

/** What a run came to, in numbers; the last line says it all. */
export function summaryText(outcome: Outcome): string {
  const { report, skipped, passed, failed } = outcome;
  const uses = report.uses.size === 0 ? [] : [...report.uses];
  const rows: [string, number][] = [
    ["cases", report.cases],
    ["agreed", report.agreed],
    ["explained", report.explained],
    ...inner(uses),
    ["unsupported", report.unsupported],
    ...inner([...report.reasons]),
    ["failed", report.failed],
    ...(skipped.size === 0 ? [] : [["skipped", sum(skipped)] as [string, number]]),
    ...inner([...skipped]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const digits = Math.max(...rows.map(([, count]) => String(count).length));
  const lines = rows.map(
    ([label, count]) => `${label.padEnd(width)}  ${String(count).padStart(digits)}\n`,
  );
  return `${engineText(outcome)}\n${lines.join("")}${passed} passed, ${failed} failed\n`;
}

export function engineText({ report: { engine, version }, settings }: Outcome): string {
  const name = version === null ? engine : `${engine} ${version}`;
  return settings.corpus.length === 0 ? `${name}, seed ${settings.seed}` : name;
}

/** How fast that was; apart, because all else is the same whenever the run is repeated. */
export function speedText({ asked, elapsedMs }: Outcome): string {
  const perSecond = elapsedMs === 0 ? 0 : Math.round((asked / elapsedMs) * 1000);
  return `asked ${counted(asked, "case")} in ${(elapsedMs / 1000).toFixed(1)} s, ${perSecond} a second\n`;
}

function inner(counts: readonly (readonly [string, number])[]): [string, number][] {
  return counts.map(([label, count]) => [`  ${label}`, count]);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
