import type { Key } from "../../../panes/key.ts";
import { type CheckDefinition, onBench } from "../check.ts";
import { contract } from "../contract.ts";
import { element, oddTexts } from "./items.ts";

const long = "0123456789".repeat(400);

/** Keys that some storage takes for one another, or does not take at all. */
const groups: readonly (readonly [name: string, keys: readonly Key[]])[] = [
  [
    "keys are told apart by type, not by text",
    ["1", 1, 1n, "1n", "true", true, "false", false, "", 0, 0n],
  ],
  ["keys of odd text are told apart", oddTexts],
  [
    "keys that differ in case, blanks or composition are told apart",
    [
      "k",
      "K",
      "k ",
      " k",
      "k\t",
      "stra\u00dfe",
      "strasse",
      "\u00e9",
      "e\u0301",
      "\u00c9",
      "\u212b",
      "\u00c5",
    ],
  ],
  [
    "keys that look like parts of one another are told apart",
    [
      "a",
      "a:",
      ":a",
      "a:b",
      "a/b",
      "a.b",
      "a\u0000",
      "a\u0000b",
      "ab",
      "string:a",
      "*",
      "a*",
      "%",
      "_",
    ],
  ],
  [
    "names of JavaScript are keys like any other",
    [
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "length",
      "undefined",
      "null",
    ],
  ],
  [
    "long keys are told apart",
    [long, `${long}a`, `${long}b`, `a${long}`, long.slice(1), `${long}\u00e9`],
  ],
  [
    "numbers are told apart, however large or small",
    [
      0.1,
      0.1 + 2 ** -56,
      -1,
      1.5,
      2 ** 31,
      -(2 ** 31),
      2 ** 53,
      2 ** 53 - 1,
      1e21,
      5e-324,
      1.7976931348623157e308,
    ],
  ],
  [
    "big integers are told apart, however large",
    [
      -1n,
      2n ** 53n,
      2n ** 53n + 1n,
      2n ** 63n,
      2n ** 64n,
      -(2n ** 64n),
      10n ** 100n,
      10n ** 100n + 1n,
    ],
  ],
];

/** Two keys are the same if a `Map` says so. */
export const keyChecks: readonly CheckDefinition[] = [
  ...groups.map(([name, all]) =>
    onBench({
      name,
      contract: contract.readYourWrites,
      keys: all,
      async run(bench, keys) {
        for (const [at, key] of keys.entries()) {
          await bench.drive({ ...element(key, 100 * at), processingTime: at });
        }
        await bench.sameStates("With one window for each key");
        await bench.sameTimers("With one window for each key");
        for (const [at, key] of keys.entries()) {
          await bench.drive({ key, processingTime: at + 5 });
        }
        await bench.rig.restart?.();
        await bench.sameAll("After one pane of each key");
      },
    }),
  ),
  onBench({
    name: "0 and -0 are one key",
    contract: contract.readYourWrites,
    keys: [0, -0],
    async run(bench) {
      await bench.drive(element(0, 3));
      await bench.drive(element(-0, 5));
      await bench.sameAll("After an element of 0 and one of -0");
    },
  }),
];
