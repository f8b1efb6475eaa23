import fc from "fast-check";
import type { TriggerJson } from "../../triggers/trigger.ts";
import { several } from "./several.ts";
import { type Weights, weighted } from "./weighted.ts";

type LeafName =
  | "default"
  | "afterWatermark"
  | "afterCount"
  | "always"
  | "never"
  | "afterProcessingTime"
  | "alignedProcessingTime"
  | "afterSynchronizedProcessingTime"
  | "everyEventTime"
  | "everyProcessingTime"
  | "afterDelta"
  | "afterPunctuation";

/** `afterWatermark` without parts is a leaf, `earlyAndLate` is the one with early, late or both. */
export type TriggerName =
  | LeafName
  | "earlyAndLate"
  | "repeatedly"
  | "afterAll"
  | "afterAny"
  | "afterEach"
  | "orFinally";

const usualLeaves: Readonly<Record<LeafName, number>> = {
  default: 1,
  afterWatermark: 3,
  afterCount: 3,
  always: 1,
  never: 1,
  afterProcessingTime: 2,
  alignedProcessingTime: 1,
  afterSynchronizedProcessingTime: 1,
  everyEventTime: 2,
  everyProcessingTime: 1,
  afterDelta: 1,
  afterPunctuation: 1,
};

const usual: Readonly<Record<TriggerName, number>> = {
  ...usualLeaves,
  earlyAndLate: 17,
  repeatedly: 9,
  afterAll: 4,
  afterAny: 4,
  afterEach: 9,
  orFinally: 4,
};

export const triggerNames: readonly TriggerName[] = Object.freeze(
  Object.keys(usual) as TriggerName[],
);

const beyondBeam: readonly TriggerName[] = [
  "everyEventTime",
  "everyProcessingTime",
  "afterDelta",
  "afterPunctuation",
];

/** Those that Beam has too. */
export const beamTriggerNames: readonly TriggerName[] = Object.freeze(
  triggerNames.filter((name) => !beyondBeam.includes(name)),
);

export interface TriggerOptions {
  /** How deep triggers nest, from 1. Default 3. */
  readonly depth?: number;
  readonly weights?: Weights<TriggerName>;
}

/**
 * Triggers as plain data, of every kind unless weights say otherwise. Some leaf needs a weight.
 */
export function triggers(options: TriggerOptions = {}): fc.Arbitrary<TriggerJson> {
  const { depth = 3, weights = {} } = options;
  if (depth <= 1) return weighted(usualLeaves, weights, leaves);
  const part = triggers({ depth: depth - 1, weights });
  const parts = several(part, 3);
  return weighted<TriggerName, TriggerJson>(usual, weights, {
    ...leaves,
    earlyAndLate: fc.record({
      afterWatermark: fc.record({ early: part, late: part }, { requiredKeys: [] }),
    }),
    repeatedly: fc.record({ repeatedly: part }),
    afterAll: fc.record({ afterAll: parts }),
    afterAny: fc.record({ afterAny: parts }),
    afterEach: fc.record({ afterEach: parts }),
    orFinally: fc.record({ orFinally: fc.record({ main: part, finally: part }) }),
  });
}

type UnfinishingName =
  | "default"
  | "never"
  | "always"
  | "everyEventTime"
  | "everyProcessingTime"
  | "repeatedly"
  | "earlyAndLate";

const usualUnfinishing: Readonly<Record<UnfinishingName, number>> = {
  default: 1,
  never: 1,
  always: 1,
  everyEventTime: 1,
  everyProcessingTime: 1,
  repeatedly: 3,
  earlyAndLate: 6,
};

/**
 * Triggers that never close a window: as a whole `default`, `never`, `always`, `repeatedly`,
 * `earlyAndLate`, `everyEventTime` or `everyProcessingTime`, of which some needs a weight, and so does some leaf.
 */
export function unfinishingTriggers(options: TriggerOptions = {}): fc.Arbitrary<TriggerJson> {
  const { depth = 3, weights = {} } = options;
  const part = triggers({ weights, depth: Math.max(depth - 1, 1) });
  const isFlat = depth <= 1;
  return weighted<UnfinishingName, TriggerJson>(
    usualUnfinishing,
    isFlat ? { ...weights, repeatedly: 0, earlyAndLate: 0 } : weights,
    {
      ...leaves,
      repeatedly: fc.record({ repeatedly: part }),
      earlyAndLate: fc.record({
        afterWatermark: fc.record({ late: part, early: part }, { requiredKeys: ["late"] }),
      }),
    },
  );
}

const every = fc.record({
  period: fc.constantFrom(3, 5, 10),
  offset: fc.integer({ min: 0, max: 2 }),
});

const delay = (max: number) => fc.integer({ min: 0, max });

const leaves: Readonly<Record<LeafName, fc.Arbitrary<TriggerJson>>> = {
  default: fc.constant("default"),
  afterWatermark: fc.constant({ afterWatermark: {} }),
  afterCount: fc.record({ afterCount: fc.integer({ min: 1, max: 4 }) }),
  always: fc.constant("always"),
  never: fc.constant("never"),
  afterProcessingTime: fc.record({ afterProcessingTime: fc.record({ delay: delay(15) }) }),
  alignedProcessingTime: fc.record({
    afterProcessingTime: fc.record({
      delay: delay(5),
      alignTo: fc.record({ period: fc.constantFrom(10, 5), offset: delay(4) }),
    }),
  }),
  afterSynchronizedProcessingTime: fc.constant({ afterSynchronizedProcessingTime: {} }),
  everyEventTime: fc.record({ everyEventTime: every }),
  everyProcessingTime: fc.record({ everyProcessingTime: every }),
  afterDelta: fc.record({ afterDelta: fc.record({ threshold: delay(3) }) }),
  afterPunctuation: fc.record({
    afterPunctuation: fc.record({ equals: fc.integer({ min: 1, max: 4 }) }),
  }),
};
