import { BadInput, type Place } from "../bad-input.ts";
import { didYouMean } from "../nearest.ts";

/** The error for a column that is not there; it names those that are. */
export function unknownColumn(name: string, known: readonly string[], place: Place): BadInput {
  const listed = known
    .slice(0, 40)
    .map((column) => (/^[\w .()-]+$/.test(column) ? column : JSON.stringify(column)));
  if (known.length > listed.length) listed.push("…");
  return new BadInput(
    "there is no such column",
    `${didYouMean(name, known)}the columns are ${listed.join(", ")}`,
    { ...place, column: JSON.stringify(name) },
  );
}
