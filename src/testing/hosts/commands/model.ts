import { Engine } from "../../../panes/engine.ts";
import type { Key } from "../../../panes/key.ts";
import type { Strategy } from "../../../panes/strategy.ts";
import { apply, type EngineEvent } from "../../../state/event.ts";
import type { Bench } from "../bench.ts";
import { sameResults } from "../results.ts";
import type { HostResult } from "../rig.ts";
import { Transport } from "../transport.ts";
import { actionText, type HostAction } from "./action.ts";

/** What a host has to be like: the engine in memory, and what it has put out. */
export class HostModel {
  /** @internal */
  readonly results: HostResult[] = [];
  private readonly engine: Engine<Key, string, unknown>;

  /** @internal */
  constructor(strategy: Strategy<string, unknown>) {
    this.engine = new Engine(strategy, {
      onPane: (pane) => this.results.push(pane),
      onDropped: (dropped) => this.results.push(dropped),
    });
  }

  /** @internal */
  apply(event: EngineEvent<Key, string>): void {
    apply(this.engine, event);
  }
}

/** A host at work, and the actions that were taken so far. */
export class HostSystem {
  /** @internal */
  readonly bench: Bench;
  /** @internal */
  readonly transport: Transport;
  private readonly taken: HostAction[] = [];

  /** @internal */
  constructor(bench: Bench) {
    this.bench = bench;
    this.transport = new Transport(bench);
  }

  /** The actions so far, the last of which may have failed. */
  get log(): readonly HostAction[] {
    return this.taken;
  }

  /** @internal */
  note(action: HostAction): void {
    this.taken.push(action);
  }

  /** @internal */
  async sameAs({ results }: HostModel, action: HostAction): Promise<void> {
    sameResults(await this.bench.rig.published(), results, `After ${actionText(action)}`);
  }
}
