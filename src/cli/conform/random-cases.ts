import type { Capabilities } from "../../testing/conform/capabilities.ts";
import type { NamedCase } from "../../testing/conform/conform.ts";
import { casesWithin, generate } from "../../testing/conform/generate.ts";
import { BadInput } from "../bad-input.ts";

/** The cases of a seed from one number up to another, named by their numbers. */
export function randomCases(
  can: Capabilities,
  seed: number,
  from: number,
  to: number,
): Iterable<NamedCase> {
  try {
    const drawn = generate(casesWithin(can), seed, from, to);
    return named(drawn);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(
      `the capabilities of the engine leave no case to ask: ${error.message}`,
      "let its hello name some windows and a trigger without parts",
    );
  }
}

function* named(drawn: ReturnType<typeof generate>): Generator<NamedCase> {
  for (const { number, input } of drawn) yield { name: String(number), input };
}
