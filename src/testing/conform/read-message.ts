import type { Answer } from "./answer.ts";
import type { Capabilities } from "./capabilities.ts";
import { triggerNames } from "../arbitraries/triggers.ts";
import { windowKinds } from "../arbitraries/windows.ts";
import { type Observation, reportedFields } from "./observation.ts";
import { type EngineHello, protocolVersion } from "./protocol.ts";

/** A line of an engine, read and checked; `wrong` says what is not as the protocol has it. */
export type ReadLine =
  | { readonly kind: "hello"; readonly hello: EngineHello }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly kind: "wrong"; readonly id: number | null; readonly reason: string };

type Fields = Readonly<Record<string, unknown>>;

/** Reads one line. `stepsOf` gives the number of steps of a case that waits for an answer. */
export function readEngineLine(line: string, stepsOf: (id: number) => number | null): ReadLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return wrong(null, `not JSON: ${excerpt(line)}`);
  }
  if (!isMapping(json)) return wrong(null, `no JSON object: ${excerpt(line)}`);
  if (json["type"] === "hello") return readHello(json);
  const { type, id } = json;
  if (type !== "outputs" && type !== "unsupported" && type !== "error")
    return wrong(null, `a message of no known type: ${excerpt(line)}`);
  const steps = typeof id === "number" ? stepsOf(id) : null;
  if (typeof id !== "number" || steps === null)
    return wrong(null, `an answer to no case that waits for one: ${excerpt(line)}`);
  return readAnswer(json, id, steps);
}

function readHello(json: Fields): ReadLine {
  const { protocol, engine, version, capabilities = {} } = json;
  if (protocol !== protocolVersion) {
    return wrong(
      null,
      `the engine speaks protocol ${JSON.stringify(protocol)}, not ${protocolVersion}`,
    );
  }
  if (typeof engine !== "string" || engine === "") return wrong(null, "the hello names no engine");
  const problem = wrongCapabilities(capabilities);
  if (problem !== null) return wrong(null, `in the hello, ${problem}`);
  return {
    kind: "hello",
    hello: {
      type: "hello",
      protocol,
      engine,
      ...(typeof version === "string" ? { version } : {}),
      capabilities: capabilities as Capabilities,
    },
  };
}

const listed: Readonly<Record<string, readonly string[] | null>> = {
  windows: windowKinds,
  triggers: triggerNames,
  accumulation: ["discarding", "accumulating", "retracting"],
  closing: ["ifNonEmpty", "always", "never"],
  onTime: ["always", "ifNonEmpty"],
  timestampCombiner: ["endOfWindow", "earliest", "latest"],
  combine: ["list", "sum", "count", "min", "max", "mean"],
  reports: reportedFields,
};
const plain: Readonly<Record<string, "boolean" | "number">> = {
  allowedLateness: "boolean",
  keys: "boolean",
  processingTime: "boolean",
  triggerDepth: "number",
  earliest: "number",
  leastValue: "number",
};

/** What is wrong with the capabilities, or null. */
function wrongCapabilities(json: unknown): string | null {
  if (!isMapping(json)) return "capabilities is no object";
  for (const [name, value] of Object.entries(json)) {
    const known = listed[name];
    if (known === undefined && plain[name] === undefined) {
      const names = [...Object.keys(listed), ...Object.keys(plain)];
      return `there is no capability ${JSON.stringify(name)}; there are ${names.join(", ")}`;
    }
    if (plain[name] !== undefined && typeof value !== plain[name])
      return `${name} is ${JSON.stringify(value)}, which is no ${plain[name]}`;
    if (!known) continue;
    if (!Array.isArray(value)) return `${name} is no list`;
    const unknown = value.find((item) => !known.includes(item as string));
    if (unknown !== undefined)
      return `${name} has ${JSON.stringify(unknown)}; it may have ${known.join(", ")}`;
  }
  return null;
}

function readAnswer(json: Fields, id: number, steps: number): ReadLine {
  const { type, reason, message } = json;
  if (type === "unsupported")
    return { kind: "answer", id, answer: { kind: "unsupported", reason: textOf(reason) } };
  if (type === "error")
    return { kind: "answer", id, answer: { kind: "error", message: textOf(message) } };
  const observed = json["steps"];
  if (!Array.isArray(observed) || observed.length !== steps) {
    const count = Array.isArray(observed) ? observed.length : "no list of";
    return wrong(id, `the case has ${steps} steps, the answer ${count}`);
  }
  for (const [at, step] of observed.entries()) {
    const problem = wrongStep(step);
    if (problem !== null) return wrong(id, `in step ${at}, ${problem}`);
  }
  const checked = observed as unknown as readonly Observation[];
  return { kind: "answer", id, answer: { kind: "outputs", steps: checked } };
}

function wrongStep(step: unknown): string | null {
  if (!isMapping(step) || !Array.isArray(step["outputs"])) return "outputs is no list";
  for (const output of step["outputs"] as readonly unknown[]) {
    if (!isMapping(output)) return `an output is ${JSON.stringify(output)}`;
    if (typeof output["key"] !== "string") return "the key of an output is no text";
    if (!isBounds(output["window"])) return "the window of an output is no [start, end]";
    if (!("value" in output)) return "an output has no value";
    const { replaces } = output;
    if (replaces !== undefined && !(Array.isArray(replaces) && replaces.every(isBounds)))
      return "replaces is no list of [start, end]";
  }
  for (const count of ["late", "closed", "unassigned"]) {
    if (step[count] !== undefined && typeof step[count] !== "number")
      return `${count} is no number`;
  }
  return null;
}

/** What an engine gives for a reader, which should be text. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function isBounds(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((bound) => typeof bound === "number")
  );
}

function isMapping(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function wrong(id: number | null, reason: string): ReadLine {
  return { kind: "wrong", id, reason };
}

/** The beginning of a line, for a message. */
function excerpt(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
