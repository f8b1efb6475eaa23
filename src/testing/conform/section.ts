import type { Difference } from "./difference.ts";
import type { OutputRecord } from "./observation.ts";

/** Headings of docs/semantics.md. */
const sections = {
  windows: "2 Windows",
  outputWatermark: "3 Watermarks and holds: The output watermark",
  holds: "3 Watermarks and holds: Holds",
  lateness: "4 Lateness and dispositions",
  triggers: "5 Triggers",
  asked: "6 Bundles, and when a trigger is asked",
  timing: "7 Panes and accumulation: Timing and numbers",
  empty: "7 Panes and accumulation: Empty panes",
  contents: "7 Panes and accumulation: Contents and timestamps",
  retraction: "8 Retraction and lineage",
  closed: "9 Closed sessions",
} as const;

/** The paragraph of the semantics that says what should have come out. */
export function sectionOf(difference: Difference): string {
  const [field] = difference.fields;
  switch (field) {
    case "late":
    case "unassigned":
      return sections.lateness;
    case "closed":
      return sections.closed;
    case "outputWatermark":
      return sections.outputWatermark;
    case "hold":
    case "empty":
      return sections.holds;
    default:
      return sectionOfOutputs(difference);
  }
}

function sectionOfOutputs({ onlyOurs, onlyTheirs }: Difference): string {
  const isRetraction = ({ retraction }: OutputRecord): boolean => retraction === true;
  if (onlyOurs.some(isRetraction) || onlyTheirs.some(isRetraction)) return sections.retraction;
  const [ours] = onlyOurs;
  const theirs = onlyTheirs.find(
    (other) => ours !== undefined && other.key === ours.key && sameBounds(other, ours),
  );
  if (ours === undefined || theirs === undefined) {
    if (onlyOurs.length > 0 && onlyTheirs.length > 0) return sections.windows;
    const extra = ours ?? onlyTheirs[0];
    const isEmpty = Array.isArray(extra?.value) && extra.value.length === 0;
    return isEmpty ? sections.empty : sections.asked;
  }
  if (theirs.timing !== ours.timing || theirs.index !== ours.index) return sections.timing;
  return theirs.replaces === undefined || sameText(theirs.replaces, ours.replaces)
    ? sections.contents
    : sections.retraction;
}

function sameBounds(a: OutputRecord, b: OutputRecord): boolean {
  return sameText(a.window, b.window);
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
