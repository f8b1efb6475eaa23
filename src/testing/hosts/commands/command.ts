import type { AsyncCommand } from "fast-check";
import type { Key } from "../../../panes/key.ts";
import type { ElementEvent } from "../../../state/event.ts";
import { actionText, type HostAction, type HostElement } from "./action.ts";
import type { HostModel, HostSystem } from "./model.ts";

/**
 * An action as a command of fast-check: takes it on the host and on the engine in memory, and throws
 * a `HostContractError` unless both have then put out the same, key by key.
 */
export class HostCommand implements AsyncCommand<HostModel, HostSystem> {
  readonly action: HostAction;

  constructor(action: HostAction) {
    this.action = action;
  }

  check(): boolean {
    return true;
  }

  async run(model: HostModel, system: HostSystem): Promise<void> {
    system.note(this.action);
    await take(this.action, model, system);
    await system.sameAs(model, this.action);
  }

  toString(): string {
    return actionText(this.action);
  }
}

async function take(action: HostAction, model: HostModel, system: HostSystem): Promise<void> {
  const { transport, bench } = system;
  if ("deliver" in action) {
    const elements = elementsOf(action.deliver);
    model.apply({ elements });
    await transport.deliver(elements, action.mishap);
  } else if ("interleave" in action) {
    const elements = elementsOf(action.interleave);
    model.apply({ elements });
    await transport.interleave(elements, action.commits);
  } else if ("advance" in action) {
    model.apply(action.advance);
    await transport.advance(action.advance, action.twice === true ? 2 : 1, action.mishap);
  } else if ("wake" in action) {
    await transport.wake(action.wake, action.times);
  } else {
    await bench.rig.restart?.();
  }
}

function elementsOf(elements: readonly HostElement[]): readonly ElementEvent<Key, string>[] {
  return elements.map(([key, timestamp, value]) => ({ key, timestamp, value }));
}
