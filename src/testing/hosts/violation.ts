/** What a check throws if the host has broken its contract; the message says how. */
export class HostContractError extends Error {
  override readonly name: string = "HostContractError";
}

/** What a check throws if it cannot be run on this host; the message says why. */
export class CheckSkipped extends Error {
  override readonly name: string = "CheckSkipped";
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
