import type { Key } from "../../panes/key.ts";
import type { Strategy } from "../../panes/strategy.ts";
import type { DriverOptions } from "../../state/drive.ts";
import { Bench } from "./bench.ts";
import { endOfInput } from "./ending.ts";
import type { Settings } from "./options.ts";
import type { HostRig, MakeHost, OptionalHandle } from "./rig.ts";
import { hostStrategies } from "./strategies.ts";
import { CheckSkipped } from "./violation.ts";

/** What a test framework hands to a test, as far as a check makes use of it. */
export interface CheckContext {
  /** Marks the test as skipped. It may throw or return. */
  skip?(reason: string): unknown;
}

/** One demand on a host. */
export interface HostCheck {
  readonly name: string;
  /** The sentence of the host contract that it guards. */
  readonly contract: string;
  /**
   * Makes a rig, puts it to the test and closes it. Rejects with a `HostContractError` if the host
   * breaks its contract, and with whatever the rig itself throws. If the host cannot be put to this
   * test, calls `skip` of the context, as vitest and node:test hand it to a test; without one
   * it rejects with a `CheckSkipped`.
   */
  readonly run: (context?: CheckContext) => Promise<void>;
}

/** A check that does not know its host yet. */
export interface CheckDefinition {
  readonly name: string;
  readonly contract: string;
  /** Throws a `CheckSkipped` if the host cannot be put to the test. */
  readonly play: (makeHost: MakeHost, settings: Settings) => Promise<void>;
}

/** A check of one host that ends with the end of input. */
export interface BenchCheck {
  readonly name: string;
  readonly contract: string;
  /** The handles without which it is skipped. */
  readonly needs?: readonly OptionalHandle[];
  /** The keys it is about, of which a host has to take two; without this they are of its own choice. */
  readonly keys?: readonly Key[];
  /** Default: `hostStrategies.sessions`. */
  readonly strategy?: Strategy<string, unknown>;
  readonly driver?: DriverOptions;
  /** `keys` are those of the check that the host takes. */
  readonly run: (bench: Bench, keys: readonly Key[]) => Promise<void>;
}

export function onBench(check: BenchCheck): CheckDefinition {
  const { name, contract, needs = [], strategy = hostStrategies.sessions } = check;
  return {
    name,
    contract,
    async play(makeHost, settings) {
      const keys = (check.keys ?? []).filter(settings.takesKey);
      if (check.keys !== undefined && keys.length < 2) {
        throw new CheckSkipped(
          "The host takes fewer than two of the keys that this check is about.",
        );
      }
      await withRig(makeHost, async (rig) => {
        const missing = needs.filter((handle) => rig[handle] === undefined);
        if (missing.length > 0) throw new CheckSkipped(`The rig has no ${missing.join(", no ")}.`);
        const bench = new Bench(rig, settings, strategy, check.driver);
        await check.run(bench, keys);
        await endOfInput(bench);
      });
    },
  };
}

/** Makes a rig and closes it in the end. What the use of it throws goes before what closing throws. */
export async function withRig(
  makeHost: MakeHost,
  use: (rig: HostRig) => Promise<void>,
): Promise<void> {
  const rig = await makeHost();
  try {
    await use(rig);
  } catch (error) {
    try {
      await rig.close?.();
    } catch {
      // What came first is what matters.
    }
    throw error;
  }
  await rig.close?.();
}
