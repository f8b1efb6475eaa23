import type { ClockAdvance } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { ElementEvent, EngineEvent } from "../../state/event.ts";
import type { KeyTimers } from "../../state/host.ts";
import { OutputWatermark } from "../../state/output-watermark.ts";
import { MIN_TIMESTAMP, toInstant } from "../../watermark/time.ts";
import { allOf, type Bench } from "./bench.ts";
import { keyText } from "./compare.ts";
import type { FailurePoint, HostClocks, HostItem } from "./rig.ts";
import { HostContractError } from "./violation.ts";

/** What may befall an item before it is driven with success. A rig that cannot do it is spared. */
export type Mishap =
  | { readonly commitFails: FailurePoint }
  /** A crash after the step and before the commit. */
  | "crash";

export interface TransportOptions {
  /** Befalls every item. */
  readonly mishap?: Mishap;
  /** Restarts the host after every item. */
  readonly restarts?: boolean;
  /** False leaves the output watermark out of the items. Default true. */
  readonly tellsOutputWatermark?: boolean;
}

/**
 * Stands for what is around a host: cuts events into items, delivers timers that are due, and keeps
 * the output watermark. One event is one step: its keys are driven side by side, unless something
 * is to befall one of them, and then one after the other.
 */
export class Transport {
  private readonly bench: Bench;
  private readonly options: TransportOptions;
  private readonly output: OutputWatermark<Key> = new OutputWatermark();
  private clocks: HostClocks = { watermark: MIN_TIMESTAMP, processingTime: MIN_TIMESTAMP };

  constructor(bench: Bench, options: TransportOptions = {}) {
    this.bench = bench;
    this.options = options;
  }

  async take(event: EngineEvent<Key, string>): Promise<void> {
    await ("elements" in event ? this.deliver(event.elements) : this.advance(event));
  }

  /** One bundle over any number of keys. */
  async deliver(elements: readonly ElementEvent<Key, string>[], mishap?: Mishap): Promise<void> {
    await this.step(bundles(elements), mishap);
  }

  /** Moves clocks and delivers, so many times, the timers that are due then. */
  async advance(to: ClockAdvance, deliveries = 1, mishap?: Mishap): Promise<void> {
    const { watermark, processingTime } = this.clocks;
    this.clocks = {
      watermark: Math.max(watermark, toInstant(to.watermark ?? MIN_TIMESTAMP)),
      processingTime: Math.max(processingTime, toInstant(to.processingTime ?? MIN_TIMESTAMP)),
    };
    const items = [...(await this.dueKeys())].map((key) => ({ key }));
    for (let times = 0; times < deliveries; times++) await this.drive(items, mishap);
    this.output.settle(this.clocks.watermark);
  }

  /** Delivers a timer of a key, due or not, with what the clocks show. */
  async wake(key: Key, deliveries: number): Promise<void> {
    for (let times = 0; times < deliveries; times++) await this.drive([{ key }]);
    this.output.settle();
  }

  /** One bundle over some keys, all of which are loaded before the first is committed. */
  async interleave(
    elements: readonly ElementEvent<Key, string>[],
    commits: "inOrder" | "reversed",
  ): Promise<void> {
    const items = bundles(elements).map((item) => this.timed(item));
    await this.bench.interleave(items, commits);
    for (const { key } of items) this.report(key);
    this.output.settle();
  }

  /** The keys to wake at the clocks' readings: what the host says, which must be all that are due. */
  private async dueKeys(): Promise<ReadonlySet<Key>> {
    const { bench, clocks } = this;
    const reached = [...(await bench.timers())]
      .filter(([, timers]) => isDue(timers, clocks))
      .map(([key]) => key);
    if (bench.rig.due === undefined) return new Set(reached);
    const found = new Set(await bench.rig.due(clocks));
    const missed = reached.find((key) => !found.has(key));
    if (missed === undefined) return found;
    const { watermark, processingTime } = clocks;
    throw new HostContractError(
      `The host does not find the timer of ${keyText(missed)}, which is due at watermark ${watermark} and processing time ${processingTime}.`,
    );
  }

  private async step(items: readonly HostItem[], mishap?: Mishap): Promise<void> {
    await this.drive(items, mishap);
    this.output.settle();
  }

  private async drive(items: readonly HostItem[], mishap?: Mishap): Promise<void> {
    const { options } = this;
    const first = mishap ?? options.mishap;
    if (first === undefined && options.restarts !== true) {
      await allOf(items.map((item) => this.driveOne(item)));
      return;
    }
    for (const [at, item] of items.entries()) {
      await this.driveOne(item, at === 0 ? first : options.mishap);
    }
  }

  private async driveOne(item: HostItem, mishap?: Mishap): Promise<void> {
    const { bench, options } = this;
    const timed = this.timed(item);
    if (mishap !== undefined) await this.befall(timed, mishap);
    await bench.drive(timed);
    this.report(item.key);
    if (options.restarts === true) await bench.rig.restart?.();
  }

  private async befall(item: HostItem, mishap: Mishap): Promise<void> {
    const { rig } = this.bench;
    if (mishap === "crash") {
      if (rig.restart !== undefined) await this.bench.crashBeforeCommit(item);
    } else if (rig.failNextCommit !== undefined) {
      await this.bench.driveFailing(item, mishap.commitFails);
    }
  }

  private timed(item: HostItem): HostItem {
    const { tellsOutputWatermark = true } = this.options;
    return {
      ...item,
      ...this.clocks,
      ...(tellsOutputWatermark ? { outputWatermark: this.output.value } : {}),
    };
  }

  private report(key: Key): void {
    this.output.report(key, this.bench.twin.holds.get(key) ?? null);
  }
}

/** True if either clock has reached the timer that the key has in it. */
export function isDue(timers: KeyTimers, { watermark, processingTime }: HostClocks): boolean {
  return (
    (timers.watermark ?? Number.POSITIVE_INFINITY) <= watermark ||
    (timers.processingTime ?? Number.POSITIVE_INFINITY) <= processingTime
  );
}

function bundles(elements: readonly ElementEvent<Key, string>[]): HostItem[] {
  const keys = new Set(elements.map(({ key }) => key));
  return [...keys].map((key) => ({
    key,
    elements: elements
      .filter((element) => element.key === key)
      .map(({ value, timestamp }) => ({ value, timestamp })),
  }));
}
