import type { CheckContext, CheckDefinition, HostCheck } from "./check.ts";
import { atomicChecks, repetitionChecks } from "./checks/atomic.ts";
import { keyChecks } from "./checks/keys.ts";
import { orderChecks } from "./checks/order.ts";
import { randomCheck } from "./checks/random.ts";
import { restartChecks } from "./checks/restart.ts";
import { runChecks } from "./checks/runs.ts";
import { storeChecks } from "./checks/store.ts";
import { deliveryChecks, timerChecks } from "./checks/timers.ts";
import { type HostConformanceOptions, type Settings, settingsOf } from "./options.ts";
import type { MakeHost } from "./rig.ts";
import { CheckSkipped } from "./violation.ts";

const definitions: readonly CheckDefinition[] = [
  ...storeChecks,
  ...timerChecks,
  ...deliveryChecks,
  ...atomicChecks,
  ...repetitionChecks,
  ...restartChecks,
  ...keyChecks,
  ...orderChecks,
  ...runChecks,
  randomCheck,
];

/**
 * The contract between the engine and a host as a list of named checks, for any test framework:
 *
 *     for (const { name, run } of hostConformance(makeHost)) test(name, run);
 *
 * Each check makes a rig of its own, and ends with the end of input: all keys that it has used are
 * driven to `MAX_TIMESTAMP`, and the host may then store no record, timer or hold.
 *
 * Throws a `RangeError` if `takesKey` leaves too few keys to work with.
 */
export function hostConformance(
  makeHost: MakeHost,
  options: HostConformanceOptions = {},
): readonly HostCheck[] {
  const settings = settingsOf(options);
  return definitions.map((definition) => ({
    name: definition.name,
    contract: definition.contract,
    // Frameworks look at a test's text and number of parameters to guess what it wants. A bound
    // function shows none, so that all of them call it with their context, or with nothing.
    run: runCheck.bind(null, definition, makeHost, settings),
  }));
}

async function runCheck(
  { play }: CheckDefinition,
  makeHost: MakeHost,
  settings: Settings,
  context: CheckContext = {},
): Promise<void> {
  try {
    await play(makeHost, settings);
  } catch (error) {
    if (!(error instanceof CheckSkipped) || typeof context.skip !== "function") throw error;
    context.skip(error.message);
  }
}
