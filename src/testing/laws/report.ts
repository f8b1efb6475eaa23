import { transcriptText } from "../conform/transcript-of.ts";
import type { LawReport } from "./law.ts";

/**
 * Reports as text: a line for each law, and below that of a broken one how it is broken, how to
 * come back to it, and the minimal case as a transcript.
 */
export function lawReportLines(reports: readonly LawReport[]): readonly string[] {
  const widths = {
    outcome: widest(reports.map(({ outcome }) => word(outcome))),
    number: widest(reports.map(({ number }) => String(number))),
    law: widest(reports.map(({ law }) => law)),
  };
  return reports.flatMap((report) => {
    const { outcome, number, law, runs } = report;
    const line = [
      word(outcome).padEnd(widths.outcome),
      String(number).padStart(widths.number),
      law.padEnd(widths.law),
      ` ${runs} ${runs === 1 ? "run" : "runs"}`,
    ];
    return [line.join(" "), ...details(report).map((text) => `  ${text}`)];
  });
}

function word(outcome: LawReport["outcome"]): string {
  return outcome === "held" ? "ok" : outcome;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function details({ outcome, law, statement, seed, path, ...found }: LawReport): readonly string[] {
  if (outcome === "held") return [];
  if (outcome === "untested") return [statement, "None of the cases is one that it speaks of."];
  const { why, counterexample, shrinks } = found;
  return [
    statement,
    `Broken: ${why}`,
    `Again with: seed ${seed}, path ${JSON.stringify(path)} (${shrinks} shrinks)`,
    ...(counterexample === null
      ? []
      : transcriptText(counterexample, { name: law }).trimEnd().split("\n")),
  ];
}
