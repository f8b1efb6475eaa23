import type { Backend } from "../subject.ts";
import type { AnyStrategy, Profile } from "./profile.ts";

/** A profile that is its options and nothing else: elements come in bundles, and all is told. */
export function optionsOnly(
  of: Pick<Profile, "name" | "engine">,
  options: (given: AnyStrategy) => Partial<AnyStrategy> = () => ({}),
): Profile {
  const strategy = (given: AnyStrategy): AnyStrategy =>
    Object.freeze({ ...given, ...options(given) });
  return {
    ...of,
    defects: [],
    strategy,
    stated: (input) => input,
    under(backend): Backend {
      return (given) => backend(strategy(given));
    },
  };
}
