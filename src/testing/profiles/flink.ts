import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import type { Backend, Subject } from "../subject.ts";
import { type FedElement, FedSubject, lateOf } from "./fed.ts";
import type { AnyStrategy, Profile, ProfileOptions } from "./profile.ts";
import { withMovedMultiples, withSessionRules } from "./rewrite.ts";

/**
 * Flink's `WindowOperator`: asks the trigger after every element, makes no pane without contents,
 * flushes nothing at expiry, merges sessions that touch, judges lateness after merging, and stamps each
 * pane with its window's last instant. `everyEventTime` stands for `ContinuousEventTimeTrigger`, whose
 * deadlines are due a millisecond later.
 */
export function flink({ defects = false }: ProfileOptions = {}): Profile {
  return {
    name: "flink",
    engine: "Apache Flink 2.3",
    defects: ["checkpoints-forget-the-watermark", "the-watermark-goes-back"],
    strategy: strategyOf,
    stated: (input) => input,
    under(backend): Backend {
      return (given) => {
        const strategy = strategyOf(given);
        const inner = backend(strategy);
        return defects ? new DefectiveFlink(inner, strategy) : new FlinkSubject(inner, strategy);
      };
    },
  };
}

function strategyOf(given: AnyStrategy): AnyStrategy {
  return Object.freeze({
    ...given,
    windows: withSessionRules(given.windows, { touching: "merge", lateness: "merged" }),
    trigger: withMovedMultiples(given.trigger, 1),
    onTime: "ifNonEmpty",
    closing: "never",
    timestampCombiner: "endOfWindow",
  } satisfies AnyStrategy);
}

/** Elements one by one; on the late output are those that none of their windows takes, once each. */
class FlinkSubject extends FedSubject {
  private readonly windowFn: WindowFn;
  private readonly allowedLatenessMs: number;
  protected watermark: number = MIN_TIMESTAMP;

  constructor(inner: Subject, { windows, allowedLatenessMs }: AnyStrategy) {
    super(inner);
    this.windowFn = windows;
    this.allowedLatenessMs = allowedLatenessMs;
  }

  override advance(to: { readonly watermark?: number; readonly processingTime?: number }): void {
    this.watermark = Math.max(this.watermark, to.watermark ?? MIN_TIMESTAMP);
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
    this.tell({
      panes,
      dropped: isLate ? [late[0] ?? lateOf(element, this.watermark), ...others] : others,
    });
  }

  /** Between windows an element is late like one whose window is itself. */
  private isBehind({ timestamp }: FedElement): boolean {
    return timestamp + this.allowedLatenessMs < this.watermark;
  }
}

/** What an operator does that knows its watermark only from the last one that it was told. */
class DefectiveFlink extends FlinkSubject {
  /** The watermark is no part of the state. */
  override checkpoint(): void {
    this.goBack(MIN_TIMESTAMP);
  }

  /** One that goes back is taken as it is. In a job the valve before the operator keeps it from that. */
  override advance(to: { readonly watermark?: number; readonly processingTime?: number }): void {
    if (to.watermark !== undefined && to.watermark < this.watermark) this.goBack(to.watermark);
    super.advance(to);
  }

  private goBack(watermark: number): void {
    this.watermark = watermark;
    super.checkpoint(watermark);
  }
}
