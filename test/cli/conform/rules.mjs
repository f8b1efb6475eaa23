/** What the engine `different.mjs` is known to do otherwise, and a rule that no case needs. */
const strategy = {
  windows: { fixed: { size: 10 } },
  trigger: "default",
  accumulation: "discarding",
  allowedLateness: 0,
  closing: "ifNonEmpty",
  onTime: "always",
  timestampCombiner: "endOfWindow",
  combine: "list",
};
const isBoom = ({ steps }) => JSON.stringify(steps).includes('"boom"');

/** @type {import("../../../src/testing/conform/rule.ts").DialectRule[]} */
export const rules = [
  {
    name: "loses-booms",
    section: "6 Bundles, and when a trigger is asked",
    reason: "It is afraid of them.",
    minimal: { strategy, steps: [{ elements: [["boom", 3, "k"]] }, { watermark: 10 }] },
    excuses: ({ input }) => isBoom(input),
  },
];
