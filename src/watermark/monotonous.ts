import { LargestSeen } from "./bounded.ts";
import type { WatermarkGenerator, WatermarkStrategy, WatermarkStrategyJson } from "./generator.ts";

class Monotonous implements WatermarkStrategy {
  readonly kind = "monotonous";

  start(): WatermarkGenerator {
    return new LargestSeen(0, this.toString());
  }

  toJSON(): WatermarkStrategyJson {
    return "monotonous";
  }

  toString(): string {
    return "monotonous";
  }
}

const instance: WatermarkStrategy = Object.freeze(new Monotonous());

/**
 * Timestamps never decrease: the watermark is the largest one seen. Further elements with that same
 * timestamp are on time; older ones may be late.
 */
export function monotonous(): WatermarkStrategy {
  return instance;
}
