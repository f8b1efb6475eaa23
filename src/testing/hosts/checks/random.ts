import fc from "fast-check";
import type { CheckDefinition } from "../check.ts";
import { actionText } from "../commands/action.ts";
import { hostCommands } from "../commands/arbitrary.ts";
import { HostCommandsError, playHostCommands } from "../commands/play.ts";
import { contract } from "../contract.ts";
import { hostStrategies } from "../strategies.ts";
import { errorText, HostContractError } from "../violation.ts";

type StrategyName = keyof typeof hostStrategies;

/** Random lists of commands, against the engine in memory. */
export const randomCheck: CheckDefinition = {
  name: "random commands give what the engine in memory gives, and leave nothing",
  contract: contract.samePanes,
  async play(makeHost, { runs, seed, maxCommands, endOnFailure, keys }) {
    const property = fc.asyncProperty(
      fc.constantFrom(...(Object.keys(hostStrategies) as StrategyName[])),
      hostCommands({ keys: keys.slice(0, 3), maxCommands }),
      (strategy, commands) => playHostCommands(makeHost, commands, { strategy }),
    );
    const outcome = await fc.check(property, { numRuns: runs, seed, endOnFailure });
    if (!outcome.failed) return;
    const { counterexample, errorInstance: error, numRuns, numShrinks } = outcome;
    const actions = error instanceof HostCommandsError ? error.actions : [];
    throw new HostContractError(
      [
        errorText(error).replace(/^HostCommandsError: /, ""),
        `${endOnFailure ? "The" : "The shortest"} list of actions found, for playHostActions with { strategy: "${counterexample?.[0]}" }:`,
        ...actions.map((action) => `  ${actionText(action)},`),
        `Run ${numRuns} of seed ${seed}, after ${numShrinks} shrinks.`,
      ].join("\n"),
      { cause: error },
    );
  },
};
