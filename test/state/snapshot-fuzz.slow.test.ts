import { describe, expect, test } from "vitest";
import { TidemarkError } from "../../src/errors.ts";
import { apply, restoreEngine, takeSnapshot } from "../../src/state/index.ts";
import { EngineState, step } from "../../src/state/persistent/index.ts";
import { after, Recorder, type RichRun, richRuns, start } from "./rich-run.ts";

type Path = readonly (string | number)[];
type Node = Record<string | number, unknown>;

/** What a place in a snapshot may be replaced by: every type, and numbers that break every range. */
const replacements: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  2,
  8.64e15,
  -8.64e15,
  8.64e15 + 1,
  2 ** 53,
  1e308,
  "",
  "1",
  "x",
  [],
  [1],
  [0, 1],
  [[]],
  {},
  { bigint: "1" },
  { bigint: "x" },
  JSON.parse('{"__proto__":{"polluted":true}}'),
];

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const name of Object.keys(value))
    yield* pathsOf((value as Node)[name], [...path, Array.isArray(value) ? Number(name) : name]);
}

/** All ways to damage one place of a snapshot, each on a fresh copy. */
function* damaged(text: string): Generator<readonly [string, unknown]> {
  for (const path of pathsOf(JSON.parse(text))) {
    const name = path.join(".");
    if (path.length === 0) {
      for (const replacement of replacements)
        yield [`all := ${JSON.stringify(replacement)}`, replacement];
      continue;
    }
    const edit = (change: (parent: Node, at: string | number) => void): unknown => {
      const copy = JSON.parse(text) as Node;
      const parent = path.slice(0, -1).reduce((node: Node, part) => node[part] as Node, copy);
      change(parent, path.at(-1) as string | number);
      return copy;
    };
    for (const replacement of replacements) {
      yield [
        `${name} := ${JSON.stringify(replacement)}`,
        edit((parent, at) => void (parent[at] = structuredClone(replacement))),
      ];
    }
    yield [
      `${name} deleted`,
      edit((parent, at) =>
        Array.isArray(parent) ? parent.splice(Number(at), 1) : delete parent[at],
      ),
    ];
    yield [
      `${name} doubled`,
      edit((parent, at) => {
        if (Array.isArray(parent))
          parent.splice(Number(at), 0, structuredClone(parent[Number(at)]));
        else parent[`${at}2`] = structuredClone(parent[at]);
      }),
    ];
    yield [`${name} undefined`, edit((parent, at) => void (parent[at] = undefined))];
    // A list has no names: JSON could not have made one with a `__proto__`.
    if (typeof path.at(-1) === "number") continue;
    yield [
      `${name} under __proto__`,
      edit((parent, at) => {
        const value = parent[at];
        delete parent[at];
        Object.defineProperty(parent, "__proto__", {
          value: { [at]: value },
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }),
    ];
  }
}

/** `NOT_SERIALISABLE` is what immutable states say of an `undefined`, which no JSON text holds. */
const expected = new Set(["INVALID_SNAPSHOT", "STRATEGY_MISMATCH", "NOT_SERIALISABLE"]);

/** Null if the attempt is refused as it should be or goes through, else what went wrong. */
function attempt(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof TidemarkError && expected.has(error.code)) return null;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function snapshotText(run: RichRun): string {
  const { engine } = start(run);
  for (const event of run.before) apply(engine, event);
  return JSON.stringify(takeSnapshot(engine));
}

describe.each(Object.entries(richRuns))("a damaged snapshot of %s", (_name, run) => {
  const text = snapshotText(run);
  const total = [...pathsOf(JSON.parse(text))].length;

  test(`is refused, or restores an engine that runs (${total} places)`, () => {
    let refused = 0;
    let restored = 0;
    for (const [damage, snapshot] of damaged(text)) {
      let engine: ReturnType<typeof restoreEngine> | null = null;
      const atLoad = attempt(() => {
        engine = restoreEngine(run.strategy as never, snapshot, new Recorder() as never);
      });
      if (atLoad !== null) expect.fail(`${damage}: ${atLoad}`);
      if (engine === null) refused += 1;
      else {
        restored += 1;
        const going = engine as ReturnType<typeof restoreEngine>;
        try {
          for (const event of after) apply(going as never, event);
        } catch (error) {
          expect.fail(`${damage}: ${String(error)}`);
        }
        const left = [...going.windows(), going.nextDue.watermark, going.earliestHold()].filter(
          (one) => one !== null,
        );
        if (left.length > 0) expect.fail(`${damage} leaves ${JSON.stringify(left)}`);
      }
    }
    expect(({} as Node)["polluted"]).toBeUndefined();
    expect(refused).toBeGreaterThan(restored);
    expect(restored).toBeGreaterThan(0);
  }, 120_000);

  test("is refused by immutable states too, at the latest with the first step", () => {
    for (const [damage, snapshot] of damaged(text)) {
      const problem = attempt(() => {
        let state = EngineState.fromSnapshot(run.strategy as never, snapshot);
        for (const event of after) ({ state } = step(state, event as never));
      });
      if (problem !== null) expect.fail(`${damage}: ${problem}`);
    }
  }, 120_000);

  test("text that was cut off is no JSON, whatever its length", () => {
    for (let length = 0; length < text.length; length += 7) {
      const cut = text.slice(0, length);
      expect(
        () => restoreEngine(run.strategy, JSON.parse(cut), new Recorder()),
        `${length}`,
      ).toThrow(SyntaxError);
    }
  });

  test("nested as deep as an attacker likes", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    for (const path of [
      ["strategy"],
      ["cells", 0, "accumulator"],
      ["cells", 0, "past"],
      ["cells"],
      ["clocks"],
    ]) {
      const copy = JSON.parse(text) as Node;
      const parent = path.slice(0, -1).reduce((node: Node, part) => node[part] as Node, copy);
      parent[path.at(-1) as string] = deep;
      expect(() => restoreEngine(run.strategy, copy, new Recorder()), path.join(".")).toThrow(
        TidemarkError,
      );
    }
  });
});
