import { show, TidemarkError } from "../errors.ts";
import type { WindowFn } from "./window-fn.ts";
import type { WindowForm } from "./window-form.ts";

/**
 * A form for one custom window function, so that readers find it by name and version: in text
 * `custom(mine, version: 1)`, as plain data `{ custom: { name: "mine", version: 1 } }`, which is
 * what it prints and writes itself. There may be several, for functions of different identities.
 *
 * Throws `INVALID_WINDOWS` for a window function that is not a custom one.
 */
export function customForm<T>(windows: WindowFn<T>): WindowForm {
  const json = windows.toJSON();
  if (typeof json === "string" || !("custom" in json)) {
    throw new TidemarkError(
      "INVALID_WINDOWS",
      `${show(json)} is no custom window function.`,
      windows,
      "Pass what customWindows or customMergingWindows gives.",
    );
  }
  const { name, version } = json.custom;
  return Object.freeze({
    name: "custom",
    parameters: {
      name: { kind: "name", what: "name of a window function" },
      version: { kind: "version", what: "version of a window function" },
    },
    positional: 1,
    required: ["name", "version"],
    make: (given) => (given["name"] === name && given["version"] === version ? windows : null),
  } satisfies WindowForm);
}
