import type { Backend, Subject } from "../subject.ts";
import { type FedElement, FedSubject } from "./fed.ts";
import type { AnyStrategy, Profile, ProfileOptions } from "./profile.ts";
import { endingOnce } from "./rewrite.ts";

/** Where Spark's watermark begins, whatever the input: what has ended by then is late. */
const EPOCH = 0;

/**
 * Spark's structured streaming: a bundle is a micro-batch. After it the watermark is the largest timestamp so
 * far, less a delay; nobody else tells it one, and the input never ends. A window ends once, where the watermark
 * reaches its end. Sessions merge where they touch; whether an element is late is asked of what it claims alone.
 */
export function spark({ graceMs }: ProfileOptions = {}): Profile {
  return {
    name: "spark",
    engine: "Apache Spark 4.0",
    defects: [],
    strategy: strategyOf,
    stated: ({ strategy, steps }) => ({
      strategy: { ...strategy, allowedLateness: graceMs ?? strategy.allowedLateness },
      steps,
    }),
    under(backend): Backend {
      return (given) =>
        new SparkSubject(backend(strategyOf(given)), graceMs ?? given.allowedLatenessMs);
    },
  };
}

function strategyOf(given: AnyStrategy): AnyStrategy {
  return endingOnce(given, "merge");
}

class SparkSubject extends FedSubject {
  private readonly delayMs: number;
  private watermark: number = EPOCH;

  constructor(inner: Subject, delayMs: number) {
    super(inner);
    this.delayMs = delayMs;
    inner.advance({ watermark: EPOCH });
  }

  override elements(bundle: readonly FedElement[]): void {
    this.inner.elements(bundle);
    this.tell(this.inner.take());
    for (const { timestamp } of bundle)
      this.watermark = Math.max(this.watermark, timestamp - this.delayMs);
    this.inner.advance({ watermark: this.watermark });
    this.tell(this.inner.take());
  }

  /** Nobody tells Spark a watermark, and no trigger of it knows another clock. */
  override advance(): void {}

  protected element(element: FedElement): void {
    this.elements([element]);
  }
}
