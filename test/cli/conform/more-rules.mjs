import { rules as known } from "./rules.mjs";

const [boom] = known;
const steps = [{ elements: [["boom", 3, "k"]] }, { watermark: 8.64e15 }];

/** One of another case, which the first explains already, and one whose case shows nothing. */
export const rules = [
  boom,
  { ...boom, name: "unneeded", minimal: { ...boom.minimal, steps } },
  { ...boom, name: "wrong", minimal: { ...boom.minimal, steps: [{ watermark: 10 }] } },
];
