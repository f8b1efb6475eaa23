import type { HostConformanceOptions } from "./options.ts";
import type { MakeHost } from "./rig.ts";
import { hostConformance } from "./suite.ts";
import { CheckSkipped, errorText } from "./violation.ts";

/** What came of all checks, each list in their order. */
export interface HostReport {
  /** The names of the checks that the host has passed. */
  readonly passed: readonly string[];
  readonly failed: readonly HostFailure[];
  /** The checks that could not be run. */
  readonly skipped: readonly HostSkip[];
}

export interface HostFailure {
  readonly name: string;
  readonly contract: string;
  /** What the check has thrown: most often a `HostContractError`. */
  readonly error: unknown;
}

export interface HostSkip {
  readonly name: string;
  readonly contract: string;
  readonly reason: string;
}

/**
 * Runs all checks, one after the other, whatever comes of each. Rejects for nothing that a host or a
 * rig does; throws a `RangeError` if `takesKey` leaves too few keys to work with.
 */
export async function runHostConformance(
  makeHost: MakeHost,
  options: HostConformanceOptions = {},
): Promise<HostReport> {
  const passed: string[] = [];
  const failed: HostFailure[] = [];
  const skipped: HostSkip[] = [];
  for (const { name, contract, run } of hostConformance(makeHost, options)) {
    try {
      await run();
      passed.push(name);
    } catch (error) {
      if (error instanceof CheckSkipped) skipped.push({ name, contract, reason: error.message });
      else failed.push({ name, contract, error });
    }
  }
  return { passed, failed, skipped };
}

/**
 * A report as text: a line for each check, those that failed last, with the sentence of the contract
 * and what is wrong below. The last line counts them.
 */
export function hostReportLines({ passed, failed, skipped }: HostReport): readonly string[] {
  const total = passed.length + failed.length + skipped.length;
  return [
    ...passed.map((name) => `ok       ${name}`),
    ...skipped.flatMap(({ name, reason }) => [`skipped  ${name}`, `         ${reason}`]),
    ...failed.flatMap(({ name, contract, error }) => [
      `failed   ${name}`,
      `         Contract: ${contract}`,
      ...errorText(error)
        .replace(/^HostContractError: /, "")
        .split("\n")
        .map((line) => `         ${line}`),
    ]),
    `${total} ${total === 1 ? "check" : "checks"}: ${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ];
}
