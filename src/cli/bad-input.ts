import { TidemarkError } from "../errors.ts";

/** Where in the input something is wrong; lines count from 1, the header included. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
}

/**
 * The user gave something that cannot be used: the run ends with exit code 2 and this message,
 * which says where, what was found, and what to do about it.
 */
export class BadInput extends Error {
  override readonly name: string = "BadInput";
  readonly place: Place;
  /** What is wrong, with the value that was found, without the place. */
  readonly reason: string;
  readonly remedy: string;

  constructor(reason: string, remedy: string, place: Place = {}) {
    super(`${placeText(place)}${reason}; ${remedy}`);
    this.place = place;
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Bad input whose reason and remedy are those of an error of the library. */
export function badInputFrom(error: unknown, place: Place, context = ""): BadInput {
  if (!(error instanceof TidemarkError)) throw error;
  const reason = error.message.slice(0, -error.remedy.length).trim().replace(/\.$/, "");
  return new BadInput(`${context}${reason}`, lowerFirst(error.remedy), place);
}

function placeText({ file, line, column }: Place): string {
  const where = file === undefined ? "" : line === undefined ? `${file}: ` : `${file}:${line}: `;
  return column === undefined ? where : `${where}column ${column}: `;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
