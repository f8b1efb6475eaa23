import { fixed } from "../windows/fixed.ts";
import { globalWindows } from "../windows/global.ts";
import { sessions } from "../windows/sessions.ts";
import { sliding } from "../windows/sliding.ts";
import type { WindowFn } from "../windows/window-fn.ts";
import { type Read, readArguments } from "./arguments.ts";
import { readAll } from "./cursor.ts";
import { duration, oneOf } from "./literals.ts";

const forms: Readonly<Record<string, Read<WindowFn>>> = {
  global(cursor) {
    readArguments(cursor, { parameters: {}, positional: 0, required: [] });
    return globalWindows();
  },
  fixed(cursor) {
    const { size = 0, offset = 0 } = readArguments(cursor, {
      parameters: { size: duration("window size", 1), offset: duration("window offset") },
      positional: 1,
      required: ["size"],
    });
    return fixed(size, { offset });
  },
  sliding(cursor) {
    const {
      size = 0,
      period = 0,
      offset = 0,
    } = readArguments(cursor, {
      parameters: {
        size: duration("window size", 1),
        period: duration("window period", 1),
        offset: duration("window offset"),
      },
      positional: 1,
      required: ["size", "period"],
    });
    return sliding(size, { period, offset });
  },
  sessions(cursor) {
    const { gap = 0 } = readArguments(cursor, {
      parameters: { gap: duration("session gap", 1) },
      positional: 1,
      required: ["gap"],
    });
    return sessions(gap);
  },
};

const form = oneOf("a window function", forms);

/**
 * The window function that a text such as `sliding(1h, period: 5m)` names. Reads back what
 * `toString()` of every built-in window function prints. Throws `SYNTAX`.
 */
export function parseWindows(text: string): WindowFn {
  return readAll(text, (cursor) => form(cursor)(cursor));
}
