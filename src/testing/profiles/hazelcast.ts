import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import type { Backend, Subject, Taken } from "../subject.ts";
import { Deducted } from "./deducted.ts";
import { type FedElement, FedSubject, lateOf } from "./fed.ts";
import type { AnyStrategy, Profile, ProfileOptions } from "./profile.ts";
import { endingOnce } from "./rewrite.ts";

/**
 * Hazelcast Jet's window processors: an element is in all of its windows or in none. It is late once the first of
 * them has ended; for a session, once the watermark is past it. Sessions stay apart where they touch, and are
 * emitted a millisecond later than other windows. Nothing comes after the end.
 */
export function hazelcast({ defects = false }: ProfileOptions = {}): Profile {
  return {
    name: "hazelcast",
    engine: "Hazelcast Jet 5.7",
    defects: ["deduct-loses-zero"],
    strategy: strategyOf,
    stated: (input) => input,
    under(backend): Backend {
      return (given) => {
        const strategy = strategyOf(given);
        return new HazelcastSubject(backend(strategy), strategy, defects);
      };
    },
  };
}

function strategyOf(given: AnyStrategy): AnyStrategy {
  return endingOnce(given, "separate");
}

class HazelcastSubject extends FedSubject {
  private readonly windowFn: WindowFn;
  private readonly isMerging: boolean;
  private readonly deducted: Deducted | null;
  private watermark: number = MIN_TIMESTAMP;

  constructor(inner: Subject, strategy: AnyStrategy, defects: boolean) {
    super(inner);
    this.windowFn = strategy.windows;
    this.isMerging = strategy.windows.shape === "merging";
    this.deducted = defects ? Deducted.of(strategy) : null;
  }

  /** A session is emitted once the watermark is past its end, other windows once it is there. */
  override advance({ watermark }: { readonly watermark?: number }): void {
    if (watermark === undefined || watermark <= this.watermark) return;
    this.watermark = watermark;
    this.deducted?.advance(watermark);
    const isEarlier = this.isMerging && watermark !== MAX_TIMESTAMP;
    super.advance({ watermark: isEarlier ? watermark - 1 : watermark });
  }

  protected element(element: FedElement): void {
    if (this.isLate(element)) {
      this.tell({ panes: [], dropped: [lateOf(element, this.watermark)] });
      return;
    }
    this.deducted?.note(element);
    this.inner.elements([element]);
    this.tell(this.inner.take());
  }

  private isLate({ value, timestamp }: FedElement): boolean {
    return this.isMerging
      ? timestamp < this.watermark
      : this.windowFn.assign(timestamp, value).some(({ end }) => end <= this.watermark);
  }

  protected override told({ panes, dropped }: Taken): Taken {
    return { panes: this.deducted?.kept(panes) ?? panes, dropped };
  }
}
