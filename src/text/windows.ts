import { TidemarkError } from "../errors.ts";
import { builtInForms } from "../windows/built-in.ts";
import type { ReadWindowsOptions } from "../windows/json.ts";
import type { WindowFn } from "../windows/window-fn.ts";
import { outlineOf, type WindowForm, type WindowParameter } from "../windows/window-form.ts";
import { type Read, readArguments } from "./arguments.ts";
import { type Cursor, readAll } from "./cursor.ts";
import { duration, name, oneOf, positiveInteger, version } from "./literals.ts";

/**
 * The window function that a text such as `sliding(1h, period: 5m)` names: a built-in one, or one
 * that `forms` knows. Reads back what `toString()` prints. Throws `SYNTAX`, and what the window
 * function itself refuses: `INVALID_WINDOWS` or a more special code.
 */
export function parseWindows(text: string, options: ReadWindowsOptions = {}): WindowFn {
  const forms = new Map<string, WindowForm[]>();
  for (const form of [...builtInForms, ...(options.forms ?? [])]) {
    forms.set(form.name, [...(forms.get(form.name) ?? []), form]);
  }
  const named = oneOf("a window function", Object.fromEntries(forms));
  return readAll(text, (cursor) => make(text, cursor, named(cursor)));
}

/** Forms of one name differ only in what they make of the same arguments. */
function make(text: string, cursor: Cursor, forms: readonly WindowForm[]): WindowFn {
  const [{ parameters, positional = 0, required }] = forms as readonly [WindowForm];
  const readers = Object.entries(parameters).map(([of, parameter]) => [of, readerOf(parameter)]);
  const given = readArguments(cursor, {
    parameters: Object.fromEntries(readers) as Readonly<Record<string, Read<unknown>>>,
    positional,
    required,
  });
  for (const form of forms) {
    const made = form.make(given);
    if (made !== null) return made;
  }
  throw new TidemarkError(
    "INVALID_WINDOWS",
    `None of the window functions that are known here is ${text.trim()}.`,
    text,
    `Pass the reader a form for it; it knows ${forms.map(outlineOf).join(", ")}.`,
  );
}

function readerOf(parameter: WindowParameter): Read<unknown> {
  switch (parameter.kind) {
    case "duration":
      return duration(parameter.what, parameter.leastMs);
    case "count":
      return positiveInteger;
    case "name":
      return name(parameter.what, parameter.names);
    case "version":
      return version(parameter.what);
  }
}
