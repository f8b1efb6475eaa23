import { show, TidemarkError } from "../errors.ts";
import { builtInForms } from "./built-in.ts";
import type { WindowFn } from "./window-fn.ts";
import { outlineOf, type WindowForm } from "./window-form.ts";

export interface ReadWindowsOptions {
  /** Window functions that are known besides the built-in ones, such as `calendarForm`. */
  readonly forms?: readonly WindowForm[];
}

/**
 * Reads the JSON form of a window function: of a built-in one, or of one that `forms` knows.
 * Durations in any accepted form. Throws `INVALID_WINDOWS`, or a more special code for a parameter.
 */
export function windowsFromJson(json: unknown, options: ReadWindowsOptions = {}): WindowFn {
  const forms = [...builtInForms, ...(options.forms ?? [])];
  const [name, fields] = typeof json === "string" ? [json, null] : onlyEntry(json, forms);
  const named = forms.filter((form) => form.name === name);
  for (const form of named) {
    const isBare = Object.keys(form.parameters).length === 0;
    if (isBare !== (fields === null && typeof json === "string")) continue;
    const made = form.make(isBare ? {} : pick(fields, form, forms));
    if (made !== null) return made;
  }
  throw invalid(`${show(json)} is no window function`, json, forms);
}

function onlyEntry(json: unknown, forms: readonly WindowForm[]): [string, unknown] {
  const entries = typeof json === "object" && json !== null ? Object.entries(json) : [];
  const first = entries[0];
  if (entries.length === 1 && first !== undefined) return first;
  throw invalid(`${show(json)} is no window function`, json, forms);
}

function pick(
  fields: unknown,
  { parameters, required }: WindowForm,
  forms: readonly WindowForm[],
): Readonly<Record<string, unknown>> {
  if (typeof fields !== "object" || fields === null) {
    throw invalid(`The window function's parameters ${show(fields)} are no mapping`, fields, forms);
  }
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(parameters, name)) {
      const reason = `The window function has an unknown parameter ${show(name)}`;
      throw invalid(reason, fields, forms);
    }
    const parameter = parameters[name];
    if (parameter?.kind !== "name" || parameter.names?.includes(value as string) !== false)
      continue;
    throw invalid(`The window function has ${name}: ${show(value)}`, value, forms);
  }
  for (const name of required) {
    if (!Object.hasOwn(fields, name)) {
      throw invalid(`The window function lacks its parameter ${show(name)}`, fields, forms);
    }
  }
  return fields as Readonly<Record<string, unknown>>;
}

function invalid(reason: string, value: unknown, forms: readonly WindowForm[]): TidemarkError {
  const outlines = [...new Set(forms.map(outlineOf))];
  const last = outlines.pop();
  const remedy = `Use ${outlines.join(", ")} or ${last}.`;
  return new TidemarkError("INVALID_WINDOWS", `${reason}.`, value, remedy);
}
