import { expect } from "vitest";
import { TidemarkError } from "../../src/errors.ts";

/** The error that `act` throws; anything but a `TidemarkError`, or none, fails the test. */
export function errorOf(act: () => unknown): TidemarkError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(TidemarkError);
    return error as TidemarkError;
  }
  throw new Error("nothing was thrown");
}
