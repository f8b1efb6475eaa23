import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { samePlain } from "../canonical.ts";
import type { Case } from "../cases/case.ts";
import { panesOf, play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { asMode } from "./narrow.ts";
import { paneWords, placeOf } from "./words.ts";

/** Law 3: Retractions are exact copies of what a pane replaces: adds less retractions are the final values. */
export function retractionsSumToTruth(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 3,
      name: "retractionsSumToTruth",
      statement:
        "Retractions are exact copies of what a pane replaces: adds less retractions are the final values.",
      needs: { accumulation: "retracting", playedAs: "accumulating" },
      variations: unvaried,
      why: (input) => whyFalse(factory, input),
    },
    scope,
  );
}

function whyFalse(factory: Backend, input: Case): string | null {
  const retracting = panesOf(play(factory, input));
  const adds = retracting.filter(({ retraction }) => !retraction).map((pane) => paneWords(pane));
  const truth = panesOf(play(factory, asMode(input, "accumulating"))).map((pane) =>
    paneWords(pane),
  );
  const length = Math.max(adds.length, truth.length);
  for (let at = 0; at < length; at++) {
    const [add = "nothing", other = "nothing"] = [adds[at], truth[at]];
    if (add !== other) return `it adds (${add}), where the accumulating pane is (${other})`;
  }
  return whyNotTakenBack(retracting);
}

/** What is replaced must have been taken back before, except for the last pane of a closed session. */
function whyNotTakenBack(panes: readonly Pane<Key, unknown>[]): string | null {
  const standing = new Set<Pane<Key, unknown>>();
  const standingAt = (place: string): Pane<Key, unknown> | undefined =>
    [...standing].find((other) => placeOf(other) === place && !other.isLast);
  for (const pane of panes) {
    if (pane.retraction) {
      const original = [...standing].find(
        (other) =>
          placeOf(other) === placeOf(pane) && samePlain({ ...other, retraction: true }, pane),
      );
      if (original === undefined) return `there is nothing to take back for (${paneWords(pane)})`;
      standing.delete(original);
    } else {
      for (const window of [...pane.replaces, pane.window]) {
        const stale = standingAt(placeOf({ ...pane, window }));
        if (stale !== undefined) return `(${paneWords(stale)}) stands beside (${paneWords(pane)})`;
      }
      standing.add(pane);
    }
  }
  return null;
}
