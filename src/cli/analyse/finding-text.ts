import type { Finding } from "../../why/finding.ts";

/** How many of which level, in a few words. */
export function summaryText(findings: readonly Finding[]): string {
  const levels = (["warning", "note"] as const).flatMap((level) => {
    const count = findings.filter((one) => one.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? "" : "s"}`];
  });
  return levels.join(", ") || "nothing found";
}

/** What is the matter, why, and what to do, a line each. */
export function findingText({ level, code, at, part, reason, remedy, instead }: Finding): string {
  const lines = [`  ${level} ${code} at ${at}: ${part}`, `    ${reason}`, `    ${remedy}`];
  if (instead !== null) lines.push(`    The same without it: ${instead}`);
  return lines.map((line) => `${line}\n`).join("");
}
