import type { Key } from "../../panes/key.ts";
import { samePlain } from "../canonical.ts";
import { HostContractError } from "./violation.ts";

/** Throws unless both are the same plain data; says where they differ first. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (samePlain(actual, expected)) return;
  const { path, ours, wanted } = firstDifference(actual, expected, "");
  const where = path === "" ? "" : ` (at ${path})`;
  throw new HostContractError(
    `${what}${where}: ${text(ours)} where the contract asks for ${text(wanted)}`,
  );
}

/** A key for people: a literal of TypeScript, cut in the middle if it is long. */
export function keyText(key: Key): string {
  if (typeof key === "bigint") return `${key}n`;
  if (typeof key !== "string") return Object.is(key, -0) ? "-0" : String(key);
  if (key.length <= 60) return JSON.stringify(key);
  return `${JSON.stringify(`${key.slice(0, 20)}…${key.slice(-20)}`)} (${key.length} characters)`;
}

interface Difference {
  readonly path: string;
  readonly ours: unknown;
  readonly wanted: unknown;
}

function firstDifference(ours: unknown, wanted: unknown, path: string): Difference {
  if (isComposite(ours) && isComposite(wanted) && Array.isArray(ours) === Array.isArray(wanted)) {
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(ours)])) {
      const [inner, outer] = [ours[name], wanted[name]];
      const place = Array.isArray(wanted) ? `${path}[${name}]` : `${path}.${name}`;
      if (!samePlain(inner, outer)) return firstDifference(inner, outer, place);
    }
  }
  return { path: path.replace(/^\./, ""), ours, wanted };
}

function isComposite(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "bigint" ? `${part}n` : part,
  );
  if (json === undefined) return `a ${typeof value}`;
  return json.length <= 300 ? json : `${json.slice(0, 200)}… (${json.length} characters)`;
}
