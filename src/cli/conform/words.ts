import type { Failure } from "../../testing/conform/judge.ts";
import type { ConformSettings } from "./settings.ts";

const kinds: Readonly<Record<Exclude<Failure["kind"], "difference">, string>> = {
  error: "the engine reports an error",
  crash: "the engine crashes",
  hang: "the engine hangs",
  nonsense: "the engine writes nonsense",
};

/** What a failure is, in a line. */
export function headline(failure: Failure): string {
  if (failure.kind !== "difference") {
    const [first = ""] = failure.message.split("\n");
    return `${kinds[failure.kind]}: ${first}`;
  }
  const { fields, step } = failure.difference;
  return `the engine differs from the model in ${fields.join(", ")} (step ${step})`;
}

/** The particulars of a failure that is no difference, a line each. */
export function particulars(failure: Failure): readonly string[] {
  return failure.kind === "difference" ? [] : failure.message.split("\n").slice(1);
}

/** Which case of a run that was. */
export function place({ seed, corpus }: ConformSettings, name: string): string {
  return corpus.length === 0 ? `seed ${seed}, case ${name}` : name;
}

/** How to run one case again. */
export function again({ command, seed, corpus }: ConformSettings, name: string): string {
  const engine = `tidemark conform --engine ${quoted(command)}`;
  return corpus.length === 0
    ? `${engine} --seed ${seed} --case ${name}`
    : `${engine} --corpus ${corpus.map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  if (/^[\w./:=@+-]+$/.test(word)) return word;
  return word.includes("'") && !/[$`"\\!]/.test(word)
    ? `"${word}"`
    : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `1 case`, `2 cases`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
