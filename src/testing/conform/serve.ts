import { show } from "../../errors.ts";
import { isInstant } from "../../watermark/time.ts";
import { buildStrategy } from "../cases/build.ts";
import type { Case, CaseStep, CaseStrategy } from "../cases/case.ts";
import type { Backend } from "../subject.ts";
import { beyond } from "./beyond.ts";
import type { Capabilities } from "./capabilities.ts";
import { observe } from "./observation.ts";
import {
  type AnswerMessage,
  type EngineHello,
  type ErrorMessage,
  protocolVersion,
} from "./protocol.ts";

/** An engine of this language that is held to the model from outside. */
export interface ServedEngine {
  readonly engine: string;
  readonly version?: string;
  readonly backend: Backend;
  /** What it can be asked. Default all there is. */
  readonly capabilities?: Capabilities;
}

/**
 * The engine's side of the conformance protocol: the line that answers a line of the kit, null for
 * the last, which asks nothing more. Neither has a line feed. Never throws: a message that is
 * malformed, and what the engine throws, is answered by an error.
 */
export function serve(served: ServedEngine): (line: string) => string | null {
  return (line) => {
    const message = answerTo(line, served);
    return message === null ? null : JSON.stringify(message);
  };
}

type Fields = Readonly<Record<string, unknown>>;

function answerTo(line: string, served: ServedEngine): EngineHello | AnswerMessage | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return failed(null, `The line is no JSON: ${show(line)}.`);
  }
  if (!isMapping(json)) return failed(null, `The line is no JSON object: ${show(json)}.`);
  switch (json["type"]) {
    case "hello":
      return helloOf(served);
    case "case":
      return answerToCase(json, served);
    case "end":
      return null;
    default:
      return failed(idOf(json), `There is no message of type ${show(json["type"])}.`);
  }
}

function helloOf({ engine, version, capabilities = {} }: ServedEngine): EngineHello {
  return {
    type: "hello",
    protocol: protocolVersion,
    engine,
    ...(version === undefined ? {} : { version }),
    capabilities,
  };
}

function answerToCase(json: Fields, { backend, capabilities = {} }: ServedEngine): AnswerMessage {
  const id = idOf(json);
  if (id === null) return failed(null, `The id of a case is ${show(json["id"])}, no whole number.`);
  try {
    const input = readCase(json);
    const reason = beyond(capabilities, input);
    if (reason !== null) return { type: "unsupported", id, reason };
    return { type: "outputs", id, steps: observe(backend, input) };
  } catch (error) {
    return failed(id, error instanceof Error ? error.message : String(error));
  }
}

const strategyFields = [
  "windows",
  "trigger",
  "accumulation",
  "allowedLateness",
  "closing",
  "onTime",
  "timestampCombiner",
  "combine",
] as const satisfies readonly (keyof CaseStrategy)[];

/** The case of a message. Throws for what is malformed. */
function readCase(json: Fields): Case {
  const { steps } = json;
  const missing = strategyFields.find((field) => json[field] === undefined);
  if (missing !== undefined) throw malformed(`The case has no ${missing}.`);
  const fields = strategyFields.map((field) => [field, json[field]]);
  const strategy = Object.fromEntries(fields) as unknown as CaseStrategy;
  // For its checks alone.
  buildStrategy(strategy);
  if (!Array.isArray(steps)) throw malformed(`steps is ${show(steps)}, no list.`);
  const wrong = steps.findIndex((step) => !isStep(step));
  if (wrong >= 0) throw malformed(`Step ${wrong} is ${show(steps[wrong])}.`);
  return { strategy, steps: steps as readonly CaseStep[] };
}

function isStep(json: unknown): json is CaseStep {
  if (!isMapping(json)) return false;
  const { elements, watermark, processingTime, advanceTogether: both } = json;
  if (elements !== undefined) return Array.isArray(elements) && elements.every(isElement);
  if (both !== undefined)
    return isMapping(both) && isInstant(both["watermark"]) && isInstant(both["processingTime"]);
  return isInstant(watermark ?? processingTime);
}

function isElement(json: unknown): boolean {
  return (
    Array.isArray(json) && json.length === 3 && isInstant(json[1]) && typeof json[2] === "string"
  );
}

function isMapping(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function idOf({ id }: Fields): number | null {
  return Number.isSafeInteger(id) ? (id as number) : null;
}

function malformed(reason: string): Error {
  return new Error(`${reason} docs/conformance-protocol.md tells what a case has.`);
}

function failed(id: number | null, message: string): ErrorMessage {
  return { type: "error", id, message };
}
