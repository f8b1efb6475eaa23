import { TidemarkError } from "../errors.ts";

/** What an error says without its remedy. */
export function reasonOf(error: TidemarkError): string {
  const { message, remedy } = error;
  return message.endsWith(` ${remedy}`) ? message.slice(0, -remedy.length - 1) : message;
}

/** The same error with the place in front of its reason; what is no error of ours stays as it is. */
export function errorAt(place: string, error: unknown): unknown {
  if (!(error instanceof TidemarkError)) return error;
  return new TidemarkError(error.code, `${place}: ${reasonOf(error)}`, error.value, error.remedy);
}
