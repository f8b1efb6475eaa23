import type { WindowFn } from "../../windows/window-fn.ts";
import type { Backend, Subject, Taken } from "../subject.ts";
import { type FedElement, FedSubject } from "./fed.ts";
import type { AnyStrategy, Profile } from "./profile.ts";
import { withMovedMultiples, withSessionRules } from "./rewrite.ts";

/**
 * Flink's `WindowOperator`: asks the trigger after every element, makes no pane without contents,
 * flushes nothing at expiry, merges sessions that touch, judges lateness after merging, and stamps each
 * pane with its window's last instant. `everyEventTime` stands for `ContinuousEventTimeTrigger`, whose
 * deadlines are due a millisecond later.
 */
export const flink: Profile = {
  name: "flink",
  engine: "Apache Flink 2.3",
  basis: "run",
  strategy: (given) =>
    Object.freeze({
      ...given,
      windows: withSessionRules(given.windows, { touching: "merge", lateness: "merged" }),
      trigger: withMovedMultiples(given.trigger, 1),
      onTime: "ifNonEmpty",
      closing: "never",
      timestampCombiner: "endOfWindow",
    } satisfies AnyStrategy),
  stated: (input) => input,
  under(backend): Backend {
    return (given) => {
      const strategy = this.strategy(given);
      return new FlinkSubject(backend(strategy), strategy);
    };
  },
};

/** Elements one by one; on the late output are those that none of their windows takes, once each. */
class FlinkSubject extends FedSubject {
  private readonly windowFn: WindowFn;
  private readonly allowedLatenessMs: number;
  private watermark: number = Number.NEGATIVE_INFINITY;

  constructor(inner: Subject, { windows, allowedLatenessMs }: AnyStrategy) {
    super(inner);
    this.windowFn = windows;
    this.allowedLatenessMs = allowedLatenessMs;
  }

  override advance(to: { readonly watermark?: number; readonly processingTime?: number }): void {
    this.watermark = Math.max(this.watermark, to.watermark ?? Number.NEGATIVE_INFINITY);
    super.advance(to);
  }

  protected element(element: FedElement): void {
    const { inner, windowFn } = this;
    inner.elements([element]);
    const { panes, dropped } = inner.take();
    const windows = windowFn.assign(element.timestamp, element.value).length;
    const late = dropped.filter(({ reason }) => reason === "late");
    const others = dropped.filter(({ reason }) => reason !== "late" && reason !== "unassigned");
    const isLate = windows === 0 ? this.isBehind(element) : late.length === windows;
    this.tell({ panes, dropped: isLate ? [lateOf(element, late[0]), ...others] : others });
  }

  /** Between windows an element is late like one whose window is itself. */
  private isBehind({ timestamp }: FedElement): boolean {
    return timestamp + this.allowedLatenessMs < this.watermark;
  }
}

type Drop = Taken["dropped"][number];

function lateOf({ key, value, timestamp }: FedElement, first: Drop | undefined): Drop {
  if (first !== undefined) return first;
  const window = { start: timestamp, end: timestamp + 1 };
  return { reason: "late", key, value, timestamp, window, lateByMs: 0 };
}
