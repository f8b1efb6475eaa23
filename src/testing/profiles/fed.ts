import type { EventTime } from "../../watermark/time.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Subject, Taken } from "../subject.ts";

/** One element, as a subject is given it. */
export interface FedElement {
  readonly key: Key;
  readonly value: unknown;
  readonly timestamp: number;
}

/** An engine behind another way of being fed and of telling what it does. */
export abstract class FedSubject implements Subject {
  protected readonly inner: Subject;
  private panes: Pane<Key, unknown>[] = [];
  private dropped: Taken["dropped"][number][] = [];

  constructor(inner: Subject) {
    this.inner = inner;
  }

  elements(bundle: readonly FedElement[]): void {
    for (const element of bundle) this.element(element);
  }

  advance(to: { readonly watermark?: number; readonly processingTime?: number }): void {
    this.inner.advance(to);
    this.tell(this.told(this.inner.take()));
  }

  checkpoint(watermark?: EventTime): void {
    this.inner.checkpoint(watermark);
  }

  take(): Taken {
    const { panes, dropped } = this;
    this.panes = [];
    this.dropped = [];
    return { panes, dropped };
  }

  get outputWatermark(): number {
    return this.inner.outputWatermark;
  }

  earliestHold(key?: Key): number | null {
    return this.inner.earliestHold(key);
  }

  windows(): ReturnType<Subject["windows"]> {
    return this.inner.windows();
  }

  isEmpty(): boolean {
    return this.inner.isEmpty();
  }

  /** Feeds one element, and tells what came of it. */
  protected abstract element(element: FedElement): void;

  /** What that engine would tell of what came out. */
  protected told(taken: Taken): Taken {
    return taken;
  }

  protected tell({ panes, dropped }: Taken): void {
    this.panes.push(...panes);
    this.dropped.push(...dropped);
  }
}

/** An element that an engine has dropped by itself: to it, the element is its own window. */
export function lateOf(
  { key, value, timestamp }: FedElement,
  watermark: number,
): Taken["dropped"][number] {
  const window = { start: timestamp, end: timestamp + 1 };
  const lateByMs = Math.max(0, watermark - window.end);
  return { reason: "late", key, value, timestamp, window, lateByMs };
}
