import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { dialects } from "../../testing/conform/dialects/index.ts";
import type { DialectRule } from "../../testing/conform/rule.ts";
import { BadInput } from "../bad-input.ts";
import { didYouMean } from "../nearest.ts";

/** The rules of a dialect by its name, or by the module that exports them. */
export async function rulesOf(dialect: string | null): Promise<readonly DialectRule[]> {
  if (dialect === null) return [];
  const known = Object.hasOwn(dialects, dialect) ? dialects[dialect] : undefined;
  if (known !== undefined) return known;
  if (!/\.[cm]?js$/.test(dialect)) {
    const names = Object.keys(dialects);
    throw new BadInput(
      `--dialect is ${JSON.stringify(dialect)}`,
      `${didYouMean(dialect, names)}use one of ${[...names, "FILE.mjs"].join(", ")}`,
    );
  }
  return checkedRules(await imported(dialect), dialect);
}

async function imported(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { rules?: unknown };
    return module.rules;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(
      `the module cannot be imported: ${reason}`,
      "name a module that exports rules",
      { file },
    );
  }
}

function checkedRules(rules: unknown, file: string): readonly DialectRule[] {
  const wrong = (reason: string): BadInput =>
    new BadInput(reason, "docs/conformance-protocol.md tells what a rule has", { file });
  if (!Array.isArray(rules)) throw wrong("the module exports no list named rules");
  const names = new Set<string>();
  for (const [at, rule] of (rules as Partial<DialectRule>[]).entries()) {
    const missing = (["name", "section", "reason", "minimal"] as const).find(
      (field) => !rule?.[field],
    );
    if (missing !== undefined) throw wrong(`rule ${at} has no ${missing}`);
    const { name = "" } = rule;
    if (names.has(name)) throw wrong(`two rules have the name ${JSON.stringify(name)}`);
    names.add(name);
  }
  return rules as readonly DialectRule[];
}
