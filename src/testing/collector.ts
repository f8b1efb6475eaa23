import type { Dropped } from "../panes/dropped.ts";
import type { Key } from "../panes/key.ts";
import type { Output } from "../panes/output.ts";
import type { Pane } from "../panes/pane.ts";
import type { Taken } from "./subject.ts";

/** An output that keeps what it is given until it is taken. */
export class Collector implements Output<Key, unknown, unknown> {
  private panes: Pane<Key, unknown>[] = [];
  private dropped: Dropped<Key, unknown>[] = [];

  onPane(pane: Pane<Key, unknown>): void {
    this.panes.push(pane);
  }

  onDropped(dropped: Dropped<Key, unknown>): void {
    this.dropped.push(dropped);
  }

  take(): Taken {
    const { panes, dropped } = this;
    this.panes = [];
    this.dropped = [];
    return { panes, dropped };
  }
}
