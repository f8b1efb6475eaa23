import type { Need } from "./need.ts";

/** What is needed, in words; `hasClock` says whether processing time was ever set. */
export function needText(
  { elements, watermark, processingTime, conditions }: Need,
  instant: (instant: number) => string,
  hasClock = true,
): string {
  return [
    elements === 0 ? "" : counted(elements, "more element"),
    watermark === null ? "" : `the watermark reaches ${instant(watermark)}`,
    processingTime === null
      ? ""
      : `processing time reaches ${instant(processingTime)}${hasClock ? "" : " (or is set at all)"}`,
    ...conditions,
  ]
    .filter((part) => part !== "")
    .join(", and ");
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
