import type { Key } from "../../../panes/key.ts";
import type { HostItem } from "../rig.ts";

/** One element whose value is the text of its timestamp, or another text. */
export function element(key: Key, timestamp: number, value: string = String(timestamp)): HostItem {
  return { key, elements: [{ value, timestamp }] };
}

/** Strings that storage is known to alter, cut or refuse. */
export const oddTexts: readonly string[] = [
  "",
  " padded ",
  "\u0000",
  "a\u0000b",
  "\u007f\u0080\u009f",
  "\u00e9",
  "e\u0301",
  "\ud835\udcb3",
  "\ud800",
  "\udc00",
  "\ufeff",
  "\u2028\u2029",
  `"'\\\n\r\t`,
  "__proto__",
  "constructor",
  "null",
  "1e400",
  "%s ${x} ; -- */",
];
