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

/**
 * An identity as an argument in text: `mine, version: 2`. Texts that could be read otherwise are in
 * quotes.
 */
export function formatIdentity({ name, version }: FunctionIdentity): string {
  const written = typeof version === "number" ? String(version) : formatText(version);
  return `${formatText(name)}, version: ${written}`;
}

/** A word as an argument in text, in quotes if it could be read otherwise. */
export function formatText(name: string): string {
  return /^[^\s(),:"]+$/.test(name) && !looksLikeNumber(name) ? name : JSON.stringify(name);
}

/** Whether a text without quotes means a number. */
export function looksLikeNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
