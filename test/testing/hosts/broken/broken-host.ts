import type { HostRig } from "../../../../src/testing/hosts/index.ts";

/** A host that does one thing wrong, and the check that is there to say so. */
export interface BrokenHost {
  readonly does: string;
  readonly make: () => HostRig;
  readonly caughtBy: string;
}

export function broken(does: string, make: () => HostRig, caughtBy: string): BrokenHost {
  return { does, make, caughtBy };
}
