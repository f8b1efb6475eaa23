import { TidemarkError } from "../errors.ts";
import { reasonOf } from "../text/reason.ts";

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
    // A reason that shows a text with a caret under it ends with that line.
    super(`${placeText(place)}${reason}${reason.includes("\n") ? "\n" : "; "}${remedy}`);
    this.place = place;
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Bad input whose reason and remedy are those of an error of the library; throws any other error. */
export function badInputFrom(error: unknown, place: Place, context = ""): BadInput {
  if (!(error instanceof TidemarkError)) throw error;
  const reason = reasonOf(error).trimEnd().replace(/\.$/, "");
  return new BadInput(
    context + lowerFirst(reason),
    lowerFirst(error.remedy).replace(/\.$/, ""),
    place,
  );
}

function placeText({ file, line, column }: Place): string {
  const where = file === undefined ? "" : line === undefined ? `${file}: ` : `${file}:${line}: `;
  return column === undefined ? where : `${where}column ${column}: `;
}

/** Begins a clause with what was a sentence; `ISO` and the like stay as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z](?![A-Z])/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}
