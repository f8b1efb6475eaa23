import { describe, expect, test } from "vitest";
import {
  Engine,
  fixed,
  type Key,
  type Pane,
  sessions,
  sliding,
  strategy,
  sum,
  type WindowFn,
} from "../../src/index.ts";
import { ColumnWindows } from "../../src/panes/columns/column-windows.ts";
import { KeyIds } from "../../src/panes/columns/key-ids.ts";

function engineOf(windows: WindowFn = fixed(10)) {
  const panes: string[] = [];
  const onPane = ({ key, value, window }: Pane<Key, number>): void => {
    panes.push(`${String(key)}=${value}@${window.start}`);
  };
  return { engine: new Engine(strategy({ windows, combine: sum() }), { onPane }), panes };
}

describe("keys as places in a dictionary", () => {
  test.each([
    ["columnar", fixed(10)],
    ["sliced", sliding(10, { period: 5 })],
    ["general", sessions(5)],
  ])("make the panes of the keys (%s)", (_, windows) => {
    const [plain, coded] = [engineOf(windows), engineOf(windows)];
    const dictionary: Key[] = ["a", 7, "b"];
    const values = [1, 2, 3, 4];
    const timestamps = [1, 2, 3, 14];
    plain.engine.addBatch({ keys: ["b", 7, "b", "a"], values, timestamps });
    coded.engine.addBatch({ codes: [2, 1, 2, 0], dictionary, values, timestamps });
    dictionary.push("c");
    plain.engine.addBatch({ keys: ["c"], values: [5], timestamps: [15] });
    coded.engine.addBatch({ codes: [3], dictionary, values: [5], timestamps: [15] });
    plain.engine.advanceWatermark(100);
    coded.engine.advanceWatermark(100);
    expect(coded.panes).toEqual(plain.panes);
    expect(coded.engine.counters).toEqual(plain.engine.counters);
  });

  test("codes are known again after keys have been forgotten", () => {
    const { engine, panes } = engineOf();
    const dictionary = ["a", "b"];
    const add = (code: number, timestamp: number): void =>
      engine.addBatch({ codes: [code], dictionary, values: [1], timestamps: [timestamp] });
    add(0, 1);
    engine.advanceWatermark(10);
    add(1, 11);
    add(0, 12);
    engine.advanceWatermark(20);
    expect(panes).toEqual(["a=1@0", "b=1@10", "a=1@10"]);
  });

  test.each([
    [[0, 2], "has the code 2, but the dictionary has 2 keys"],
    [[0, -1], "has the code -1"],
    [[0, 0.5], "has the code 0.5"],
    [[0, Number.NaN], "has the code NaN"],
  ])("codes %j are refused, and nothing changes", (codes, message) => {
    const { engine } = engineOf();
    const batch = { codes, dictionary: ["a", "b"], values: [1, 2], timestamps: [1, 2] };
    expect(() => engine.addBatch(batch)).toThrow(message);
    expect(engine.counters.read).toBe(0);
    expect(engine.isEmpty).toBe(true);
  });

  test("a dictionary with something that is no key is refused, and columns of other lengths", () => {
    const { engine } = engineOf();
    const dictionary = ["a", Number.NaN];
    expect(() => engine.addBatch({ codes: [0], dictionary, values: [1], timestamps: [1] })).toThrow(
      "NaN",
    );
    expect(() =>
      engine.addBatch({ codes: [0], dictionary: ["a"], values: [1], timestamps: [1, 2] }),
    ).toThrow("1 codes, 1 values and 2 timestamps");
  });
});

describe("a bad element in the middle of a batch", () => {
  test.each([
    ["key", { keys: ["a", null] as unknown as Key[], values: [1, 2], timestamps: [1, 2] }],
    ["late key", { keys: ["a", {}] as unknown as Key[], values: [1, 2], timestamps: [1, 25] }],
    ["value", { keys: ["a", "b"], values: [1, Number.NaN], timestamps: [1, 2] }],
    ["timestamp", { keys: ["a", "b"], values: [1, 2], timestamps: [1, 2.5] }],
  ])("%s: nothing of it stays, and the engine goes on", (_, batch) => {
    const { engine, panes } = engineOf();
    engine.addBatch({ keys: ["z"], values: [1], timestamps: [3] });
    const before = engine.windows();
    expect(() => engine.addBatch(batch)).toThrow(/null|is no|has the timestamp|was given/);
    expect(engine.windows()).toEqual(before);
    expect(engine.counters.read).toBe(1);
    engine.add("z", 1, 4);
    engine.advanceWatermark(10);
    expect(panes).toEqual(["z=2@0"]);
  });
});

describe("ids of keys", () => {
  test("are given again once their keys are forgotten", () => {
    const ids = new KeyIds<Key>();
    const keys: Key[] = ["a", 3, -3, 0.5, 1e12, 4n, true, "3"];
    expect(keys.map((key) => ids.of(key))).toEqual(keys.map((_, id) => id));
    expect(keys.map((key) => ids.find(key))).toEqual(keys.map((_, id) => id));
    ids.keepOnly(Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 1]));
    expect(keys.map((key) => ids.find(key))).toEqual([0, -1, -1, -1, -1, -1, -1, 7]);
    expect(ids.size).toBe(2);
    expect(ids.of("new")).toBeLessThan(8);
    ids.keepOnly(new Uint8Array(8));
    expect(ids.size).toBe(0);
    expect(ids.find("a")).toBe(-1);
  });

  test("of whole numbers stay the same when there are enough keys to find larger ones by index", () => {
    const ids = new KeyIds<Key>();
    const keys = [
      70_000,
      65_536,
      1e9,
      0.5,
      ...Array.from({ length: 20_000 }, (_, key) => key),
      80_000,
    ];
    const given = keys.map((key) => ids.of(key));
    expect(given).toEqual(keys.map((_, id) => id));
    expect(keys.map((key) => ids.find(key))).toEqual(given);
    ids.keepOnly(new Uint8Array(ids.bound));
    expect(keys.every((key) => ids.find(key) === -1)).toBe(true);
  });

  test("of keys that no window has are not kept", () => {
    const { engine } = engineOf();
    for (let at = 0; at < 20_000; at++) {
      engine.add(`k${at}`, 1, at);
      engine.advanceWatermark(at - 20);
    }
    const { ids } = engine.layout as unknown as { ids: KeyIds<Key> };
    expect(engine.layout).toBeInstanceOf(ColumnWindows);
    expect(ids.size).toBeLessThan(1_200);
  });
});
