import { TidemarkError } from "../../errors.ts";
import type { StrategyOptions } from "../../panes/strategy.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import { reasonOf } from "../../text/reason.ts";
import {
  type ReadStrategyOptions,
  readStrategyField,
  strategyFields,
} from "../../text/strategy.ts";
import { knownForms } from "../forms.ts";
import { unsupportedWindows } from "./capability.ts";
import type { TranscriptCase } from "./case.ts";
import { readStep } from "./read-step.ts";
import {
  type Profile,
  profileNamed,
  profileNames,
  type ProfileOptions,
} from "../profiles/index.ts";
import { boolean, duration, list, listOf, mapping, oneOf, text } from "./read-value.ts";
import { type Located, type LocatedField, Source } from "./source.ts";
import type { TranscriptError } from "./transcript-error.ts";

type Options = StrategyOptions<unknown, unknown>;
type Fields = ReadonlyMap<string, LocatedField>;

/** The fields of a transcript. */
export const caseFields: readonly string[] = [
  "name",
  "source",
  "note",
  "basis",
  ...strategyFields,
  "requires",
  "profile",
  "error",
  "steps",
];

export interface ParseOptions extends ReadStrategyOptions {
  /** What errors call the text. Default `transcript`. */
  readonly file?: string;
}

/**
 * The transcripts in a YAML or JSON text: one document or several, each a case or a list of cases.
 * Throws `TranscriptError`, which names file, line and column, for the first thing that is wrong:
 * an unknown field, a malformed value, a name given twice, or no case at all.
 */
export function parseTranscripts(
  yaml: string,
  options: ParseOptions = {},
): readonly TranscriptCase[] {
  const source = new Source(yaml, options.file ?? "transcript");
  const { forms = [], triggers = [] } = options;
  const known = { forms: [...knownForms, ...forms], triggers };
  const cases: TranscriptCase[] = [];
  const names = new Set<string>();
  for (const root of source.documents()) {
    for (const node of root.items ?? [root]) {
      const found = readCase(source, node, known);
      if (names.has(found.name)) {
        const at = node.fields?.get("name")?.value.at ?? node.at;
        throw source.error(
          at,
          `A second case has the name ${JSON.stringify(found.name)}.`,
          found.name,
          "Give each case of a file a name of its own.",
        );
      }
      names.add(found.name);
      cases.push(found);
    }
  }
  if (cases.length === 0) {
    throw source.error(
      0,
      "There is no transcript in here.",
      null,
      "Write at least one case: name, windows, steps.",
    );
  }
  return cases;
}

/** A transcript given as plain data; see `parseTranscripts`. */
export function transcriptFromJson(json: unknown, options: ParseOptions = {}): TranscriptCase {
  const text = JSON.stringify(json, null, 1) ?? "";
  const [only, ...more] = parseTranscripts(text, { file: "json", ...options });
  if (only !== undefined && more.length === 0) return only;
  throw new TidemarkError("INVALID_TRANSCRIPT", "The data has several cases.", json, "Pass one.");
}

function readCase(source: Source, node: Located, options: ReadStrategyOptions): TranscriptCase {
  const fields = mapping(source, node, "a transcript", caseFields);
  const name = text(source, required(source, node, fields, "name"));
  for (const field of ["source", "note", "basis"]) optional(source, fields, field, text);
  const profile = optional(source, fields, "profile", readProfile) ?? null;
  const windows = required(source, node, fields, "windows");
  const missing = unsupportedWindows(windows.json);
  const own = missing === null ? null : ownWindows(source, windows, profile);
  const part = own === null ? missing : null;
  const instead = part === null && own === null ? {} : { windows: "global" };
  const strategy = readStrategy(source, fields, instead, options);
  const steps = list(source, required(source, node, fields, "steps"), "a list of steps");
  return {
    name,
    file: source.file,
    line: source.lineOf(node.at),
    strategy:
      part === null
        ? ({ ...strategy, ...(own === null ? {} : { windows: own }) } as Options)
        : null,
    unsupported: part,
    profile,
    requires: optional(source, fields, "requires", listOf("a list of names", text)) ?? [],
    error: optional(source, fields, "error", text) ?? null,
    steps: steps.map((step) => readStep(source, step)),
    json: node.json as Record<string, unknown>,
  };
}

/** Windows that only the engine of the profile has. */
function ownWindows(source: Source, node: Located, profile: Profile | null): WindowFn | null {
  try {
    return profile?.ownWindows?.(node.json) ?? null;
  } catch (error) {
    throw error instanceof TidemarkError ? malformed(source, "windows", node, error) : error;
  }
}

/** Every strategy field that is given. `instead` has stand-ins for what this library does not have. */
function readStrategy(
  source: Source,
  fields: Fields,
  instead: Readonly<Record<string, unknown>>,
  options: ReadStrategyOptions,
): Partial<Options> {
  const strategy: Record<string, unknown> = { allowUnsafeTriggers: true };
  for (const field of strategyFields) {
    const given = fields.get(field);
    if (given === undefined) continue;
    try {
      strategy[field] = readStrategyField(
        field,
        field in instead ? instead[field] : given.value.json,
        options,
      );
    } catch (error) {
      throw error instanceof TidemarkError ? malformed(source, field, given.value, error) : error;
    }
  }
  return strategy;
}

/** The error of a strategy's reader, at the innermost part that holds the value it complains of. */
function malformed(
  source: Source,
  field: string,
  node: Located,
  error: TidemarkError,
): TranscriptError {
  const culprit = find(node, error.value) ?? node;
  return source.error(
    culprit.at,
    `Malformed ${field}: ${reasonOf(error)}`,
    error.value,
    error.remedy,
  );
}

function find(node: Located, value: unknown): Located | null {
  if (node.json === value) return node;
  const parts = node.items ?? [...(node.fields?.values() ?? [])].map((field) => field.value);
  for (const part of parts) {
    const found = find(part, value);
    if (found !== null) return found;
  }
  return null;
}

/** A name, or a name with what the profile is to be told. */
function readProfile(source: Source, node: Located): Profile {
  if (node.fields === null) return profileOf(source, node, {});
  const fields = mapping(source, node, "a profile", ["engine", "grace", "emit", "defects"]);
  const graceMs = optional(source, fields, "grace", duration);
  const emit = optional(source, fields, "emit", oneOf("updates", "final", "onWindowClose"));
  const defects = optional(source, fields, "defects", boolean);
  return profileOf(source, required(source, node, fields, "engine"), {
    ...(defects === undefined ? {} : { defects }),
    ...(graceMs === undefined ? {} : { graceMs }),
    ...(emit === undefined ? {} : { emit }),
  });
}

function profileOf(source: Source, node: Located, options: ProfileOptions): Profile {
  const name = text(source, node);
  if (!profileNames.includes(name))
    throw source.mismatch(node, `one of the profiles ${profileNames.join(", ")}`);
  try {
    return profileNamed(name, options);
  } catch (error) {
    throw error instanceof TidemarkError ? malformed(source, "profile", node, error) : error;
  }
}

function required(source: Source, node: Located, fields: Fields, name: string): Located {
  const field = fields.get(name);
  if (field !== undefined) return field.value;
  throw source.error(node.at, `The field ${name} is missing.`, node.json);
}

function optional<V>(
  source: Source,
  fields: Fields,
  name: string,
  read: (source: Source, node: Located) => V,
): V | undefined {
  const field = fields.get(name);
  return field === undefined ? undefined : read(source, field.value);
}
