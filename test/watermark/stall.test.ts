import { describe, expect, test } from "vitest";
import {
  MAX_TIMESTAMP,
  stallText,
  StallWatch,
  WatermarkInputs,
} from "../../src/watermark/index.ts";

describe("why a watermark does not move", () => {
  test("it waits for the input that has been silent longest", () => {
    const inputs = new WatermarkInputs(["a", "b", "c"]);
    const watch = new StallWatch(inputs, 100);
    inputs.advance("a", 5);
    watch.observe(110);
    inputs.advance("b", 5);
    watch.observe(120);
    inputs.advance("c", 30);
    watch.observe(130);
    inputs.advance("c", 40);
    watch.observe(140);
    expect(watch.report()).toEqual({
      watermark: 5,
      since: 130,
      reason: "waiting",
      holders: [
        { input: "a", watermark: 5, silentSince: 110 },
        { input: "b", watermark: 5, silentSince: 120 },
      ],
      without: 40,
    });
    expect(stallText(watch.report(), String)).toBe(
      'input "a" has been silent since 110, at 5, and input "b" has been silent since 120, at 5; without them it would be at 40',
    );
    inputs.idle("a");
    inputs.idle("b");
    expect(inputs.watermark).toBe(40);
  });

  test("what it says of the holders comes true, whoever else is there", () => {
    for (const others of [["b"], ["b", "c"]]) {
      const inputs = new WatermarkInputs(["a", ...others]);
      for (const name of others) inputs.advance(name, 50);
      for (const name of others) inputs.idle(name);
      inputs.advance("a", 7);
      const watch = new StallWatch(inputs, 0);
      const { holders, without } = watch.report();
      expect(holders.map(({ input }) => input)).toEqual(["a"]);
      inputs.idle("a");
      expect(inputs.watermark).toBe(without);
    }
  });

  test("all active inputs lag", () => {
    const inputs = new WatermarkInputs(["a", "b"]);
    inputs.advance("b", 5);
    inputs.idle("b");
    inputs.advance("a", 20);
    inputs.active("b");
    inputs.idle("a");
    const watch = new StallWatch(inputs, 3);
    expect(watch.report()).toMatchObject({
      watermark: 20,
      reason: "unaligned",
      holders: [{ input: "b", watermark: 5, silentSince: 3 }],
      without: null,
    });
    expect(stallText(watch.report(), String)).toBe(
      'no active input has caught up with it: input "b" has been silent since 3, at 5',
    );
  });

  test("nothing to wait for, and the end", () => {
    const inputs = new WatermarkInputs(["a"]);
    const watch = new StallWatch(inputs, 0);
    inputs.advance("a", 4);
    inputs.idle("a");
    watch.observe(9);
    expect(watch.report()).toEqual({
      watermark: 4,
      since: 9,
      reason: "idle",
      holders: [],
      without: null,
    });
    expect(stallText(watch.report())).toBe("all inputs are idle");
    inputs.active("a");
    inputs.advance("a", MAX_TIMESTAMP);
    watch.observe(10);
    expect(watch.report()).toMatchObject({ reason: "ended", since: 10 });
    expect(stallText(watch.report())).toBe("the input has ended");
  });

  test("inputs that join and leave", () => {
    const inputs = new WatermarkInputs(["a"]);
    const watch = new StallWatch(inputs, 0);
    inputs.add("b");
    inputs.advance("a", 3);
    watch.observe(5);
    expect(watch.report().holders).toEqual([{ input: "b", watermark: -8.64e15, silentSince: 5 }]);
    inputs.remove("b");
    watch.observe(6);
    expect(watch.report()).toMatchObject({
      watermark: 3,
      since: 6,
      holders: [{ input: "a", watermark: 3, silentSince: 5 }],
    });
  });
});
