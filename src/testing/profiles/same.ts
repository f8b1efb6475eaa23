import type { Profile } from "./profile.ts";

/** The profile of an engine that has the model's options: nothing is changed, and elements come in bundles. */
export function asItIs(name: string, engine: string): Profile {
  return {
    name,
    engine,
    defects: [],
    strategy: (given) => given,
    stated: (input) => input,
    under: (backend) => backend,
  };
}
