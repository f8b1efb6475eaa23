import fc from "fast-check";
import type { Strategy } from "../../../panes/strategy.ts";
import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import { Bench } from "../bench.ts";
import { withRig } from "../check.ts";
import { endOfInput } from "../ending.ts";
import { settingsOf } from "../options.ts";
import type { MakeHost } from "../rig.ts";
import { hostStrategies } from "../strategies.ts";
import { errorText, HostContractError } from "../violation.ts";
import type { HostAction } from "./action.ts";
import { HostCommand } from "./command.ts";
import { HostModel, HostSystem } from "./model.ts";

export interface PlayHostOptions {
  /** Of `hostStrategies` one by name, or another one. Default `sessions`. */
  readonly strategy?: keyof typeof hostStrategies | Strategy<string, unknown>;
}

/** What `playHostCommands` rejects with: what is wrong, and the actions up to there. */
export class HostCommandsError extends HostContractError {
  override readonly name: string = "HostCommandsError";
  /** The last one is where it showed; all of them, if that was at the end of input. */
  readonly actions: readonly HostAction[];

  /** @internal */
  constructor(cause: unknown, actions: readonly HostAction[]) {
    super(errorText(cause).replace(/^HostContractError: /, ""), { cause });
    this.actions = actions;
  }
}

/**
 * Plays commands on a new host and on the engine in memory, and then the end of input on both.
 * Rejects with a `HostCommandsError` if a command throws, if results differ, or if the host keeps
 * anything in the end.
 */
export async function playHostCommands(
  makeHost: MakeHost,
  commands: Iterable<fc.AsyncCommand<HostModel, HostSystem>>,
  options: PlayHostOptions = {},
): Promise<void> {
  const { strategy: wanted = "sessions" } = options;
  const strategy = typeof wanted === "string" ? hostStrategies[wanted] : wanted;
  await withRig(makeHost, async (rig) => {
    const model = new HostModel(strategy);
    const real = new HostSystem(new Bench(rig, settingsOf({}), strategy));
    try {
      await fc.asyncModelRun(() => ({ model, real }), commands);
      const end = { advance: { watermark: MAX_TIMESTAMP } };
      model.apply(end.advance);
      await real.transport.advance(end.advance);
      await real.sameAs(model, end);
      await endOfInput(real.bench);
    } catch (error) {
      throw new HostCommandsError(error, real.log);
    }
  });
}

/** The same with actions as plain data, to play a list again that was printed. */
export async function playHostActions(
  makeHost: MakeHost,
  actions: readonly HostAction[],
  options: PlayHostOptions = {},
): Promise<void> {
  await playHostCommands(
    makeHost,
    actions.map((action) => new HostCommand(action)),
    options,
  );
}
