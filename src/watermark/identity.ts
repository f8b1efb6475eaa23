import { show, TidemarkError } from "../errors.ts";

/** The name and version under which a user's function is known to snapshots. */
export interface FunctionIdentity {
  readonly name: string;
  readonly version: number | string;
}

/** The identity of a user's function, or `INVALID_STRATEGY` if it has no usable name or version. */
export function identityOf(options: FunctionIdentity, what: string): FunctionIdentity {
  const { name, version } = options;
  const versioned = typeof version === "string" || Number.isFinite(version);
  if (typeof name === "string" && name !== "" && versioned) return Object.freeze({ name, version });
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `A custom ${what} needs a name and a version, not ${show({ name, version })}.`,
    { name, version },
  );
}
