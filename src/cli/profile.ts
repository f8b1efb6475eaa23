import { type Profile, profileNamed } from "../testing/profiles/index.ts";
import { BadInput, badInputFrom } from "./bad-input.ts";

/** The profile that a command line names, with the defects of its engine if it asks for them. Throws `BadInput`. */
export function profileGiven(name: string | undefined, defects: boolean): Profile | null {
  if (name === undefined) {
    if (defects) throw new BadInput("--defects is given, but no profile is", "give --profile too");
    return null;
  }
  try {
    return profileNamed(name, { defects });
  } catch (error) {
    throw badInputFrom(error, {});
  }
}
