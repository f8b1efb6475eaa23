import { expect } from "vitest";
import { type ErrorCode, TidemarkError } from "../../src/errors.ts";

/** What a call throws, which must be an error of the table. */
export function errorOf(call: () => unknown): TidemarkError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(TidemarkError);
    return error as TidemarkError;
  }
  throw new Error("It threw nothing.");
}

/** Asserts the code, and that the message has each of the texts. */
export function expectError(
  code: ErrorCode,
  call: () => unknown,
  ...texts: readonly string[]
): TidemarkError {
  const error = errorOf(call);
  expect(`${error.code}: ${error.message}`).toMatch(new RegExp(`^${code}: `));
  for (const text of texts) expect(error.message).toContain(text);
  return error;
}
