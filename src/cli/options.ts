import { parseArgs } from "node:util";
import { BadInput } from "./bad-input.ts";
import { didYouMean } from "./nearest.ts";

/** One option of a command. The help text is made of the same table that is parsed by. */
export interface OptionSpec {
  /** What stands for the value in the help; absent for a flag. */
  readonly value?: string;
  /** The only values there are, if they are few. */
  readonly choices?: readonly string[];
  /** May be given more than once. */
  readonly repeats?: boolean;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What a command line says, checked against a table but not yet understood. */
export interface Arguments<T extends OptionTable> {
  readonly operands: readonly string[];
  /** The value of an option, or undefined if it was not given. */
  get(name: keyof T & string): string | undefined;
  all(name: keyof T & string): readonly string[];
  has(name: keyof T & string): boolean;
}

/**
 * Reads `--name value`, `--name=value`, flags and operands in any order; `--` ends the options.
 * Throws `BadInput` for an option that is unknown, repeated, without its value or with a value
 * that is no choice.
 */
export function parseOptions<T extends OptionTable>(
  args: readonly string[],
  table: T,
  command: string,
): Arguments<T> {
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokensOf(args, table)) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, table, command);
    const values = given.get(token.name) ?? [];
    if (values.length > 0 && spec.repeats !== true) {
      throw new BadInput(`--${token.name} is given twice`, "give it once");
    }
    values.push(checkedValue(token.name, spec, token.value, token.inlineValue === true));
    given.set(token.name, values);
  }
  return {
    operands,
    get: (name) => given.get(name)?.[0],
    all: (name) => given.get(name) ?? [],
    has: (name) => given.has(name),
  };
}

function tokensOf(args: readonly string[], table: OptionTable) {
  const options: Record<string, { type: "string" | "boolean"; multiple: boolean; short?: string }> =
    {};
  for (const [name, { value }] of Object.entries(table)) {
    options[name] = { type: value === undefined ? "boolean" : "string", multiple: true };
  }
  if ("help" in options) options["help"] = { type: "boolean", multiple: true, short: "h" };
  return parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function checkedValue(
  name: string,
  { value: placeholder, choices }: OptionSpec,
  value: string | undefined,
  isInline: boolean,
): string {
  if (placeholder === undefined) {
    if (value === undefined) return "";
    throw new BadInput(
      `--${name} takes no value, but was given ${JSON.stringify(value)}`,
      `write --${name} alone`,
    );
  }
  if (value === undefined || value === "" || (!isInline && value.startsWith("--"))) {
    throw new BadInput(`--${name} has no value`, `write --${name} ${placeholder}`);
  }
  if (choices !== undefined && !choices.includes(value)) {
    throw new BadInput(
      `--${name} is ${JSON.stringify(value)}`,
      `${didYouMean(value, choices)}use one of ${choices.join(", ")}`,
    );
  }
  return value;
}

function unknownOption(rawName: string, table: OptionTable, command: string): BadInput {
  const names = Object.keys(table).map((name) => `--${name}`);
  return new BadInput(
    `unknown option ${rawName}`,
    `${didYouMean(rawName, names)}${command} --help lists the options`,
  );
}
